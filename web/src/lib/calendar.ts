// The month grid of the date picker, and what a person may type for a date.
import { addDays, format, getDay, isValid, parse, parseISO, startOfMonth } from 'date-fns';
import type { Day, Instant } from '@/api/types';

export const toDay = (date: Date): Day => format(date, 'yyyy-MM-dd');

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

/** The order of day and month in a language, as date-fns patterns. */
function patterns(language: string): string[] {
  const parts = new Intl.DateTimeFormat(language).formatToParts(new Date(2026, 0, 2)).map((part) => part.type);
  const monthFirst = parts.indexOf('month') < parts.indexOf('day');
  const pairs = monthFirst ? ['M/d', 'M-d', 'M.d'] : ['d.M', 'd/M', 'd-M'];
  return ['yyyy-MM-dd', 'yyyy/M/d', ...pairs.flatMap((p) => [`${p}${p[1]}yyyy`, `${p}${p[1]}yy`, p, `${p}${p[1]}`])];
}

/** Reads `3.4.`, `4/3/26`, `2026-04-03`, or `+5` (days from today); null when it is none of them. */
export function parseTyped(text: string, language: string, now = new Date()): Day | null {
  const trimmed = text.trim();
  const shift = /^([+-]\d{1,4})d?$/.exec(trimmed);
  if (shift) return toDay(addDays(now, Number(shift[1])));
  for (const pattern of patterns(language)) {
    const date = parse(trimmed, pattern, now);
    if (isValid(date) && date.getFullYear() > 1900 && date.getFullYear() < 2200) return toDay(date);
  }
  return null;
}

export const nextDay = (day: Day): Day => toDay(addDays(parseISO(day), 1));

/** How far a time zone is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
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
