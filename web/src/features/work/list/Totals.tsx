import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '@/api/types';
import { formatNumber } from '@/lib/format';

/** The line at the foot: how many tasks, how many done, and the hours estimated for all of them. */
export function Totals({ tasks, shown }: { tasks: readonly Task[]; shown: number | null }) {
  const { t } = useTranslation('work');
  const sums = useMemo(() => {
    let [done, hours] = [0, 0];
    for (const task of tasks) {
      if (task.statusKind === 'done') done++;
      hours += task.estimateHours ?? 0;
    }
    return { done, hours };
  }, [tasks]);
  return (
    <footer className="nums flex h-7 shrink-0 items-center gap-4 border-t px-3 text-xs text-muted">
      {shown !== null && <span>{t('total.shown', { count: shown, shown: formatNumber(shown) })}</span>}
      <span>{t('total.tasks', { count: tasks.length, tasks: formatNumber(tasks.length) })}</span>
      <span>{t('total.done', { done: formatNumber(sums.done) })}</span>
      {sums.hours > 0 && <span>{t('total.estimate', { hours: formatNumber(sums.hours, { maximumFractionDigits: 1 }) })}</span>}
    </footer>
  );
}
