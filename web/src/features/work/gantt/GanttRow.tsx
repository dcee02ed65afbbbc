// One line of the grid. Memoised: scrolling draws only the rows that come. Texts come from the grid, as a hook of each row
// is felt when many come at once.
import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { cx } from '@/lib/cx';
import { MiddleText } from '../parts/marks';
import { indentOf } from '../task/tree';
import type { Bar, Shape } from './chart/model';
import { columns, type ColumnKey, type Widths } from './columns';
import { type GanttTexts, daysText, dayText, endText, predecessorsText } from './texts';

interface GanttRowProps {
  t: GanttTexts;
  shape: Shape;
  bar: Bar;
  index: number;
  top: number;
  grid: string;
  seen: ReadonlySet<ColumnKey>;
  widths: Widths;
  closed: boolean;
  chosen: boolean;
  open: boolean;
}

export const rowId = (grid: string, task: string): string => `${grid}-${task}`;

export const GanttRow = memo(function GanttRow({ t, shape, bar, index, top, grid, seen, widths, closed, chosen, open }: GanttRowProps) {
  const summary = bar.kind === 'summary';
  const text = (key: ColumnKey): string => {
    if (key === 'key') return bar.key;
    if (key === 'start') return dayText(bar.start);
    if (key === 'end') return endText(bar.end);
    if (key === 'duration') return bar.duration === null ? '' : daysText(t, bar.duration);
    if (key === 'predecessors') return predecessorsText(shape, bar);
    if (key === 'slack') return daysText(t, bar.totalFloat);
    return bar.critical ? t('yes') : '';
  };
  return (
    <div
      id={rowId(grid, bar.id)}
      role="row"
      aria-rowindex={index + 2}
      aria-level={bar.depth + 1}
      aria-posinset={bar.position}
      aria-setsize={bar.siblings}
      aria-expanded={summary ? !closed : undefined}
      aria-selected={chosen}
      aria-current={open || undefined}
      data-row={bar.id}
      className={cx(
        'absolute inset-x-0 top-0 flex h-row [contain:strict] cursor-default items-center border-b text-sm',
        chosen ? 'bg-selected outline-2 -outline-offset-2 outline-transparent group-focus-visible/grid:outline-accent' : 'hover:bg-hover',
        !bar.dated && 'text-muted',
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" aria-colindex={1} className={cx('flex min-w-0 flex-1 items-center gap-1 pr-2', summary && 'font-medium')} style={{ paddingLeft: 6 + indentOf(bar.depth) }}>
        {summary ? (
          <span data-act="disclose" title={closed ? t('grid.expand') : t('grid.collapse')} className="flex size-5 shrink-0 cursor-pointer items-center justify-center rounded-sm text-muted hover:bg-hover">
            <ChevronRight className={cx('size-3.5 transition-transform', !closed && 'rotate-90')} aria-hidden="true" />
          </span>
        ) : (
          <span className="w-5 shrink-0" />
        )}
        <MiddleText text={bar.title} />
      </div>
      {columns.map((key, at) =>
        seen.has(key) ? (
          <div key={key} role="gridcell" aria-colindex={at + 2} className={cx('nums shrink-0 truncate px-2', key === 'critical' && 'text-danger', key === 'key' && 'text-muted')} style={{ width: widths[key] }}>
            {text(key)}
          </div>
        ) : (
          // For screen readers alone: a label has no letters to be laid out.
          <div key={key} role="gridcell" aria-colindex={at + 2} aria-label={text(key)} className="absolute size-0" />
        ),
      )}
    </div>
  );
});
