// Stretches of work as people type them: what is a time, and what is wrong with the hours of a day.
import type { Stretch } from '@/api/types';

export interface TypedStretch {
  key: string;
  from: string;
  to: string;
}

/** What is wrong with the hours of a day: the first of it, with the stretch it stands in. */
export type HoursFault =
  | { code: 'time'; key: string; text: string }
  | { code: 'backwards'; key: string; from: string; to: string }
  | { code: 'overlap'; key: string; first: string; second: string };

const dayEnd = 1_440;
const hour = 60;

/** Minutes after midnight of `8`, `8:30`, `8.30`, `0830`, `5 pm` or `24:00`; null where it is no time. */
export function parseTime(text: string): number | null {
  const match = /^(\d{1,2}|\d{1,2}[:.h]\d{2}|\d{3,4})\s*([ap]\.?m\.?|uhr|h)?$/i.exec(text.trim());
  if (!match) return null;
  const digits = (match[1] ?? '').replace(/[:.h]/i, '');
  const half = match[2]?.[0]?.toLowerCase();
  const [hours, minutes] = digits.length < 3 ? [Number(digits), 0] : [Number(digits.slice(0, -2)), Number(digits.slice(-2))];
  const twelve = half === 'a' || half === 'p';
  if (minutes > 59 || (twelve && (hours < 1 || hours > 12))) return null;
  const at = (twelve ? (hours % 12) + (half === 'p' ? 12 : 0) : hours) * hour + minutes;
  return at <= dayEnd ? at : null;
}

/** `08:30`. */
export const timeText = (minutes: number): string =>
  `${String(Math.floor(minutes / hour)).padStart(2, '0')}:${String(minutes % hour).padStart(2, '0')}`;

/** A time moved by minutes, within the day; what is no time stays. */
export function shiftTime(text: string, by: number): string {
  const at = parseTime(text);
  return at === null ? text : timeText(Math.min(dayEnd, Math.max(0, at + by)));
}

let count = 0;
const typed = (from: string, to: string): TypedStretch => ({ key: `stretch${count++}`, from, to });

export const typedOf = (hours: readonly Stretch[] = []): TypedStretch[] => hours.map(([from, to]) => typed(from, to));

const span = ({ from, to }: TypedStretch): [number, number] | null => {
  const [start, end] = [parseTime(from), parseTime(to)];
  return start === null || end === null ? null : [start, end];
};

/** As the server keeps them: in order, without what is no stretch. */
export function stretchesOf(hours: readonly TypedStretch[]): Stretch[] {
  const spans = hours.flatMap((one) => {
    const found = span(one);
    return found && found[0] < found[1] ? [found] : [];
  });
  return spans.toSorted(([a], [b]) => a - b).map(([from, to]) => [timeText(from), timeText(to)]);
}

export function hoursFault(hours: readonly TypedStretch[]): HoursFault | null {
  for (const one of hours) {
    const wrong = [one.from, one.to].find((text) => parseTime(text) === null);
    if (wrong !== undefined) return { code: 'time', key: one.key, text: wrong };
    const [from, to] = span(one) ?? [0, 0];
    if (from >= to) return { code: 'backwards', key: one.key, from: timeText(from), to: timeText(to) };
  }
  const ordered = hours.map((one) => ({ key: one.key, span: span(one) ?? ([0, 0] as const) })).toSorted((a, b) => a.span[0] - b.span[0]);
  for (const [at, { key, span: later }] of ordered.entries()) {
    const before = ordered[at - 1]?.span;
    if (!before || before[1] <= later[0]) continue;
    const text = ([from, to]: readonly [number, number]) => `${timeText(from)}–${timeText(to)}`;
    return { code: 'overlap', key, first: text(before), second: text(later) };
  }
  return null;
}

/** One more stretch: after the others with an hour between where there is room, else before them. */
export function withAnother(hours: readonly TypedStretch[]): TypedStretch[] {
  const taken = stretchesOf(hours).map(([from, to]) => [parseTime(from) ?? 0, parseTime(to) ?? 0] as const);
  if (taken.length === 0) return [...hours, typed('08:00', '12:00')];
  const end = taken.at(-1)?.[1] ?? 0;
  const start = taken[0]?.[0] ?? 0;
  const pause = end + hour < dayEnd ? hour : 0;
  if (end + pause < dayEnd) return [...hours, typed(timeText(end + pause), timeText(Math.min(dayEnd, end + pause + 4 * hour)))];
  return start > 0 ? [typed(timeText(Math.max(0, start - 4 * hour)), timeText(start)), ...hours] : [...hours, typed('', '')];
}

export const copied = (hours: readonly TypedStretch[]): TypedStretch[] => hours.map(({ from, to }) => typed(from, to));

export const minutesOf = (hours: readonly Stretch[] = []): number =>
  hours.reduce((sum, [from, to]) => sum + (parseTime(to) ?? 0) - (parseTime(from) ?? 0), 0);
