// The weeks of the calendar: days as cells of a grid, tasks as bars across them.
import { parseISO } from 'date-fns';
import { useMemo, useState, type KeyboardEvent, type Ref } from 'react';
import type { Day, Id, Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { locale } from '@/lib/format';
import type { Lookup } from '../task/useLookup';
import { CalendarBar } from './CalendarBar';
import { CalendarDay } from './CalendarDay';
import { dayAfter, daysBetween, type Entry } from './span';
import type { Drag } from './useDrops';
import type { Cursor, SpanName, Week } from './weeks';
import type { Works } from './workdays';

export const sizes = { month: { head: 28, lane: 24, least: 104 }, week: { head: 36, lane: 44, least: 300 } } as const;

interface CalendarGridProps {
  ref: Ref<HTMLDivElement>;
  label: string;
  /** The id of what explains the keys. */
  help: string;
  span: SpanName;
  weeks: readonly Week[];
  rowHeight: number;
  month: string | null;
  cursor: Cursor;
  drag: Drag | null;
  entries: readonly Entry[];
  open: Id | undefined;
  lookup: Lookup;
  works: Works;
  adding: Day | null;
  onAdd?: ((day: Day) => void) | undefined;
  onCreate: (day: Day, title: string) => Promise<Task | null>;
  onEnd: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (target: Element) => void;
}

export function CalendarGrid(props: CalendarGridProps) {
  const { span, weeks, rowHeight, cursor, drag, entries, lookup, works } = props;
  const size = sizes[span];
  const target = useMemo(() => {
    const entry = drag && entries.find(({ task }) => task.id === drag.id);
    return drag && { from: drag.from, to: dayAfter(drag.from, entry ? daysBetween(entry.from, entry.to) : 0) };
  }, [drag, entries]);
  const days = weeks[0]?.days ?? [];
  return (
    <div
      ref={props.ref}
      role="grid"
      aria-label={props.label}
      aria-describedby={props.help}
      onKeyDown={props.onKeyDown}
      onFocus={(event) => props.onFocus(event.target)}
      className={cx('relative min-h-0 min-w-0 flex-1 overflow-x-hidden overflow-y-auto', drag && '[&_[data-bar]]:pointer-events-none')}
    >
      <div role="row" className="sticky top-0 z-10 grid h-7 grid-cols-7 border-b bg-surface">
        {days.map((day) => (
          <div key={day} role="columnheader" className="truncate border-r px-2 py-1 text-xs text-muted last:border-r-0">
            {new Intl.DateTimeFormat(locale(), { weekday: 'short' }).format(parseISO(day))}
          </div>
        ))}
      </div>
      {weeks.map((week) => {
        const within = week.days.includes(cursor.day);
        return (
          <div key={week.days[0]} role="row" data-week className="grid grid-cols-7 border-b" style={{ height: Math.max(rowHeight, span === 'week' ? size.head + lanesOf(week) * size.lane + 48 : 0) }}>
            {week.days.map((day, col) => (
              <CalendarDay
                key={day}
                week={week}
                col={col}
                today={lookup.today}
                works={works}
                month={props.month}
                headHeight={size.head}
                laneHeight={size.lane}
                current={cursor.day !== day ? null : cursor.on === null ? 'day' : cursor.on === 'more' ? 'more' : null}
                target={target !== null && day >= target.from && day <= target.to}
                adding={props.adding === day}
                onAdd={props.onAdd && (() => props.onAdd?.(day))}
                onCreate={(title) => props.onCreate(day, title)}
                onEnd={props.onEnd}
                bar={(segment) => (
                  <CalendarBar
                    key={segment.task.id}
                    segment={segment}
                    lookup={lookup}
                    tall={span === 'week'}
                    laneHeight={size.lane}
                    top={size.head}
                    current={within && segment.task.id === cursor.on}
                    open={segment.task.id === props.open}
                  />
                )}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

const lanesOf = (week: Week): number => week.segments.reduce((most, { lane }) => Math.max(most, lane + 1), 0);

/** The height of a week, and how many bars lie in it one below the other. */
export function useFit(span: SpanName, weeks: number): [Ref<HTMLDivElement>, HTMLDivElement | null, number, number] {
  const [node, setNode] = useState<HTMLDivElement | null>(null);
  const [height, setHeight] = useState(0);
  const ref = useMemo(
    () => (element: HTMLDivElement | null) => {
      setNode(element);
      if (!element) return;
      const observer = new ResizeObserver(() => setHeight(element.clientHeight));
      observer.observe(element);
      return () => observer.disconnect();
    },
    [],
  );
  const { head, lane, least } = sizes[span];
  const rowHeight = Math.max(least, Math.floor((height - head) / weeks));
  return [ref, node, rowHeight, span === 'week' ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor((rowHeight - head - 2) / lane))];
}
