// The signed-in person: name, address, password, tokens, and how this browser shows the app.
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/features/frame/Page';
import { OrgContext, useMe } from '@/features/org/useOrg';
import { Frame } from '@/features/frame/OrgLayout';
import { lastOrg } from '@/lib/lastOrg';
import { buttonClass } from '@/ui/Button';
import { Section } from '@/ui/Section';
import { AppearanceForm } from './Appearance';
import { PasswordForm } from './Password';
import { PersonForm } from './Person';
import { Tokens } from './Tokens';

/** In the frame of the organization last open, where there is one. */
export function Profile() {
  const me = useMe();
  const known = me.memberships.map(({ organization }) => organization.id);
  const org = known.find((id) => id === lastOrg()) ?? known[0];
  if (!org) {
    return (
      <div className="flex h-dvh flex-col">
        <ProfilePage back />
      </div>
    );
  }
  return (
    <OrgContext value={org}>
      <Frame>
        <ProfilePage />
      </Frame>
    </OrgContext>
  );
}

function ProfilePage({ back }: { back?: boolean }) {
  const { t } = useTranslation(['account', 'common']);
  const crumbs = back && (
    <Link to="/" className={buttonClass('ghost', 'sm')}>
      <ArrowLeft className="size-4" aria-hidden="true" />
      {t('common:actions.back')}
    </Link>
  );
  return (
    <Page title={t('profile.title')} crumbs={crumbs} narrow>
      <Section title={t('profile.you')} text={t('profile.youText')}>
        <PersonForm />
      </Section>
      <Section title={t('profile.appearance')} text={t('profile.appearanceText')}>
        <AppearanceForm />
      </Section>
      <Section title={t('profile.passwordTitle')} text={t('profile.passwordText')}>
        <PasswordForm />
      </Section>
      <Section title={t('tokens.title')} text={t('tokens.text')}>
        <Tokens />
      </Section>
    </Page>
  );
}
