// Dates of the chart as people read them: local seconds are shown as they are, without a time zone.
import type { TFunction } from 'i18next';
import { formatDay, formatTime, locale } from '@/lib/format';
import type { Bar, Shape } from './chart/model';
import { daySeconds } from './chart/zone';

export type GanttTexts = TFunction<'gantt'>;

const isoDay = (local: number): string => new Date(local * 1_000).toISOString().slice(0, 10);

const texts = new Map<string, string>();
const most = 5_000;

/** A text that many rows ask for while the grid is scrolled. */
function kept(key: string, make: () => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size > most) texts.clear();
  const text = make();
  texts.set(key, text);
  return text;
}

export function dayText(local: number | null): string {
  if (local === null) return '';
  const day = Math.floor(local / daySeconds);
  return kept(`${locale()} ${day}`, () => formatDay(isoDay(day * daySeconds)));
}

/** An end at midnight belongs to the day that it ends. */
export const endText = (local: number): string => dayText(local % daySeconds === 0 ? local - 1 : local);

/** A line may break between dates and not within one. */
export const unbroken = (day: string): string => day.replaceAll(' ', '\u00a0');

/** With the time of day. */
export const momentText = (local: number): string => `${dayText(local)} ${formatTime(new Date(local * 1_000).toISOString(), 'UTC')}`;

const numbers = new Map<string, Intl.NumberFormat>();

/** Rows come and go while the grid is scrolled: a formatter is made once. */
export function numberText(value: number): string {
  const language = locale();
  const known = numbers.get(language) ?? new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  numbers.set(language, known);
  return known.format(value);
}

/** `3 days`. */
export const daysText = (t: GanttTexts, value: number): string => kept(`${locale()} days ${value}`, () => t('days', { value: numberText(value) }));

/** `WEB-2, WEB-3SS+2d`. */
export function predecessorsText({ bars, links }: Shape, bar: Bar): string {
  const names = bar.waitsFor.flatMap((at) => {
    const link = links[at];
    const other = link && bars[link.from];
    if (!link || !other) return [];
    const lag = /^-?0\D/.test(link.lag) ? '' : link.lag.startsWith('-') ? link.lag : `+${link.lag}`;
    return [`${other.key}${link.type === 'FS' && lag === '' ? '' : link.type}${lag}`];
  });
  return names.join(', ');
}
