// Which days the workload shows: as many periods as one looks at, from the beginning of one.
import { addDays, addMonths, addWeeks, parseISO, startOfISOWeek, startOfMonth } from 'date-fns';
import type { Day } from '@/api/types';
import { toDay } from '@/lib/calendar';
import type { By } from '../types';

const count: Record<By, number> = { day: 14, week: 12, month: 12 };
const begin: Record<By, (date: Date) => Date> = { day: (date) => date, week: startOfISOWeek, month: startOfMonth };
const after: Record<By, (date: Date, periods: number) => Date> = { day: addDays, week: addWeeks, month: addMonths };

export interface Range {
  from: Day;
  to: Day;
}

/** The periods from the one that a day is in. */
export function rangeOf(by: By, day: Day): Range {
  const from = begin[by](parseISO(day));
  return { from: toDay(from), to: toDay(addDays(after[by](from, count[by]), -1)) };
}

/** The day from which one looks after a step of a third of what is shown. */
export const shifted = (by: By, from: Day, direction: 1 | -1): Day => toDay(after[by](parseISO(from), (direction * count[by]) / (by === 'day' ? 2 : 3)));
