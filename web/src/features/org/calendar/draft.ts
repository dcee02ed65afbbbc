// A calendar while it is edited: as it is typed, what is wrong with it, and what would be sent.
import type { Calendar, CalendarException, Day, Week, Weekday } from '@/api/types';
import { daysMet, weekdays } from './days';
import { hoursFault, stretchesOf, typedOf, type HoursFault, type TypedStretch } from './hours';

export interface KeyedException extends CalendarException {
  key: string;
}

export interface Draft {
  name: string;
  timeZone: string | null;
  week: Record<Weekday, TypedStretch[]>;
  exceptions: readonly KeyedException[];
}

export type DraftFault = { code: 'name' } | { code: 'noWork' } | { code: 'hours'; day: Weekday; fault: HoursFault };

/** What the server uses where nobody has made a calendar. */
export const standardWeek: Week = Object.fromEntries(
  weekdays.slice(0, 5).map((day) => [
    day,
    [
      ['08:00', '12:00'],
      ['13:00', '17:00'],
    ],
  ]),
);

let count = 0;
export const keyed = (exception: CalendarException): KeyedException => ({ ...exception, key: `exception${count++}` });

export const draftOf = ({ name, timeZone, week, exceptions }: Calendar): Draft => ({
  name,
  timeZone,
  week: Object.fromEntries(weekdays.map((day) => [day, typedOf(week[day])])) as Draft['week'],
  exceptions: exceptions.map(keyed),
});

export const weekOf = ({ week }: Pick<Draft, 'week'>): Week => Object.fromEntries(weekdays.map((day) => [day, stretchesOf(week[day])]));

/** Without what is empty: a name or a repetition that is not there. */
const sent = ({ name, from, to, hours, repeat }: CalendarException): CalendarException => ({
  ...(name?.trim() ? { name: name.trim() } : {}),
  from,
  to,
  hours: hours ?? [],
  ...(repeat ? { repeat } : {}),
});

export type CalendarBody = Pick<Calendar, 'name' | 'timeZone' | 'week' | 'exceptions'>;

export const bodyOf = (draft: Draft): CalendarBody => ({
  name: draft.name.trim(),
  timeZone: draft.timeZone,
  week: weekOf(draft),
  exceptions: draft.exceptions.map(sent),
});

const stored = ({ name, timeZone, week, exceptions }: Calendar): CalendarBody => ({
  name,
  timeZone,
  week: Object.fromEntries(weekdays.map((day) => [day, week[day] ?? []])),
  exceptions: exceptions.map(sent),
});

/** The fields that differ; null where none does. */
export function changesOf(calendar: Calendar, body: CalendarBody): Partial<CalendarBody> | null {
  const before = stored(calendar);
  const names = (Object.keys(body) as (keyof CalendarBody)[]).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(body[name]));
  return names.length > 0 ? Object.fromEntries(names.map((name) => [name, body[name]])) : null;
}

/** The same fields as they were. */
export function beforeOf(calendar: Calendar, changes: Partial<CalendarBody>): Partial<CalendarBody> {
  const before = stored(calendar);
  return Object.fromEntries((Object.keys(changes) as (keyof CalendarBody)[]).map((name) => [name, before[name]]));
}

export function faultOf(draft: Draft): DraftFault | null {
  if (!draft.name.trim()) return { code: 'name' };
  for (const day of weekdays) {
    const fault = hoursFault(draft.week[day]);
    if (fault) return { code: 'hours', day, fault };
  }
  return weekdays.every((day) => draft.week[day].length === 0) ? { code: 'noWork' } : null;
}

/** What is repeated comes first, then what takes longer: the more particular counts, because the last one does. */
function isBefore(one: CalendarException, other: CalendarException): boolean {
  if (Boolean(one.repeat) !== Boolean(other.repeat)) return Boolean(one.repeat);
  return one.repeat ? true : one.from <= other.from;
}

/** With a new exception at its place; the order of the others stays. */
export function withException(all: readonly KeyedException[], exception: KeyedException): KeyedException[] {
  const at = all.findLastIndex((one) => isBefore(one, exception)) + 1;
  return [...all.slice(0, at), exception, ...all.slice(at)];
}

export const isOver = ({ to }: CalendarException, today: Day): boolean => to < today;

/** The first day on which it counts from today on. */
export const nextDayOf = (exception: CalendarException, today: Day): Day | undefined => daysMet(exception, { since: today, most: 1 })[0];
