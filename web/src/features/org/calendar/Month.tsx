import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { firstWeekday, monthGrid, toDay } from '@/lib/calendar';
import { cx } from '@/lib/cx';
import { formatLongDay, locale } from '@/lib/format';
import { weekdayOf } from './days';
import type { KeyedException } from './draft';
import { markClass, type MarkedDay } from './marks';
import { monthName, useExceptionTexts, weekdayName } from './texts';

interface MonthProps {
  year: number;
  /** 0 to 11. */
  month: number;
  marks: ReadonlyMap<Day, MarkedDay>;
  /** The day that has the keyboard. */
  cursor: Day;
  today: Day;
  onPoint: (day: Day) => void;
  onPick?: ((day: Day, exception: KeyedException | undefined) => void) | undefined;
}

const monthOf = (day: Day): string => day.slice(0, 7);

/** Twelve of them with a cursor in one: the others need not be drawn again when it moves. */
const same = (one: MonthProps, other: MonthProps): boolean => {
  const own = `${one.year}-${String(one.month + 1).padStart(2, '0')}`;
  const touched = one.cursor !== other.cursor && [one.cursor, other.cursor].some((day) => monthOf(day) === own);
  return !touched && one.year === other.year && one.marks === other.marks && one.today === other.today && one.onPick === other.onPick;
};

export const Month = memo(function Month({ year, month, marks, cursor, today, onPoint, onPick }: MonthProps) {
  const { t } = useTranslation('worktime');
  const texts = useExceptionTexts();
  const weeks = monthGrid(new Date(year, month, 1), firstWeekday(locale())).map((week) => week.map(toDay));
  const inMonth = (day: Day) => Number(day.slice(5, 7)) === month + 1;
  const name = monthName(month + 1);
  const told = ({ mark, exception }: MarkedDay): string =>
    exception ? `${texts.name(exception)}, ${texts.hours(exception)}` : t(mark === 'work' ? 'year.legend.work' : 'year.legend.off');
  return (
    <table role="grid" data-month={month + 1} aria-label={`${name} ${year}`} className="w-full table-fixed border-separate border-spacing-px text-center text-xs">
      <caption className="pb-1 text-left text-sm font-medium">{name}</caption>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col" abbr={weekdayName(weekdayOf(day))} className="h-5 font-normal text-faint">
              {weekdayName(weekdayOf(day), 'narrow')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.filter((week) => week.some(inMonth)).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              const marked = marks.get(day);
              if (!marked || !inMonth(day)) return <td key={day} role="gridcell" />;
              return (
                <td key={day} role="gridcell" className="p-0">
                  <button
                    type="button"
                    data-day={day}
                    data-mark={marked.mark}
                    tabIndex={day === cursor ? 0 : -1}
                    aria-label={`${formatLongDay(day)}: ${told(marked)}`}
                    title={marked.exception && told(marked)}
                    aria-current={day === today ? 'date' : undefined}
                    onFocus={() => onPoint(day)}
                    onClick={() => onPick?.(day, marked.exception)}
                    className={cx('nums relative h-6 w-full rounded-sm hover:ring-1 focus-visible:z-[1] hover:ring-control', markClass[marked.mark], day === today && 'ring-2 ring-accent')}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}, same);
