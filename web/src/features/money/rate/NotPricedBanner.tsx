// Time that is in no sum for want of a rate, and whose it is.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import type { Expense, Page } from '@/api/types';
import { useOrg, usePeople } from '@/features/org/useOrg';

const most = 200;

export function NotPricedBanner() {
  const { t } = useTranslation('rates');
  const { id, may } = useOrg();
  const people = usePeople().byId;
  const query = { kind: 'time', 'amount[exists]': false, fields: 'userId', limit: most, count: true };
  const { data } = useQuery({
    queryKey: [...keys.collection(id, 'expenses'), 'without a price', id],
    queryFn: ({ signal }) => request<Page<Pick<Expense, 'userId'>>>('GET', `/organizations/${id}/expenses`, { query, signal }),
    enabled: may('expense:read'),
  });
  if (!data || data.data.length === 0) return null;
  const byPerson = [...Map.groupBy(data.data, ({ userId }) => userId)].toSorted(([, a], [, b]) => b.length - a.length);
  return (
    <section aria-labelledby="rates-missing" className="border-b bg-warn-soft px-4 py-3 text-sm">
      <h2 id="rates-missing" className="flex items-center gap-2 text-sm text-warn">
        <TriangleAlert className="size-4 shrink-0" aria-hidden="true" />
        {t('missing.title', { count: data.total ?? data.data.length })}
      </h2>
      <p className="mt-1">{t('missing.text')}</p>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        {byPerson.map(([user, entries]) => (
          <li key={user}>
            <Link to="/o/$org/expenses" params={{ org: id }} search={{ who: user, unpriced: true }} className="underline hover:no-underline">
              {people.get(user)?.name ?? t('missing.somebody')}
            </Link>{' '}
            <span className="nums">{entries.length}</span>
          </li>
        ))}
        {data.nextCursor && <li>{t('missing.more')}</li>}
      </ul>
    </section>
  );
}
