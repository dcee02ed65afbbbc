// The year day by day: worked, free, and what differs. One tab stop; arrows go from day to day, and Enter changes a day.
import { addDays, addMonths, addYears, parseISO } from 'date-fns';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Week } from '@/api/types';
import { toDay } from '@/lib/calendar';
import { cx } from '@/lib/cx';
import { formatLongDay, formatNumber } from '@/lib/format';
import { IconButton } from '@/ui/Button';
import { weekdayOf } from './days';
import type { KeyedException } from './draft';
import { markClass, useMarks, type MarkedDay } from './marks';
import { Month } from './Month';
import { hoursNumber, stretchesText, useExceptionTexts } from './texts';

interface YearProps {
  week: Week;
  exceptions: readonly KeyedException[];
  today: Day;
  /** Adds an exception on a day, or changes the one that counts there. */
  onPick?: ((day: Day, exception: KeyedException | undefined) => void) | undefined;
}

export function Year({ week, exceptions, today, onPick }: YearProps) {
  const { t } = useTranslation('worktime');
  const [cursor, setCursor] = useState<Day>(today);
  const grid = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const year = Number(cursor.slice(0, 4));
  const marks = useMarks(year, week, exceptions);
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>(`[data-day="${cursor}"]`)?.focus();
    moved.current = false;
  }, [cursor]);
  const turn = (years: number) => setCursor(toDay(addYears(parseISO(cursor), years)));
  const onKeyDown = (event: KeyboardEvent) => {
    const at = parseISO(cursor);
    const next = {
      ArrowLeft: addDays(at, -1),
      ArrowRight: addDays(at, 1),
      ArrowUp: addDays(at, -7),
      ArrowDown: addDays(at, 7),
      PageUp: addMonths(at, -1),
      PageDown: addMonths(at, 1),
    }[event.key];
    if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moved.current = true;
    setCursor(toDay(next));
  };
  const worked = [...marks.values()].filter(({ minutes }) => minutes > 0);
  const special = [...marks.values()].filter(({ differs }) => differs).length;
  const total = worked.reduce((sum, { minutes }) => sum + minutes, 0);
  return (
    <section aria-label={t('year.title')} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="flex items-center gap-1">
          <IconButton size="sm" label={t('year.previous')} onClick={() => turn(-1)}>
            <ChevronLeft />
          </IconButton>
          <h2 className="nums w-12 text-center text-base" aria-live="polite">
            {year}
          </h2>
          <IconButton size="sm" label={t('year.next')} onClick={() => turn(1)}>
            <ChevronRight />
          </IconButton>
        </div>
        <p className="nums text-sm text-muted">
          {t('year.summary', { days: formatNumber(worked.length), hours: hoursNumber(total) })}
          {special > 0 && ` · ${t('year.special', { count: special, formatted: formatNumber(special) })}`}
        </p>
      </div>
      <Legend />
      <DayLine day={cursor} marked={marks.get(cursor)} week={week} />
      <div ref={grid} onKeyDown={onKeyDown} className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] items-start gap-x-5 gap-y-4">
        {Array.from({ length: 12 }, (_, month) => (
          <Month key={month} year={year} month={month} marks={marks} cursor={cursor} today={today} onPoint={setCursor} onPick={onPick} />
        ))}
      </div>
      <p className="text-xs text-muted">{onPick ? t('year.help') : t('year.helpRead')}</p>
    </section>
  );
}

/** What the day under the cursor is, in words. Always two lines: the days below must not move under the mouse. */
function DayLine({ day, marked, week }: { day: Day; marked: MarkedDay | undefined; week: Week }) {
  const texts = useExceptionTexts();
  const { t } = useTranslation('worktime');
  if (!marked) return null;
  const hours = (marked.exception ? marked.exception.hours : week[weekdayOf(day)]) ?? [];
  const told = [marked.exception && texts.name(marked.exception), hours.length > 0 ? stretchesText(hours) : t('week.free')].filter(Boolean).join(' · ');
  return (
    <div className="nums sticky top-2 z-[1] rounded-md border bg-sunken px-3 py-1.5 text-sm">
      <p className="truncate font-medium">{formatLongDay(day)}</p>
      <p className="truncate text-muted" title={told}>
        {told}
      </p>
    </div>
  );
}

function Legend() {
  const { t } = useTranslation('worktime');
  return (
    <ul aria-label={t('year.legend.label')} className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {(['work', 'off', 'free', 'hours'] as const).map((mark) => (
        <li key={mark} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={cx('nums flex size-5 items-center justify-center rounded-sm border text-xs', markClass[mark])}>
            7
          </span>
          {t(`year.legend.${mark}`)}
        </li>
      ))}
    </ul>
  );
}
