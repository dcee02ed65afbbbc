// Time on the horizontal axis: how wide a day is, which units the two tiers of the head show, and where they begin.
import { daySeconds } from './zone';

export type Unit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'decade';

export interface Scale {
  /** Local seconds at the left end of the chart. */
  origin: number;
  /** Pixels of a day. */
  perDay: number;
}

export const xOf = ({ origin, perDay }: Scale, local: number): number => ((local - origin) / daySeconds) * perDay;
export const timeAt = ({ origin, perDay }: Scale, x: number): number => origin + (x / perDay) * daySeconds;

export interface Level {
  name: 'hours' | 'days' | 'weeks' | 'months' | 'quarters' | 'years';
  /** From this width of a day on. */
  from: number;
  /** The width that the buttons choose. */
  perDay: number;
  upper: Unit;
  lower: Unit;
  /** By how much the keys move a bar. */
  step: 'hour' | 'day' | 'week' | 'month';
}

export const levels: readonly Level[] = [
  { name: 'years', from: 0, perDay: 0.2, upper: 'decade', lower: 'year', step: 'month' },
  { name: 'quarters', from: 0.4, perDay: 0.7, upper: 'year', lower: 'quarter', step: 'month' },
  { name: 'months', from: 1.3, perDay: 2.6, upper: 'year', lower: 'month', step: 'week' },
  { name: 'weeks', from: 5, perDay: 9, upper: 'month', lower: 'week', step: 'day' },
  { name: 'days', from: 18, perDay: 34, upper: 'month', lower: 'day', step: 'day' },
  { name: 'hours', from: 320, perDay: 720, upper: 'day', lower: 'hour', step: 'hour' },
];

const narrowest = 0.05;
const widest = 1_440;
export const clampZoom = (perDay: number): number => Math.min(widest, Math.max(narrowest, perDay));

export const levelOf = (perDay: number): Level => {
  const found = levels.findLast((level) => perDay >= level.from);
  if (!found) throw new Error('the first level begins at 0');
  return found;
};

/** The width of a day after a press of a zoom button. */
export function zoomed(perDay: number, step: 1 | -1): number {
  const at = levels.indexOf(levelOf(perDay)) + step;
  return levels[Math.min(levels.length - 1, Math.max(0, at))]?.perDay ?? perDay;
}

/** The widest whole view of a stretch of time. */
export const fitting = (from: number, to: number, width: number): number =>
  clampZoom((width * daySeconds) / Math.max(to - from, daySeconds / 2));

/** How many hours a mark of the lower tier stands for, so that it can be read. */
export const hourStep = (perDay: number): number => [1, 2, 3, 6, 12].find((step) => (perDay / 24) * step >= 40) ?? 12;

const monthsOf: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12, decade: 120 };

/** The beginning of the unit in which a moment lies. */
export function floorTo(unit: Unit, local: number, hours = 1): number {
  if (unit === 'hour') return Math.floor(local / (hours * 3_600)) * hours * 3_600;
  const day = Math.floor(local / daySeconds);
  if (unit === 'day') return day * daySeconds;
  // 1970 began on a Thursday.
  if (unit === 'week') return (day - ((((day + 3) % 7) + 7) % 7)) * daySeconds;
  const months = monthsOf[unit] ?? 1;
  const date = new Date(local * 1_000);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return Date.UTC(0, Math.floor(month / months) * months - 1900 * 12) / 1_000;
}

/** The beginning of the next unit. */
export function nextOf(unit: Unit, start: number, hours = 1): number {
  if (unit === 'hour') return start + hours * 3_600;
  if (unit === 'day') return start + daySeconds;
  if (unit === 'week') return start + 7 * daySeconds;
  const date = new Date(start * 1_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + (monthsOf[unit] ?? 1)) / 1_000;
}

/** Beginnings of units from the one that holds `from` until `to`. */
export function ticks(unit: Unit, from: number, to: number, hours = 1): number[] {
  const found: number[] = [];
  for (let at = floorTo(unit, from, hours); at < to; at = nextOf(unit, at, hours)) found.push(at);
  return found;
}
