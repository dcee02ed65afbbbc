// Small parts that show an entry: what it comes to, and why nothing of it can be changed.
import { Clock, Lock, Receipt } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Expense, Id, Member } from '@/api/types';
import { cx } from '@/lib/cx';
import { dayOf, formatDay, formatMoney, formatNumber } from '@/lib/format';
import { Tooltip } from '@/ui/Tooltip';
import { isLocked } from './decisions';

export function KindMark({ kind }: Pick<Expense, 'kind'>) {
  const { t } = useTranslation('expenses');
  const Icon = kind === 'time' ? Clock : Receipt;
  return (
    <span title={t(`kind.${kind}`)} className="flex shrink-0">
      <Icon className="size-4 text-faint" aria-hidden="true" />
      <span className="sr-only">{t(`kind.${kind}`)}</span>
    </span>
  );
}

/** Money, or hours and what they cost. */
export function AmountText({ entry, className }: { entry: Expense; className?: string }) {
  const { t } = useTranslation(['expenses', 'money']);
  const { kind, amount, currency, hours } = entry;
  return (
    <span className={cx('nums flex flex-col items-end leading-tight', className)}>
      {amount !== null && <span className={cx('font-medium', amount < 0 && 'text-ok')}>{formatMoney(amount, currency)}</span>}
      {amount === null && <span className="text-warn">{t('money:sheet.notPriced')}</span>}
      {kind === 'time' && <span className="text-xs text-muted">{t('money:hours', { value: formatNumber(hours ?? 0, { maximumFractionDigits: 4 }) })}</span>}
    </span>
  );
}

/** Why an entry is as it is: who decided, and what was said; null for a draft. */
export function useStandText(timeZone: string, people: ReadonlyMap<Id, Member>): (entry: Expense) => string | null {
  const { t } = useTranslation('expenses');
  return ({ status, submittedAt, decidedBy, decidedAt, decisionReason: reason }) => {
    const name = people.get(decidedBy ?? '')?.name ?? t('somebody');
    const day = formatDay(dayOf(decidedAt ?? submittedAt, timeZone));
    if (status === 'submitted') return t('stand.submitted', { day });
    if (status === 'approved') return t('stand.approved', { day, name });
    if (status === 'rejected') return t('stand.rejected', { day, name, reason: reason ?? '' });
    return decidedBy && reason ? t('stand.handedBack', { day, name, reason }) : null;
  };
}

export function LockMark({ entry, text }: { entry: Expense; text: string | null }) {
  const { t } = useTranslation('expenses');
  if (!isLocked(entry)) return null;
  const why = `${t('locked')}. ${text ?? ''}`;
  return (
    <Tooltip text={why}>
      <span role="img" aria-label={why} className="flex shrink-0">
        <Lock className="size-3.5 text-faint" aria-hidden="true" />
      </span>
    </Tooltip>
  );
}
