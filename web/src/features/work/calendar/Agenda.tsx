// The calendar on narrow screens: day by day, what begins there or goes on from before.
import { Link } from '@tanstack/react-router';
import { Ellipsis, Plus } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Id, Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatLongDay } from '@/lib/format';
import { PriorityIcon, StatusIcon } from '@/ui/Badge';
import { IconButton } from '@/ui/Button';
import { Menu, type MenuGroups } from '@/ui/Menu';
import { QuickAdd } from '../parts/QuickAdd';
import { rangeText } from './CalendarBar';
import type { Entry } from './span';

interface AgendaProps {
  ref: Ref<HTMLDivElement>;
  label: string;
  /** The days of the month, or of the week. */
  days: readonly Day[];
  entries: readonly Entry[];
  /** The one under the finger. */
  held: Id | null;
  today: Day;
  adding: Day | null;
  onAdd?: ((day: Day) => void) | undefined;
  onCreate: (day: Day, title: string) => Promise<Task | null>;
  onEnd: () => void;
  menuFor: (entry: Entry) => MenuGroups;
}

const showFromHere = (section: HTMLElement | null) => section?.scrollIntoView({ block: 'start' });

export function Agenda({ ref, label, days, entries, held, today, adding, onAdd, onCreate, onEnd, menuFor }: AgendaProps) {
  const { t } = useTranslation('calendar');
  const [first = ''] = days;
  const of = (day: Day) =>
    entries.filter(({ from, to }) => from === day || (day === first && from < first && to >= first)).toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return (
    <div ref={ref} role="region" aria-label={label} tabIndex={0} className="flex-1">
      {days.map((day) => (
        <section key={day} ref={day === today ? showFromHere : undefined} data-cell={day} aria-label={formatLongDay(day)} className="border-b">
          <div className={cx('flex h-9 items-center gap-2 pr-2 pl-3', day === today && 'bg-accent-soft')}>
            <h3 className={cx('min-w-0 flex-1 truncate text-sm', of(day).length === 0 && day !== today && 'font-normal text-muted')}>{formatLongDay(day)}</h3>
            {day === today && <span className="text-xs font-medium text-accent-text">{t('today')}</span>}
            {onAdd && (
              <IconButton size="sm" label={t('newOn', { day: formatLongDay(day) })} onClick={() => onAdd(day)}>
                <Plus />
              </IconButton>
            )}
          </div>
          {adding === day && (
            <div className="px-3 pb-2">
              <QuickAdd label={t('newOn', { day: formatLongDay(day) })} onCreate={(title) => onCreate(day, title)} onEnd={onEnd} />
            </div>
          )}
          <ul>
            {of(day).map((entry) => (
              <li key={entry.task.id} data-bar={entry.task.id} className={cx('relative flex min-h-11 items-center gap-2 border-t pr-2 pl-3 select-none [-webkit-touch-callout:none]', entry.task.id === held && 'z-[1] bg-raised shadow-float')}>
                <StatusIcon kind={entry.task.statusKind} />
                <span className="min-w-0 flex-1 py-1">
                  <Link to="." search={(old: Record<string, unknown>) => ({ ...old, task: entry.task.id })} className="line-clamp-2 text-sm after:absolute after:inset-0">
                    {entry.task.title}
                  </Link>
                  {entry.from !== entry.to && <span className="nums block text-xs text-muted">{rangeText(entry)}</span>}
                </span>
                {entry.task.priority === 'urgent' && <PriorityIcon priority="urgent" />}
                <span className="relative z-[1]">
                  <Menu
                    align="end"
                    groups={menuFor(entry)}
                    trigger={
                      <IconButton label={t('actions', { key: entry.task.key })}>
                        <Ellipsis />
                      </IconButton>
                    }
                  />
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
