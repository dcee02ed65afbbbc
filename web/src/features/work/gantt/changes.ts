// What a moved bar is to the server, and to the picture until the server has answered.
import type { TaskChanges } from '../task/effects';
import type { Dates } from './chart/shift';
import type { Shift } from './chart/shifted';
import type { Zone } from './chart/zone';

export function datesChange(edge: 'start' | 'end', { start, end }: Dates, zone: Zone): [TaskChanges, Shift] {
  const [from, to] = [zone.toUtc(start), zone.toUtc(end)];
  const instant = (utc: number): string => new Date(utc * 1_000).toISOString();
  return [edge === 'start' ? { startDate: instant(from) } : { endDate: instant(to) }, { start: from, end: to }];
}
