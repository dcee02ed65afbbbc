// What a person may type for a date.
import { addDays, isValid, parse } from 'date-fns';
import type { Day } from '@/api/types';
import { toDay } from './calendar';

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
