// Dates of the chart as people read them: local seconds are shown as they are, without a time zone.
import { format } from 'date-fns';
import { formatDay } from '@/lib/format';
import type { Bar, Chart } from './chart/model';
import { daySeconds } from './chart/zone';

const isoDay = (local: number): string => new Date(local * 1_000).toISOString().slice(0, 10);

export const dayText = (local: number | null): string => (local === null ? '' : formatDay(isoDay(local)));

/** An end at midnight belongs to the day that it ends. */
export const endText = (local: number): string => dayText(local % daySeconds === 0 ? local - 1 : local);

/** With the time of day. */
export function momentText(local: number): string {
  const date = new Date(local * 1_000);
  const time = format(new Date(2000, 0, 1, date.getUTCHours(), date.getUTCMinutes()), 'HH:mm');
  return `${dayText(local)} ${time}`;
}

export const numberText = (value: number): string => String(Number(value.toFixed(2)));

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
