// Where a bar goes when it is dragged or nudged. The server lets a start on a free day begin on the next working day;
// the picture shows that at once, and the keys step over free days, so that no press does nothing.
import { dayOfLocal } from './hours';
import type { Bar } from './model';
import type { Level } from './scale';
import { daySeconds } from './zone';

export interface Dates {
  start: number;
  end: number;
}

/** Keeps the length in working time, as far as whole days tell it. */
function movedTo(bar: Bar, start: number): Dates {
  if (bar.kind === 'milestone') return { start, end: start };
  return { start, end: bar.duration !== null ? bar.hours.after(start, bar.duration) : start + bar.end - bar.start };
}

const snapped = (seconds: number, step: Level['step']): number =>
  step === 'hour' ? Math.round(seconds / 3_600) * 3_600 : Math.round(seconds / daySeconds) * daySeconds;

function onto(bar: Bar, at: number, direction: 1 | -1): number {
  const day = dayOfLocal(at);
  return bar.manual ? at : at + (bar.hours.workday(day, direction) - day) * daySeconds;
}

/** A bar dragged by so many seconds. */
export const dragged = (bar: Bar, seconds: number, step: Level['step']): Dates =>
  movedTo(bar, onto(bar, bar.start + snapped(seconds, step), 1));

/** Its end dragged by so many seconds; it keeps some length. */
export function stretched(bar: Bar, seconds: number, step: Level['step']): Dates {
  const end = onto(bar, bar.end + snapped(seconds, step), -1);
  const shortest = step === 'hour' ? 3_600 : 0;
  const least = bar.start + shortest;
  return { start: bar.start, end: end > least ? end : Math.max(least, bar.hours.after(bar.start, step === 'hour' ? 0.125 : 1)) };
}

function stepFrom(at: number, step: Level['step'], direction: 1 | -1): number {
  if (step === 'hour') return at + direction * 3_600;
  if (step === 'day') return at + direction * daySeconds;
  if (step === 'week') return at + direction * 7 * daySeconds;
  const date = new Date(at * 1_000);
  date.setUTCMonth(date.getUTCMonth() + direction);
  return date.getTime() / 1_000;
}

export const nudged = (bar: Bar, direction: 1 | -1, step: Level['step']): Dates =>
  movedTo(bar, onto(bar, stepFrom(bar.start, step, direction), direction));

export function nudgedEnd(bar: Bar, direction: 1 | -1, step: Level['step']): Dates {
  const end = onto(bar, stepFrom(bar.end, step, direction), direction);
  return { start: bar.start, end: end > bar.start ? end : bar.end };
}
