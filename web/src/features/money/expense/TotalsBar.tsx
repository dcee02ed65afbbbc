// What all that is listed comes to, by currency, at the foot of the list.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Query } from '@/api/client';
import { useOrg } from '@/features/org/useOrg';
import { formatMoney, formatNumber } from '@/lib/format';
import { mostCounted, totalsOptions } from './expenses';

export function TotalsBar({ query }: { query: Query }) {
  const { t } = useTranslation(['expenses', 'money']);
  const { id, may } = useOrg();
  const { data } = useQuery({ ...totalsOptions(id, query), placeholderData: (previous) => previous });
  return (
    <div role="group" aria-label={t('totals.label')} className="nums flex min-h-10 shrink-0 flex-wrap items-center gap-x-5 gap-y-1 border-t bg-canvas px-3 py-1.5 text-sm sm:px-4">
      {data === undefined && <span className="text-muted">{t('totals.reading')}</span>}
      {data === null && <span className="text-muted">{t('totals.tooMany', { count: mostCounted, value: formatNumber(mostCounted) })}</span>}
      {data && (
        <>
          <span className="text-muted">{t('totals.count', { count: data.count, value: formatNumber(data.count) })}</span>
          {data.sums.map(({ currency, amount }) => (
            <span key={currency} title={currency} className="font-semibold">
              {formatMoney(amount, currency)}
            </span>
          ))}
          {Number(data.hours) > 0 && <span>{t('money:hours', { value: formatNumber(data.hours, { maximumFractionDigits: 2 }) })}</span>}
          {data.notPriced > 0 && (
            <span className="flex items-center gap-1.5 text-warn">
              <TriangleAlert className="size-4 shrink-0" aria-hidden="true" />
              {t('totals.notPriced', { count: data.notPriced })}
              {may('rate:read') && (
                <Link to="/o/$org/settings/rates" params={{ org: id }} className="underline hover:no-underline">
                  {t('totals.toRates')}
                </Link>
              )}
            </span>
          )}
        </>
      )}
    </div>
  );
}
