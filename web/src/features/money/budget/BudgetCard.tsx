// How much of the budget is spent, with the thresholds that are watched.
import { PencilLine, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { formatMoney, formatPercent } from '@/lib/format';
import { Button } from '@/ui/Button';
import type { Budget } from '../types';
import { ToCurrencies } from './ToCurrencies';

interface BudgetCardProps {
  budget: Budget['budget'];
  onEdit?: (() => void) | undefined;
}

export function BudgetCard({ budget, onEdit }: BudgetCardProps) {
  const { t } = useTranslation('money');
  return (
    <section aria-labelledby="budget-spent" className="rounded-lg border p-4">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 id="budget-spent" className="text-sm text-muted">
            {t('budget.title')}
          </h2>
          {budget ? (
            <p className="nums mt-1 flex flex-wrap items-baseline gap-x-2 text-xl font-semibold">
              {formatMoney(budget.spent, budget.currency)}
              <span className="text-base font-normal text-muted">{t('budget.of', { amount: formatMoney(budget.amount, budget.currency), percent: percentText(budget.percent) })}</span>
            </p>
          ) : (
            <p className="mt-1 text-base">{t('budget.none')}</p>
          )}
        </div>
        {onEdit && (
          <Button size="sm" kind={budget ? 'ghost' : 'primary'} onClick={onEdit}>
            <PencilLine className="size-4" aria-hidden="true" />
            {budget ? t('budget.edit') : t('budget.set')}
          </Button>
        )}
      </div>
      {budget && <Bar budget={budget} />}
    </section>
  );
}

/** Of a budget of 0 there is no share. */
const percentText = (percent: number | null): string => (percent === null ? '–' : formatPercent(percent, 1));

function Bar({ budget }: { budget: NonNullable<Budget['budget']> }) {
  const { t } = useTranslation('money');
  const { thresholds, reached, complete } = budget;
  // Of a budget of nothing, everything that is spent is too much.
  const percent = budget.percent ?? (budget.spent > 0 ? 100 : 0);
  const scale = Math.max(100, percent, ...thresholds);
  const share = (value: number): string => `${(Math.max(0, value) / scale) * 100}%`;
  const left = budget.amount - budget.spent;
  const tone = reached === null ? 'bg-accent' : percent >= 100 ? 'bg-danger' : 'bg-warn';
  return (
    <>
      <div className="relative mt-4 mb-6">
        <div role="meter" aria-label={t('budget.title')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.min(100, Math.round(percent))} aria-valuetext={percentText(budget.percent)} className="h-2.5 overflow-hidden rounded-full bg-line">
          <div className={cx('h-full rounded-full', tone)} style={{ width: share(percent) }} />
        </div>
        {thresholds.map((threshold) => (
          <span key={threshold} className="nums absolute -top-0.5 flex -translate-x-1/2 flex-col items-center text-xs whitespace-nowrap text-muted last:-translate-x-full last:items-end" style={{ left: share(threshold) }}>
            <span className="h-3.5 w-px bg-control" aria-hidden="true" />
            {formatPercent(threshold)}
          </span>
        ))}
      </div>
      <p className="nums flex flex-wrap items-center gap-x-2 text-sm">
        {reached !== null && (
          <span className={cx('flex items-center gap-1.5 font-medium', percent >= 100 ? 'text-danger' : 'text-warn')}>
            <TriangleAlert className="size-4" aria-hidden="true" />
            {t('budget.reached', { percent: formatPercent(reached) })}
          </span>
        )}
        <span className="text-muted">{left >= 0 ? t('budget.left', { amount: formatMoney(left, budget.currency) }) : t('budget.over', { amount: formatMoney(-left, budget.currency) })}</span>
      </p>
      {!complete && (
        <p className="mt-2 flex items-start gap-1.5 text-sm text-warn">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
          <span>
            {t('budget.incomplete')} <ToCurrencies />
          </span>
        </p>
      )}
    </>
  );
}
