// The tree-table at the left: a line for each bar, drawn only where it is seen. It holds the focus and is the chart's
// twin for screen readers: dates, length, slack and predecessors stand in its cells.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type MouseEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { cx } from '@/lib/cx';
import type { Bar, Chart } from './chart/model';
import type { Rows } from './chart/rows';
import { headHeight } from './chart/scene';
import { columns, seenColumns, widthsOf } from './columns';
import { GanttRow, rowId } from './GanttRow';

interface GanttGridProps {
  ref: Ref<HTMLDivElement>;
  label: string;
  chart: Chart;
  rows: Rows;
  rowHeight: number;
  width: number;
  chosen: Bar | undefined;
  /** The task whose panel is open. */
  open: Id | undefined;
  collapsed: ReadonlySet<Id>;
  scroller: HTMLDivElement | null;
  onKeyDown: (event: KeyboardEvent) => void;
  onChoose: (bar: Bar) => void;
  onCollapse: (bar: Bar, close: boolean) => void;
  onOpen: (bar: Bar) => void;
  /** The line under the pointer, for the chart to show as well. */
  onHover: (at: number) => void;
}

const yearOf = (local: number): number => new Date(local * 1_000).getUTCFullYear();

/** Rows drawn above and below what is seen. */
const overscan = 6;

export function GanttGrid(props: GanttGridProps) {
  const { chart, rows, rowHeight, width, chosen, collapsed } = props;
  const { t } = useTranslation(['gantt', 'work']);
  const { t: tRow } = useTranslation('gantt');
  const grid = useId();
  const help = useId();
  const virtual = useVirtualizer({
    count: rows.shown.length,
    getScrollElement: () => props.scroller,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: 16,
    useFlushSync: false,
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  const chosenRow = chosen ? (rows.rowOf[chosen.at] ?? -1) : -1;
  useEffect(() => {
    if (chosenRow >= 0) virtual.scrollToIndex(chosenRow, { align: 'auto' });
  }, [chosenRow, virtual]);
  // An edit of dates leaves them as they are, and with them the rows that it does not touch.
  const { shape } = chart;
  const [first, last] = [yearOf(chart.from), yearOf(chart.to)];
  const widths = useMemo(() => widthsOf(shape, [first, last]), [shape, first, last]);
  const seen = useMemo(() => seenColumns(width, widths), [width, widths]);
  const items = virtual.getVirtualItems();
  const pool = Math.ceil((props.scroller?.clientHeight ?? 0) / rowHeight) + 2 * overscan + 2;
  const active = chosenRow >= 0 && items.some((item) => item.index === chosenRow);
  const barOf = (target: EventTarget): Bar | undefined => {
    const row = target instanceof Element ? target.closest('[aria-rowindex]') : null;
    return row ? rows.shown[Number(row.getAttribute('aria-rowindex')) - 2] : undefined;
  };
  const onClick = (event: MouseEvent) => {
    const bar = barOf(event.target);
    if (!bar) return;
    props.onChoose(bar);
    if (event.target instanceof Element && event.target.closest('[data-act="disclose"]')) props.onCollapse(bar, !collapsed.has(bar.id));
    else props.onOpen(bar);
  };
  // A press chooses its own row: were another one chosen and scrolled to before, the click would miss.
  const pressed = useRef(false);
  const chooseFirst = () => {
    const first = rows.shown[Math.ceil((props.scroller?.scrollTop ?? 0) / rowHeight)];
    if (!chosen && !pressed.current && first) props.onChoose(first);
  };
  return (
    <>
      <p id={help} className="sr-only">
        {t('grid.help')}
      </p>
      <div
        ref={props.ref}
        role="treegrid"
        aria-label={props.label}
        aria-describedby={help}
        aria-rowcount={rows.shown.length + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={active && chosen ? rowId(grid, chosen.id) : undefined}
        tabIndex={0}
        onKeyDown={props.onKeyDown}
        onClick={onClick}
        onPointerOver={(event) => props.onHover(barOf(event.target)?.at ?? -1)}
        onPointerLeave={() => props.onHover(-1)}
        onPointerDown={() => (pressed.current = true)}
        onPointerUp={() => (pressed.current = false)}
        onPointerCancel={() => (pressed.current = false)}
        onFocus={chooseFirst}
        onBlur={() => (pressed.current = false)}
        className="group/grid relative shrink-0 self-stretch bg-surface outline-none"
        style={{ width }}
      >
        <div role="rowgroup" className="sticky top-0 z-10">
          <div role="row" aria-rowindex={1} className="flex items-end border-b bg-surface pb-1.5 text-xs font-medium text-muted" style={{ height: headHeight }}>
            <div role="columnheader" aria-colindex={1} className="min-w-0 flex-1 truncate pl-3">
              {t('work:field.title')}
            </div>
            {columns.map((key, at) => (
              <div key={key} role="columnheader" aria-colindex={at + 2} className={cx('truncate px-2', seen.has(key) ? 'shrink-0' : 'sr-only')} style={seen.has(key) ? { width: widths[key] } : undefined}>
                {key === 'key' || key === 'start' || key === 'end' || key === 'duration' ? t(`work:field.${key}`) : t(`grid.${key}`)}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup">
          {items.map((item) => {
            const bar = rows.shown[item.index];
            if (!bar) return null;
            return (
              <GanttRow
                // A row that comes takes the place of one that went: new texts cost less than new elements.
                key={item.index % pool}
                t={tRow}
                shape={shape}
                bar={bar}
                index={item.index}
                top={item.start}
                grid={grid}
                seen={seen}
                widths={widths}
                closed={collapsed.has(bar.id)}
                chosen={bar === chosen}
                open={bar.id === props.open}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}
