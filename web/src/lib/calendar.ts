// Days, the month grid of the date picker, and where days begin in a time zone.
import { addDays, getDay, lightFormat, parseISO, startOfMonth } from 'date-fns';
import type { Day, Instant } from '@/api/types';

export const toDay = (date: Date): Day => lightFormat(date, 'yyyy-MM-dd');

/** First day of the week in a language: 0 is Sunday. Monday where the browser doesn't know. */
export function firstWeekday(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    weekInfo?: { firstDay: number };
    getWeekInfo?: () => { firstDay: number };
  };
  const first = locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? 1;
  return first % 7;
}

/** Six weeks of days that hold the month of `date`. */
export function monthGrid(date: Date, weekStart: number): Date[][] {
  const first = startOfMonth(date);
  const start = addDays(first, -((getDay(first) - weekStart + 7) % 7));
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day)));
}

export const nextDay = (day: Day): Day => toDay(addDays(parseISO(day), 1));

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Tells the date and time in a time zone; to make one costs more than to use it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** How far a time zone is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  const parts = clockOf(timeZone)
    .formatToParts(new Date(instant))
    .map(({ type, value }) => [type, Number(value)] as const);
  const part = new Map<string, number>(parts);
  const of = (name: string): number => part.get(name) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(instant / 1_000) * 1_000;
}

/** The instant at which a day begins in a time zone. */
export function startOfDay(day: Day, timeZone: string): Instant {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const guess = midnight - offsetAt(midnight, timeZone);
  // The clock may be changed between the two.
  return new Date(midnight - offsetAt(guess, timeZone)).toISOString();
}
