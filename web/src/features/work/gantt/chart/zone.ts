// Clock time in a project's time zone. The chart lays time out by the clock on the wall, so that every day is as wide as
// the next; an instant becomes 'local seconds': what that clock shows, counted as if it were UTC.
import { offsetAt } from '@/lib/calendar';

export const daySeconds = 86_400;

export interface Zone {
  /** Seconds since 1970 to local seconds. */
  toLocal: (utc: number) => number;
  toUtc: (local: number) => number;
}

/** The clock changes at most once within so many seconds. */
const stretch = 30 * daySeconds;

interface Stretch {
  before: number;
  after: number;
  change: number;
}

const zones = new Map<string, Zone>();

export function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const offset = (utc: number): number => offsetAt(utc * 1_000, timeZone) / 1_000;
  const stretches = new Map<number, Stretch>();
  const stretchOf = (utc: number): Stretch => {
    const number = Math.floor(utc / stretch);
    const found = stretches.get(number) ?? measure(number * stretch, offset);
    stretches.set(number, found);
    return found;
  };
  const offsetOf = (utc: number): number => {
    const { before, after, change } = stretchOf(utc);
    return utc < change ? before : after;
  };
  const zone: Zone = {
    toLocal: (utc) => utc + offsetOf(utc),
    // Near a change of the clock the first guess may be on its other side.
    toUtc: (local) => local - offsetOf(local - offsetOf(local)),
  };
  zones.set(timeZone, zone);
  return zone;
}

function measure(from: number, offset: (utc: number) => number): Stretch {
  const before = offset(from);
  const after = offset(from + stretch);
  if (before === after) return { before, after, change: from };
  let low = from;
  let high = from + stretch;
  while (high - low > 60) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === before) low = middle;
    else high = middle;
  }
  return { before, after, change: Math.round(high / 900) * 900 };
}
