// When work is done, in local days (whole days since 1970) and local seconds.
import type { components } from '@/api/schema';
import { daySeconds } from './zone';

type GanttCalendar = components['schemas']['GanttCalendar'];
type Stretches = readonly (readonly number[])[];

export interface Hours {
  /** Stretches of work of a day, in minutes after midnight. */
  on: (day: number) => Stretches;
  works: (day: number) => boolean;
  /** The next day with work in a direction, from this one on. */
  workday: (day: number, step: 1 | -1) => number;
  /** The moment so many working days after another. */
  after: (from: number, days: number) => number;
}

export const dayOfLocal = (local: number): number => Math.floor(local / daySeconds);
const dayNumber = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 1_000 / daySeconds;

const longestSearch = 3_700;
const longestException = 3_700;
const minutesOf = (stretches: Stretches): number => stretches.reduce((sum, [from = 0, to = 0]) => sum + to - from, 0);

export function hoursOf({ week, exceptions }: Pick<GanttCalendar, 'week' | 'exceptions'>): Hours {
  const special = new Map<number, Stretches>();
  for (const { from, to, hours } of exceptions) {
    const last = Math.min(dayNumber(to), dayNumber(from) + longestException);
    for (let day = dayNumber(from); day <= last; day++) special.set(day, hours);
  }
  // 1970 began on a Thursday; the week on a Monday.
  const on = (day: number): Stretches => special.get(day) ?? week[(((day + 3) % 7) + 7) % 7] ?? [];
  const works = (day: number): boolean => on(day).length > 0;
  const usual = Math.max(...week.map(minutesOf), 60);
  return {
    on,
    works,
    workday: (day, step) => {
      for (let tried = 0; tried < longestSearch; tried++) if (works(day + tried * step)) return day + tried * step;
      return day;
    },
    after: (from, days) => walk(from, days * usual, on),
  };
}

/** Goes so many working minutes on from a moment, or back. */
function walk(from: number, minutes: number, on: (day: number) => Stretches): number {
  const step = minutes < 0 ? -1 : 1;
  let left = Math.abs(minutes);
  let at = from;
  for (let day = dayOfLocal(from), tried = 0; left > 0 && tried < longestSearch; day += step, tried++) {
    const midnight = day * daySeconds;
    const stretches = step > 0 ? on(day) : on(day).toReversed();
    for (const [begin = 0, end = 0] of stretches) {
      const [low, high] = [midnight + begin * 60, midnight + end * 60];
      const room = Math.max(0, step > 0 ? high - Math.max(low, at) : Math.min(high, at) - low) / 60;
      if (room === 0) continue;
      const used = Math.min(room, left);
      at = step > 0 ? Math.max(low, at) + used * 60 : Math.min(high, at) - used * 60;
      left -= used;
      if (left === 0) return at;
    }
  }
  return at;
}
