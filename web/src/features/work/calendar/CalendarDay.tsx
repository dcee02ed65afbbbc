// One day of the grid: its number, the bars that begin here, how many more there are, and a field for a new task.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatDay, formatLongDay } from '@/lib/format';
import { StatusIcon } from '@/ui/Badge';
import { Popover } from '@/ui/Popover';
import { QuickAdd } from '../parts/QuickAdd';
import { rangeText } from './CalendarBar';
import { hiddenAt, shownAt, type Segment, type Week } from './weeks';

export interface DayLooks {
  today: Day;
  works: (day: Day) => boolean;
  /** The month that is shown; days of others are paler. */
  month: string | null;
  headHeight: number;
  laneHeight: number;
}

interface CalendarDayProps extends DayLooks {
  week: Week;
  col: number;
  current: 'day' | 'more' | null;
  /** What is dragged would lie here. */
  target: boolean;
  adding: boolean;
  onAdd?: (() => void) | undefined;
  onCreate: (title: string) => Promise<Task | null>;
  onEnd: () => void;
  bar: (segment: Segment) => ReactNode;
}

export function CalendarDay(props: CalendarDayProps) {
  const { week, col, current, target, adding, onAdd, today, works, month, headHeight, laneHeight } = props;
  const { t } = useTranslation('calendar');
  const day = week.days[col] ?? '';
  const number = Number(day.slice(8));
  const count = shownAt(week, col).length + hiddenAt(week, col).length;
  return (
    <div
      role="gridcell"
      data-cell={day}
      aria-current={day === today ? 'date' : undefined}
      onClick={(event) => event.target === event.currentTarget && onAdd?.()}
      className={cx('relative min-w-0 border-r last:border-r-0', !works(day) && 'bg-sunken', target && 'bg-selected')}
    >
      <button
        type="button"
        data-daystop
        tabIndex={current === 'day' ? 0 : -1}
        aria-label={`${formatLongDay(day)}, ${t('count', { count })}${onAdd ? `. ${t('add')}` : ''}`}
        onClick={() => onAdd?.()}
        className="nums absolute top-1 left-1 flex h-5 items-center rounded-sm text-xs"
      >
        <span
          className={cx(
            'flex h-5 min-w-5 items-center justify-center rounded-full px-1',
            day === today ? 'bg-accent font-semibold text-on-accent' : month && !day.startsWith(month) ? 'text-faint' : 'text-text',
          )}
        >
          {number === 1 ? formatDay(day) : number}
        </span>
      </button>
      {week.segments.filter((segment) => segment.col === col && segment.lane < week.shown).map(props.bar)}
      {hiddenAt(week, col).length > 0 && <More week={week} col={col} top={headHeight + week.shown * laneHeight} current={current === 'more'} />}
      {adding && (
        <div className="absolute inset-x-0.5 bottom-0.5 z-[2] min-w-44 rounded-md bg-raised shadow-float" style={{ [col > 4 ? 'left' : 'right']: 'auto', ...(col > 4 ? { right: 2 } : {}) }}>
          <QuickAdd label={t('newOn', { day: formatLongDay(day) })} onCreate={props.onCreate} onEnd={props.onEnd} />
        </div>
      )}
    </div>
  );
}

function More({ week, col, top, current }: { week: Week; col: number; top: number; current: boolean }) {
  const { t } = useTranslation('calendar');
  const day = week.days[col] ?? '';
  const all = [...shownAt(week, col), ...hiddenAt(week, col)];
  const count = hiddenAt(week, col).length;
  return (
    <Popover
      label={formatLongDay(day)}
      className="w-72 p-1"
      trigger={
        <button
          type="button"
          data-more
          tabIndex={current ? 0 : -1}
          aria-label={t('moreOn', { count, day: formatLongDay(day) })}
          className="absolute inset-x-1 flex h-5 items-center truncate rounded-sm px-1 text-xs font-medium text-muted hover:bg-hover hover:text-text"
          style={{ top }}
        >
          {t('more', { count })}
        </button>
      }
    >
      <h3 className="px-2 py-1 text-xs font-medium text-muted">{formatLongDay(day)}</h3>
      <ul className="max-h-80 overflow-y-auto">
        {all.map(({ task, entry }) => (
          <li key={task.id}>
            <Link to="." search={(old: Record<string, unknown>) => ({ ...old, task: task.id })} className="flex items-center gap-2 rounded-sm px-2 py-1.5 text-sm hover:bg-hover">
              <StatusIcon kind={task.statusKind} />
              <span className="min-w-0 flex-1 truncate">{task.title}</span>
              {entry.from !== entry.to && <span className="nums shrink-0 text-xs text-muted">{rangeText(entry)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
