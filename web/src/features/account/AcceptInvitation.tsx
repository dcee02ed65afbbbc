// The page behind an invitation link: join with the account one is signed in with, or make one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import { isStatus } from '@/api/errors';
import { meOptions } from '@/api/session';
import type { InvitationPreview, Me } from '@/api/types';
import { formatExact } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Button, buttonClass } from '@/ui/Button';
import { FormError } from '@/ui/Field';
import { Skeleton } from '@/ui/Skeleton';
import { AuthCard, textLink } from './AuthCard';
import { SignUpForm } from './SignUpForm';

export function AcceptInvitation() {
  const { t } = useTranslation(['account', 'common']);
  const { token } = useParams({ from: '/invite/$token' });
  const navigate = useNavigate();
  const me = useQuery(meOptions);
  const { data: invitation, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => request<InvitationPreview>('GET', `/invitations/${encodeURIComponent(token)}`),
    staleTime: Infinity,
  });
  if (error) return <DeadLink error={error} />;
  if (!invitation || me.isPending) {
    return (
      <AuthCard title={t('invite.loading')}>
        <Skeleton className="w-2/3" />
      </AuthCard>
    );
  }
  const { organization } = invitation;
  const enter = () => navigate({ to: '/o/$org', params: { org: organization.id }, replace: true });
  return (
    <AuthCard
      title={t('invite.title', { organization: organization.name })}
      text={
        <>
          {t('invite.text', { role: t(`common:role.${invitation.role}`, { defaultValue: invitation.role }) })}{' '}
          {t('invite.expires', { date: formatExact(invitation.expiresAt) })}
        </>
      }
      footer={
        !me.data && (
          <>
            {t('signUp.haveAccount')}{' '}
            <Link to="/sign-in" search={{ next: `/invite/${token}` }} className={textLink}>
              {t('invite.signInToJoin')}
            </Link>
          </>
        )
      }
    >
      {me.data ? (
        <Join me={me.data} token={token} invitation={invitation} onDone={enter} />
      ) : (
        <SignUpForm invitation={{ email: invitation.email, token }} onDone={enter} />
      )}
    </AuthCard>
  );
}

interface JoinProps {
  me: Me;
  token: string;
  invitation: InvitationPreview;
  onDone: () => Promise<void>;
}

function Join({ me, token, invitation, onDone }: JoinProps) {
  const { t } = useTranslation(['account', 'common']);
  const client = useQueryClient();
  const join = useMutation({
    mutationFn: () => request('POST', `/invitations/${encodeURIComponent(token)}/accept`),
    onSuccess: async () => {
      await client.refetchQueries({ queryKey: keys.me });
      await onDone();
    },
  });
  return (
    <div className="flex flex-col gap-4">
      {join.error && <FormError>{messageOf(join.error)}</FormError>}
      <p className="text-base">
        {t('invite.signedInAs')} <strong className="font-medium">{me.email}</strong>
      </p>
      <Button kind="primary" busy={join.isPending} onClick={() => join.mutate()}>
        {t('invite.join', { organization: invitation.organization.name })}
      </Button>
    </div>
  );
}

function DeadLink({ error }: { error: unknown }) {
  const { t } = useTranslation(['account', 'common']);
  const dead = isStatus(error, 404) || isStatus(error, 410);
  return (
    <AuthCard title={t('invite.deadTitle')} text={dead ? t('invite.deadText') : messageOf(error)}>
      <Link to="/" className={buttonClass()}>
        {t('common:errors.goHome')}
      </Link>
    </AuthCard>
  );
}
