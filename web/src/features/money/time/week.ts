// ISO weeks, which begin on Monday and are named `2026-W48`.
import { addDays, getISOWeek, getISOWeekYear, parseISO } from 'date-fns';
import type { Day } from '@/api/types';
import { toDay } from '@/lib/calendar';

export const weekOf = (day: Day): string => {
  const date = parseISO(day);
  return `${getISOWeekYear(date)}-W${String(getISOWeek(date)).padStart(2, '0')}`;
};

export const isWeek = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/.test(text);

/** The Monday of a week: 4 January is always in the first. */
export function mondayOf(week: string): Day {
  const [year = '', number = ''] = week.split('-W');
  const fourth = new Date(Number(year), 0, 4);
  const monday = addDays(fourth, -((fourth.getDay() + 6) % 7));
  return toDay(addDays(monday, (Number(number) - 1) * 7));
}

export const weekAfter = (week: string, weeks: number): string => weekOf(toDay(addDays(parseISO(mondayOf(week)), weeks * 7)));
