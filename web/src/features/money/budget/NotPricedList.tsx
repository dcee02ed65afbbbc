// Entries that are in no sum, because no rate prices or converts them.
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { formatDay, formatMoney, formatNumber } from '@/lib/format';
import { Button } from '@/ui/Button';
import { StatusBadge } from '../StatusBadge';
import type { Budget } from '../types';

const few = 8;
const reasons = ['no_rate', 'no_currency_rate'] as const;

export function NotPricedList({ budget }: { budget: Budget }) {
  const { t } = useTranslation(['money', 'work']);
  const people = usePeople().byId;
  const { id, may } = useOrg();
  const [all, setAll] = useState(false);
  const tasks = useMemo(() => new Map(budget.tasks.map((task) => [task.taskId, task])), [budget.tasks]);
  const { count, entries } = budget.notPriced;
  if (count === 0) return null;
  return (
    <section aria-labelledby="budget-not-priced" className="rounded-lg border border-warn/50">
      <h2 id="budget-not-priced" className="flex items-center gap-2 px-4 pt-3 pb-1 text-sm text-warn">
        <TriangleAlert className="size-4" aria-hidden="true" />
        {t('notPriced.title', { count })}
      </h2>
      <p className="flex flex-wrap gap-x-4 px-4 pb-2 text-sm text-muted">
        {t('notPriced.text')}
        {may('rate:write') && entries.some(({ reason }) => reason === 'no_rate') && (
          <Link to="/o/$org/settings/rates" params={{ org: id }} className="text-accent-text hover:underline">
            {t('notPriced.toRates')}
          </Link>
        )}
        {may('currency-rate:write') && entries.some(({ reason }) => reason === 'no_currency_rate') && (
          <Link to="/o/$org/settings/currencies" params={{ org: id }} className="text-accent-text hover:underline">
            {t('notPriced.toCurrencies')}
          </Link>
        )}
      </p>
      <ul>
        {entries.slice(0, all ? entries.length : few).map((entry) => {
          const task = entry.taskId ? tasks.get(entry.taskId) : undefined;
          const reason = reasons.find((one) => one === entry.reason);
          return (
            <li key={entry.expenseId} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-t px-4 py-2 text-sm">
              <span className="nums w-24 shrink-0">{formatDay(entry.date)}</span>
              <span className="nums w-24 shrink-0 font-medium">{entry.amount !== null && entry.currency ? formatMoney(entry.amount, entry.currency) : t('work:unit.hours', { value: formatNumber(entry.hours ?? 0) })}</span>
              <span className="w-24 shrink-0">
                <StatusBadge status={entry.status} />
              </span>
              <span className="min-w-0 flex-1 basis-40 truncate">
                {people.get(entry.userId)?.name}
                {task && (
                  <Link to="." search={(old: Record<string, unknown>) => ({ ...old, task: task.taskId })} className="ml-2 text-muted hover:underline">
                    {task.key} {task.title}
                  </Link>
                )}
              </span>
              <span className="text-xs text-muted">{reason ? t(`notPriced.${reason}`, { currency: entry.currency ?? '' }) : entry.reason}</span>
            </li>
          );
        })}
      </ul>
      {!all && entries.length > few && (
        <Button kind="ghost" size="sm" className="m-2" onClick={() => setAll(true)}>
          {t('notPriced.all', { count: entries.length })}
        </Button>
      )}
      {all && count > entries.length && <p className="px-4 py-2 text-sm text-muted">{t('notPriced.more', { count: count - entries.length })}</p>}
    </section>
  );
}
