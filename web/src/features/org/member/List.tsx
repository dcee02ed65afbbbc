// Who is in the organization, who is invited, and who is only a name from an import.
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allOptions } from '@/api/collections';
import type { Member } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg } from '@/features/org/useOrg';
import { byName } from '@/lib/collate';
import { buttonClass } from '@/ui/Button';
import { FilterField } from '@/ui/FilterField';
import { GroupHeading } from '@/ui/GroupHeading';
import { SkeletonRows } from '@/ui/Skeleton';
import { ExplainPanel } from './Explain';
import { Invitations } from './Invitations';
import { MemberRow } from './Row';

export function MembersPage() {
  const { t } = useTranslation('org');
  const { id, may } = useOrg();
  const { data, error, isPending, refetch } = useQuery(allOptions(id, 'members', { sort: 'name' }));
  const [text, setText] = useState('');
  const mayInvite = may('invitation:manage');
  const search = useSearch({ from: '/signed-in/o/$org/members' });
  const explained = data?.data.find((member) => member.id === search.explain);
  return (
    <SettingsFrame
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
        <>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-2 py-1.5">
            <FilterField label={t('member.filter')} value={text} onChange={setText} className="w-full sm:w-64" />
            {!mayInvite && <p className="text-sm text-muted">{t('member.onlyAdmins')}</p>}
          </div>
          <Groups members={data.data} needle={text.trim().toLocaleLowerCase()} />
        </>
      )}
      {explained && <ExplainPanel member={explained} search={search} />}
    </SettingsFrame>
  );
}

function Groups({ members, needle }: { members: Member[]; needle: string }) {
  const { t } = useTranslation('org');
  const { may } = useOrg();
  const matches = (member: Member) =>
    !member.leftAt && `${member.name} ${member.email ?? ''}`.toLocaleLowerCase().includes(needle);
  const shown = members.filter(matches).sort(byName);
  const people = shown.filter((member) => !member.placeholder);
  const placeholders = shown.filter((member) => member.placeholder);
  return (
    <>
      {shown.length === 0 && <p className="border-b px-4 py-8 text-center text-base text-muted">{t('member.noMatch')}</p>}
      {people.length > 0 && <MemberTable label={t('member.title')} members={people} />}
      {may('invitation:manage') && <Invitations needle={needle} />}
      {placeholders.length > 0 && (
        <section aria-label={t('member.placeholders')}>
          <GroupHeading title={t('member.placeholders')} count={placeholders.length}>
            {t('member.placeholderHelp')}
          </GroupHeading>
          <MemberTable label={t('member.placeholders')} members={placeholders} bare />
        </section>
      )}
    </>
  );
}

interface MemberTableProps {
  label: string;
  members: Member[];
  /** The headings are for screen readers only. */
  bare?: boolean;
}

function MemberTable({ label, members, bare }: MemberTableProps) {
  const { t } = useTranslation('org');
  return (
    <table aria-label={label} className="w-full table-fixed text-sm">
      <colgroup>
        <col />
        <col className="w-32 sm:w-44" />
        <col className="w-0 md:w-44" />
        <col className="w-14" />
      </colgroup>
      <thead className={bare ? 'sr-only' : ''}>
        <tr className="border-b text-left text-xs text-muted">
          <th scope="col" className="h-8 pl-4 font-medium">
            {t('member.column.name')}
          </th>
          <th scope="col" className="font-medium">
            {t('member.column.role')}
          </th>
          <th scope="col" className="font-medium">
            <span className="sr-only md:not-sr-only">{t('member.column.lastSeen')}</span>
          </th>
          <th scope="col">
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
