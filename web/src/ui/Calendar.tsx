// A day: typed (`3.4.`, `+5`) or picked from a month. The grid is one tab stop; arrows move by day and week,
// PageUp and PageDown by month.
import { addDays, addMonths, isSameMonth, parseISO } from 'date-fns';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { firstWeekday, monthGrid, toDay } from '@/lib/calendar';
import { cx } from '@/lib/cx';
import { formatDay, locale } from '@/lib/format';
import { parseTyped } from '@/lib/typedDay';
import { Button, IconButton } from './Button';

/** The inside of every popover that asks for a day. */
export function Calendar({ value, onPick, label }: { value: Day | null; onPick: (day: Day | null) => void; label: string }) {
  const { t } = useTranslation();
  const [cursor, setCursor] = useState(() => (value ? parseISO(value) : new Date()));
  const [typed, setTyped] = useState('');
  const understood = typed ? parseTyped(typed, locale()) : null;
  return (
    <div className="w-64">
      <input
        aria-label={label}
        value={typed}
        placeholder={formatDay(value) || '+5, 2026-04-03'}
        aria-invalid={typed !== '' && !understood}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && understood && onPick(understood)}
        className="control mb-2"
      />
      <div className="mb-1 flex items-center justify-between">
        <IconButton size="sm" label={t('picker.previousMonth')} onClick={() => setCursor(addMonths(cursor, -1))}>
          <ChevronLeft />
        </IconButton>
        <span className="text-sm font-medium" aria-live="polite">
          {new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric' }).format(cursor)}
        </span>
        <IconButton size="sm" label={t('picker.nextMonth')} onClick={() => setCursor(addMonths(cursor, 1))}>
          <ChevronRight />
        </IconButton>
      </div>
      <MonthGrid cursor={cursor} value={value} onCursor={setCursor} onPick={onPick} />
      <div className="mt-2 flex justify-between border-t pt-2">
        <Button kind="ghost" size="sm" onClick={() => onPick(toDay(new Date()))}>
          {t('picker.today')}
        </Button>
        {value && (
          <Button kind="ghost" size="sm" onClick={() => onPick(null)}>
            <X className="size-3.5" aria-hidden="true" />
            {t('actions.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface GridProps {
  cursor: Date;
  value: Day | null;
  onCursor: (date: Date) => void;
  onPick: (day: Day) => void;
}

function MonthGrid({ cursor, value, onCursor, onPick }: GridProps) {
  const weeks = monthGrid(cursor, firstWeekday(locale()));
  const focused = useRef<HTMLButtonElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) focused.current?.focus();
  }, [cursor]);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, Date> = {
      ArrowLeft: addDays(cursor, -1),
      ArrowRight: addDays(cursor, 1),
      ArrowUp: addDays(cursor, -7),
      ArrowDown: addDays(cursor, 7),
      PageUp: addMonths(cursor, -1),
      PageDown: addMonths(cursor, 1),
    };
    const next = steps[event.key];
    if (!next) return;
    event.preventDefault();
    moved.current = true;
    onCursor(next);
  };
  const weekday = new Intl.DateTimeFormat(locale(), { weekday: 'short' });
  const full = new Intl.DateTimeFormat(locale(), { dateStyle: 'full' });
  const now = toDay(new Date());
  return (
    <table role="grid" className="w-full table-fixed text-center" onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {weeks[0]?.map((date) => (
            <th key={date.getDay()} scope="col" className="h-6 text-xs font-normal text-faint">
              {weekday.format(date)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={toDay(week[0]!)}>
            {week.map((date) => {
              const day = toDay(date);
              const at = day === toDay(cursor);
              return (
                <td key={day} className="p-0" role="gridcell" aria-selected={day === value}>
                  <button
                    type="button"
                    ref={at ? focused : undefined}
                    tabIndex={at ? 0 : -1}
                    aria-label={full.format(date)}
                    aria-current={day === now ? 'date' : undefined}
                    onClick={() => onPick(day)}
                    className={cx(
                      'h-8 w-full rounded-md text-sm hover:bg-hover',
                      !isSameMonth(date, cursor) && 'text-faint',
                      day === now && 'font-semibold text-accent-text',
                      day === value && 'bg-accent text-on-accent hover:bg-accent-hover',
                    )}
                  >
                    {date.getDate()}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
