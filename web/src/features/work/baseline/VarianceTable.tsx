// The comparison as a table: only the lines that are seen are drawn, head and totals stay in view.
import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { dayOf, formatDay } from '@/lib/format';
import { MiddleText } from '../parts/marks';
import { Difference, FromTo, gone, SumText } from './Cells';
import { StateBadge } from './StateBadge';
import { measures, type Line, type SortKey, type Totals } from './variance';

export interface Sort {
  key: SortKey | null;
  down: boolean;
}

interface VarianceTableProps {
  label: string;
  lines: readonly Line[];
  totals: Totals;
  sort: Sort;
  onSort: (key: SortKey) => void;
}

const rowHeight = 44;
const cell = 'overflow-hidden px-2 text-left font-normal';

export function VarianceTable({ label, lines, totals, sort, onSort }: VarianceTableProps) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller, estimateSize: () => rowHeight, overscan: 10, useFlushSync: false });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={setScroller} role="region" aria-label={label} tabIndex={0} className="min-h-0 flex-1 overflow-auto">
      <table aria-label={label} aria-rowcount={lines.length + 2} className="w-full min-w-[980px] table-fixed text-sm">
        <colgroup>
          <col />
          <col className="w-28" />
          <col className="w-36" />
          <col className="w-36" />
          <col className="w-28" />
          <col className="w-28" />
          <col className="w-40" />
        </colgroup>
        <Head sort={sort} onSort={onSort} />
        <tbody>
          {before > 0 && <Space height={before} />}
          {items.map(({ index }) => {
            const line = lines[index];
            return line && <Row key={line.id} line={line} index={index} indent={sort.key === null} />;
          })}
          {after > 0 && <Space height={after} />}
        </tbody>
        <Foot totals={totals} count={lines.length} />
      </table>
    </div>
  );
}

const Space = ({ height }: { height: number }) => (
  <tr aria-hidden="true">
    <td colSpan={7} style={{ height, padding: 0 }} />
  </tr>
);

function Head({ sort, onSort }: Pick<VarianceTableProps, 'sort' | 'onSort'>) {
  const { t } = useTranslation(['baseline', 'work']);
  const heading = (key: SortKey, text: string, wide = false) => {
    const Arrow = sort.down ? ArrowDown : ArrowUp;
    return (
      <th key={key} scope="col" aria-sort={sort.key === key ? (sort.down ? 'descending' : 'ascending') : undefined} className={cx('p-0 text-left font-medium', wide && 'sticky left-0 bg-surface')}>
        <button type="button" onClick={() => onSort(key)} className={cx('flex h-8 w-full items-center gap-1 text-xs text-muted hover:text-text', wide ? 'pl-4' : 'pl-2')}>
          {text}
          {sort.key === key && <Arrow className="size-3" aria-hidden="true" />}
        </button>
      </th>
    );
  };
  return (
    <thead className="sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_0_var(--c-line)]">
      <tr>
        {heading('title', t('work:field.title'), true)}
        <th scope="col" className="px-2 text-left text-xs font-medium text-muted">
          {t('column.state')}
        </th>
        {measures.map((measure) => heading(measure, t(`column.${measure}`)))}
      </tr>
    </thead>
  );
}

function Row({ line, index, indent }: { line: Line; index: number; indent: boolean }) {
  const { t } = useTranslation('baseline');
  const depth = indent ? Math.min(line.task?.ancestors.length ?? 0, 8) : 0;
  return (
    <tr aria-rowindex={index + 2} className="border-b hover:bg-hover" style={{ height: rowHeight }}>
      <th scope="row" className={cx(cell, 'sticky left-0 z-[1] bg-surface', line.task && line.task.childCount > 0 && 'font-semibold!')} style={{ paddingLeft: 16 + depth * 16 }}>
        <Title line={line} />
      </th>
      <td className={cell}>
        <StateBadge state={line.state} />
      </td>
      {measures.map((measure) => (
        <td key={measure} className={cx(cell, 'nums')}>
          {gone(line.state) || line.state === 'added' ? <span className="text-faint">{line.state === 'added' ? t('new') : '–'}</span> : <Difference measure={measure} value={line.by[measure]} currency={line.currency} />}
          <FromTo measure={measure} line={line} />
        </td>
      ))}
    </tr>
  );
}

export function Title({ line }: { line: Line }) {
  if (!line.task) {
    return (
      <span className="flex min-w-0 text-muted line-through">
        <MiddleText text={line.title} />
      </span>
    );
  }
  return (
    <Link to="." search={(old: Record<string, unknown>) => ({ ...old, task: line.id })} className="flex min-w-0 items-baseline gap-2 hover:underline">
      <MiddleText text={line.title} />
      <span className="nums shrink-0 text-xs font-normal text-faint">{line.task.key}</span>
    </Link>
  );
}

function Foot({ totals, count }: { totals: Totals; count: number }) {
  const { t } = useTranslation('baseline');
  const { organization } = useOrg();
  const days = (edges: Totals['start']) => [...new Set(edges.map((at) => formatDay(dayOf(at, organization.timeZone)) || '–'))].join(' → ');
  return (
    <tfoot className="sticky bottom-0 z-10 bg-surface shadow-[inset_0_1px_0_var(--c-line-strong)]">
      <tr className="align-top">
        <th scope="row" className="sticky left-0 bg-surface py-2 pl-4 text-left font-medium">
          {t('total', { count })}
        </th>
        <td />
        <td className="nums px-2 py-2 text-xs text-muted">{days(totals.start)}</td>
        <td className="nums px-2 py-2 text-xs text-muted">{days(totals.end)}</td>
        <td />
        <td className="nums px-2 py-2">
          <SumText measure="work" sum={totals.work} currency={null} />
        </td>
        <td className="nums px-2 py-2">
          <Costs totals={totals} />
        </td>
      </tr>
    </tfoot>
  );
}

/** One line a currency: they are never added up. */
export function Costs({ totals }: { totals: Totals }) {
  const { t } = useTranslation('baseline');
  return (
    <>
      {totals.costs.map(([currency, sum]) => (
        <SumText key={currency} measure="cost" sum={sum} currency={currency} />
      ))}
      {totals.costs.length === 0 && totals.unknownCosts === 0 && <span className="text-faint">–</span>}
      {totals.unknownCosts > 0 && <span className="block text-xs text-warn">{t('unknownCosts', { count: totals.unknownCosts })}</span>}
    </>
  );
}
