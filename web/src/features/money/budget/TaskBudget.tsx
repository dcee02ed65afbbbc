// What each task comes to, with everything below it: a line for each of its currencies.
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MiddleText } from '@/features/work/parts/marks';
import { isTextList, useStored } from '@/features/work/parts/stored';
import type { Id } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatMoney, formatNumber, formatPercent } from '@/lib/format';
import { IconButton } from '@/ui/Button';
import type { Figures, Money, TaskFigures } from '../types';
import { budgetRows, looseRow, type BudgetRow } from './rows';

const columns = ['estimate', 'actual', 'committed', 'variance'] as const;
const lineHeight = 19;
const heightOf = ({ task }: BudgetRow): number => 17 + Math.max(1, task.amounts.length) * lineHeight;

interface TaskBudgetProps {
  projectId: Id;
  tasks: readonly TaskFigures[];
  /** What was entered on the project itself. */
  unassigned: Figures;
  narrow: boolean;
}

export function TaskBudget({ projectId, tasks, unassigned, narrow }: TaskBudgetProps) {
  const { t } = useTranslation('money');
  const [closed, setClosed] = useStored<string[]>(`budget.${projectId}`, [], isTextList);
  const rows = useMemo(() => [...budgetRows(tasks, new Set(closed)), ...[looseRow(unassigned, t('tasks.unassigned'))].filter((row) => row !== undefined)], [tasks, closed, unassigned, t]);
  const toggle = (id: Id) => setClosed(closed.includes(id) ? closed.filter((one) => one !== id) : [...closed, id]);
  return (
    <section aria-labelledby="budget-tasks" className="min-w-0 rounded-lg border">
      <h2 id="budget-tasks" className="px-4 pt-4 pb-2 text-sm text-muted">
        {t('tasks.title')}
      </h2>
      {narrow ? <Cards rows={rows} onToggle={toggle} /> : <Table rows={rows} onToggle={toggle} />}
    </section>
  );
}

interface RowsProps {
  rows: readonly BudgetRow[];
  onToggle: (id: Id) => void;
}

function Table({ rows, onToggle }: RowsProps) {
  const { t } = useTranslation(['money', 'work']);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller, estimateSize: (index) => (rows[index] ? heightOf(rows[index]) : 36), overscan: 10, useFlushSync: false });
  const items = virtual.getVirtualItems();
  const [before, after] = [items[0]?.start ?? 0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)];
  const space = (height: number) => height > 0 && <tr aria-hidden="true"><td colSpan={8} style={{ height, padding: 0 }} /></tr>;
  return (
    <div ref={setScroller} role="group" aria-labelledby="budget-tasks" tabIndex={0} className="max-h-[560px] overflow-auto">
      <table aria-labelledby="budget-tasks" aria-rowcount={rows.length + 1} className="w-full min-w-[880px] table-fixed text-sm">
        <colgroup>
          <col />
          <col className="w-20" />
          <col className="w-20" />
          <col className="w-20" />
          {columns.map((column) => (
            <col key={column} className="w-30" />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_0_var(--c-line)]">
          <tr className="text-right text-xs text-muted">
            <th scope="col" className="px-4 py-1.5 text-left font-medium">
              {t('work:field.title')}
            </th>
            <th scope="col" className="px-2 font-medium">
              {t('work:field.percent')}
            </th>
            <th scope="col" className="px-2 font-medium">
              {t('tasks.planned')}
            </th>
            <th scope="col" className="px-2 font-medium">
              {t('tasks.worked')}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className="px-2 font-medium last:pr-4" title={t(`sums.help.${column}`)}>
                {t(`sums.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {space(before)}
          {items.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            const { task } = row;
            return (
              <tr key={task.taskId} aria-rowindex={index + 2} className="border-b text-right align-top last:border-b-0 hover:bg-hover" style={{ height: heightOf(row) }}>
                <th scope="row" className="overflow-hidden py-2 pr-2 text-left font-normal" style={{ paddingLeft: 12 + Math.min(row.depth, 8) * 16 }}>
                  <Name row={row} onToggle={onToggle} />
                </th>
                <td className="nums px-2 py-2">{row.loose ? <None /> : formatPercent(task.percentComplete)}</td>
                <td className="nums px-2 py-2">{task.hours.estimate === 0 ? <None /> : t('work:unit.hours', { value: formatNumber(task.hours.estimate) })}</td>
                <td className="nums px-2 py-2">{task.hours.actual + task.hours.committed === 0 ? <None /> : t('work:unit.hours', { value: formatNumber(task.hours.actual + task.hours.committed) })}</td>
                {columns.map((column) => (
                  <td key={column} className="nums overflow-hidden px-2 py-2 whitespace-nowrap last:pr-4">
                    <Amounts amounts={task.amounts} column={column} />
                  </td>
                ))}
              </tr>
            );
          })}
          {space(after)}
        </tbody>
      </table>
    </div>
  );
}

const None = () => <span className="text-faint">–</span>;

function Amounts({ amounts, column }: { amounts: readonly Money[]; column: (typeof columns)[number] }) {
  if (amounts.length === 0) return <None />;
  return amounts.map((money) => (
    <span key={money.currency} className={cx('block truncate', money[column] === 0 && 'text-faint', column === 'variance' && money[column] < 0 && 'text-danger')} style={{ height: lineHeight }}>
      {formatMoney(money[column], money.currency)}
    </span>
  ));
}

function Name({ row, onToggle }: { row: BudgetRow; onToggle: (id: Id) => void }) {
  const { t } = useTranslation('work');
  const { task, parts, open } = row;
  return (
    <span className={cx('flex min-w-0 items-center gap-1', parts && 'font-semibold')} style={{ height: lineHeight }}>
      {parts ? (
        <IconButton size="sm" aria-expanded={open} label={t(open ? 'list.collapse' : 'list.expand', { title: task.title })} onClick={() => onToggle(task.taskId)}>
          <ChevronRight className={cx('transition-transform', open && 'rotate-90')} />
        </IconButton>
      ) : (
        <span className="w-6 shrink-0" />
      )}
      {row.loose ? (
        <span className="truncate text-muted">{task.title}</span>
      ) : (
        <Link to="." search={(old: Record<string, unknown>) => ({ ...old, task: task.taskId })} className="flex min-w-0 items-baseline gap-2 hover:underline">
          <MiddleText text={task.title} />
          <span className="nums shrink-0 text-xs font-normal text-faint">{task.key}</span>
        </Link>
      )}
    </span>
  );
}

function Cards({ rows, onToggle }: RowsProps) {
  const { t } = useTranslation('money');
  return (
    <ul className="border-t">
      {rows.map((row) => (
        <li key={row.task.taskId} className="border-b py-2 pr-3 text-sm last:border-b-0 [contain-intrinsic-size:auto_64px] [content-visibility:auto]" style={{ paddingLeft: 8 + Math.min(row.depth, 5) * 10 }}>
          <Name row={row} onToggle={onToggle} />
          <p className="nums mt-1 flex flex-wrap gap-x-3 pl-7 text-xs text-muted">
            {row.task.amounts.map((money) => (
              <span key={money.currency} className={cx(money.variance < 0 && 'text-danger')}>
                {t('tasks.spentOf', { spent: formatMoney(money.actual + money.committed, money.currency), estimate: formatMoney(money.estimate, money.currency) })}
              </span>
            ))}
            {row.task.amounts.length === 0 && <None />}
          </p>
        </li>
      ))}
    </ul>
  );
}
