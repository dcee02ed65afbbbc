// Dates of the chart as people read them: local seconds are shown as they are, without a time zone.
import { formatDay, formatTime, locale } from '@/lib/format';
import type { Bar, Chart } from './chart/model';
import { daySeconds } from './chart/zone';

const isoDay = (local: number): string => new Date(local * 1_000).toISOString().slice(0, 10);

export const dayText = (local: number | null): string => (local === null ? '' : formatDay(isoDay(local)));

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

/** `WEB-2, WEB-3SS+2d`. */
export function predecessorsText(chart: Chart, bar: Bar): string {
  const names = bar.waitsFor.flatMap((at) => {
    const link = chart.links[at];
    const other = link && chart.bars[link.from];
    if (!link || !other) return [];
    const lag = /^-?0\D/.test(link.lag) ? '' : link.lag.startsWith('-') ? link.lag : `+${link.lag}`;
    return [`${other.key}${link.type === 'FS' && lag === '' ? '' : link.type}${lag}`];
  });
  return names.join(', ');
}
