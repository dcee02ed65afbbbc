// Dates and numbers in the reader's language. Days are calendar days and know no time zone; instants of a plan are
// shown in the time zone they are planned in, with the exact value on hover.
import { parseISO } from 'date-fns';
import i18n from '@/i18n';
import type { Day, Instant } from '@/api/types';

/** The browser's own regional form of the app's language: British dates for a British reader. */
export const locale = (): string =>
  navigator.languages.find((tag) => tag.split('-')[0] === i18n.language.split('-')[0]) ?? i18n.language;

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()}|${JSON.stringify(options)}`;
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale(), options);
    cache.set(key, made);
  }
  return made;
}

const sameYear = (year: number): boolean => year === new Date().getFullYear();

/** `3 Mar`, with the year when it is not this one. */
export function formatDay(day: Day | null): string {
  if (!day) return '';
  const date = parseISO(day);
  return formatter({
    day: 'numeric',
    month: 'short',
    ...(sameYear(date.getFullYear()) ? {} : { year: 'numeric' }),
  }).format(date);
}

/** `Tuesday, 3 March 2026`. */
export const formatLongDay = (day: Day): string => (day ? formatter({ dateStyle: 'full' }).format(parseISO(day)) : '');

/** `14:05` in a time zone. */
export const formatTime = (instant: Instant, timeZone: string): string =>
  formatter({ timeStyle: 'short', timeZone }).format(new Date(instant));

/** The calendar day of an instant in a time zone. */
export function dayOf(instant: Instant | null, timeZone: string): Day | null {
  if (!instant) return null;
  const key = `day|${timeZone}`;
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    cache.set(key, made);
  }
  return made.format(new Date(instant));
}

/** Today in a time zone. */
export const today = (timeZone: string): Day => dayOf(new Date().toISOString(), timeZone) ?? '';

/** Date and time in full, for hovers and details. */
export const formatExact = (instant: Instant, timeZone?: string): string =>
  formatter({ dateStyle: 'full', timeStyle: 'short', ...(timeZone ? { timeZone } : {}) }).format(new Date(instant));

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `2 hours ago`. */
export function formatAgo(instant: Instant, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1_000;
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step ? relative.format(Math.round(seconds / step[1]), step[0]) : relative.format(0, 'second');
}

/** A text is an exact decimal, for what a number does not hold. */
type Figure = number | `${number}`;

export const formatNumber = (value: Figure, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(locale(), options).format(value);

export const formatMoney = (value: Figure, currency: string, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(locale(), { ...options, style: 'currency', currency }).format(value);

/** `1234.50`, as one would type it: with the decimals of its currency, or more where it has more. */
export const formatAmount = (value: number, currency: string): string =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency, useGrouping: false, maximumFractionDigits: 10 })
    .formatToParts(value)
    .filter(({ type }) => type === 'minusSign' || type === 'integer' || type === 'decimal' || type === 'fraction')
    .map((part) => part.value)
    .join('');

/** Percentage from 0 to 100. */
export const formatPercent = (value: number, maximumFractionDigits = 0): string =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits }).format(value / 100);
