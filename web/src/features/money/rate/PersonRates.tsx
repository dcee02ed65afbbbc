// What an hour of each person costs: today at a glance, its history behind the name.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allOptions } from '@/api/collections';
import type { Day, Member, PersonRate } from '@/api/types';
import { Forbidden, LoadError } from '@/features/frame/Pages';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { plain } from '@/features/work/task/filter';
import { useUndoKeys } from '@/features/work/useWorkKeys';
import { formatDay, formatMoney, today as todayIn } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { FilterField } from '@/ui/FilterField';
import { SkeletonRows } from '@/ui/Skeleton';
import { currentOf } from './history';
import { RateHistory } from './RateHistory';
import { NotPricedBanner } from './NotPricedBanner';

export function PersonRatesPage() {
  const { t } = useTranslation('admin');
  const { may } = useOrg();
  return <SettingsFrame title={t('nav.rates')}>{may('rate:read') ? <Rates /> : <Forbidden />}</SettingsFrame>;
}

function Rates() {
  const { t } = useTranslation('rates');
  const { id, organization } = useOrg();
  const today = todayIn(organization.timeZone);
  const { person } = useSearch({ from: '/signed-in/o/$org/settings/rates' });
  const navigate = useNavigate();
  const { all, byId } = usePeople();
  const { data, error, refetch } = useQuery(allOptions(id, 'person-rates', { sort: '-from' }));
  const [text, setText] = useState('');
  const rates = useMemo(() => Map.groupBy(data?.data ?? [], ({ userId }) => userId), [data]);
  useUndoKeys();
  // Who has left has entries and rates still.
  const shown = all.filter((member) => (!member.leftAt || rates.has(member.id)) && plain(member.name).includes(plain(text.trim())));
  const open = byId.get(person ?? '');
  const show = (next: string | undefined) => void navigate({ to: '.', search: next ? { person: next } : {} });
  if (error && !data) return <LoadError error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <p className="border-b px-4 py-3 text-sm text-muted">{t('person.text')}</p>
      <NotPricedBanner />
      <div className="border-b px-2 py-1.5">
        <FilterField label={t('person.filter')} value={text} onChange={setText} className="w-full sm:w-64" />
      </div>
      {!data && <SkeletonRows rows={8} />}
      {data && shown.length > 0 && <PeopleTable members={shown} rates={rates} today={today} />}
      {data && shown.length === 0 && <p className="px-4 py-8 text-center text-base text-muted">{t('person.noMatch')}</p>}
      {open && data && <RateHistory key={open.id} member={open} rates={rates.get(open.id) ?? []} today={today} onClose={() => show(undefined)} />}
    </>
  );
}

function PeopleTable({ members, rates, today }: { members: readonly Member[]; rates: ReadonlyMap<string, PersonRate[]>; today: Day }) {
  const { t } = useTranslation('rates');
  return (
    <table aria-label={t('person.title')} className="w-full table-fixed text-sm">
      <colgroup>
        <col />
        <col className="w-28 sm:w-40" />
        <col className="w-0 sm:w-36" />
        <col className="w-0 md:w-44" />
      </colgroup>
      <thead>
        <tr className="border-b text-left text-xs text-muted">
          <th scope="col" className="h-8 pl-4 font-medium">
            {t('column.person')}
          </th>
          <th scope="col" className="pr-4 text-right font-medium">
            {t('column.now')}
          </th>
          <th scope="col" className="font-medium">
            <span className="max-sm:sr-only">{t('column.since')}</span>
          </th>
          <th scope="col" className="font-medium">
            <span className="max-md:sr-only">{t('column.others')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => {
          const own = rates.get(member.id) ?? [];
          const now = currentOf(own, today);
          const others = own.length - (now ? 1 : 0);
          return (
            <tr key={member.id} className="relative h-11 border-b hover:bg-hover">
              <td className="min-w-0 pl-4">
                <span className="flex min-w-0 items-center gap-2">
                  <Avatar name={member.name} id={member.id} placeholder={member.placeholder} size={24} />
                  <Link to="." search={{ person: member.id }} className="truncate font-medium after:absolute after:inset-0" title={member.name}>
                    {member.name}
                  </Link>
                </span>
              </td>
              <td className="nums pr-4 text-right">{now ? formatMoney(now.hourlyRate, now.currency) : <span className="text-muted">{t('person.none')}</span>}</td>
              <td className="nums overflow-hidden whitespace-nowrap text-muted">{now && formatDay(now.from)}</td>
              <td className="overflow-hidden whitespace-nowrap text-muted">{others > 0 && t('person.others', { count: others })}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
