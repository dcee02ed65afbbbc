// Who belongs to the organization: members, people without an account, open invitations.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allOptions } from '@/api/collections';
import type { Member } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { Page } from '@/features/frame/Page';
import { useOrg } from '@/features/org/useOrg';
import { buttonClass } from '@/ui/Button';
import { Input } from '@/ui/Input';
import { Field } from '@/ui/Field';
import { SkeletonRows } from '@/ui/Skeleton';
import { Invitations } from './Invitations';
import { MemberRow } from './Row';

export function MembersPage() {
  const { t } = useTranslation('org');
  const { id, may } = useOrg();
  const { data, error, isPending, refetch } = useQuery(allOptions(id, 'members', { sort: 'name' }));
  const [text, setText] = useState('');
  const needle = text.trim().toLocaleLowerCase();
  const matches = (member: Member) =>
    !member.leftAt && `${member.name} ${member.email ?? ''}`.toLocaleLowerCase().includes(needle);
  const shown = data?.data.filter(matches) ?? [];
  const people = shown.filter((member) => !member.placeholder);
  const placeholders = shown.filter((member) => member.placeholder);
  const mayInvite = may('invitation:manage');
  return (
    <Page
      title={t('member.title')}
      actions={
        mayInvite && (
          <Link to="." search={{ dialog: 'invite' }} className={buttonClass('primary')}>
            <UserPlus className="size-4" aria-hidden="true" />
            {t('member.invite')}
          </Link>
        )
      }
    >
      {isPending && <SkeletonRows rows={5} />}
      {error && !data && <LoadError error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="mx-auto max-w-4xl px-4 py-5 sm:px-6">
          <div className="mb-3 flex flex-wrap items-center gap-3">
            <Field label={t('member.filter')} hideLabel className="w-full sm:w-64">
              <Input type="search" value={text} placeholder={t('member.filter')} onChange={(event) => setText(event.target.value)} />
            </Field>
            <p className="text-sm text-muted">{t('member.count', { count: people.length })}</p>
          </div>
          {!mayInvite && <p className="mb-3 text-sm text-muted">{t('member.onlyAdmins')}</p>}
          {shown.length === 0 && <p className="py-6 text-base text-muted">{t('member.noMatch')}</p>}
          {people.length > 0 && <MemberTable label={t('member.title')} members={people} />}
          {may('invitation:manage') && <Invitations />}
          {placeholders.length > 0 && (
            <section className="mt-8">
              <h2 className="text-base">{t('member.placeholders')}</h2>
              <p className="mb-2 text-sm text-muted">{t('member.placeholderHelp')}</p>
              <MemberTable label={t('member.placeholders')} members={placeholders} />
            </section>
          )}
        </div>
      )}
    </Page>
  );
}

function MemberTable({ label, members }: { label: string; members: Member[] }) {
  const { t } = useTranslation('org');
  return (
    <table aria-label={label} className="w-full table-fixed text-sm">
      <thead>
        <tr className="border-b text-left text-xs text-muted">
          <th scope="col" className="h-8 font-medium">
            {t('member.column.name')}
          </th>
          <th scope="col" className="w-32 font-medium">
            {t('member.column.role')}
          </th>
          <th scope="col" className="hidden w-36 font-medium md:table-cell">
            {t('member.column.lastSeen')}
          </th>
          <th scope="col" className="w-10">
            <span className="sr-only">{t('member.column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} />
        ))}
      </tbody>
    </table>
  );
}
