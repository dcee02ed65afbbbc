// An exception while its dialog is open: as it is typed, and what is wrong with it.
import { addYears, endOfYear, parseISO } from 'date-fns';
import type { CalendarException, Day, DayKind, MonthDay, Nth, Repeat, Weekday } from '@/api/types';
import { toDay } from '@/lib/calendar';
import { daysMet, weekdayOf } from './days';
import { hoursFault, stretchesOf, typedOf, type TypedStretch } from './hours';

export type Unit = Repeat['every'];
export const units: readonly Unit[] = ['day', 'week', 'month', 'year'];
export const nths: readonly Nth[] = ['first', 'second', 'third', 'fourth', 'last'];

export interface RepeatDraft {
  every: Unit;
  interval: string;
  days: readonly Weekday[];
  /** Whether a day of a month is told by its number. */
  byDate: boolean;
  date: string;
  month: number;
  nth: Nth;
  on: DayKind;
}

export interface ExceptionDraft {
  name: string;
  works: boolean;
  hours: TypedStretch[];
  from: Day;
  to: Day;
  repeats: boolean;
  repeat: RepeatDraft;
}

/** What is wrong, and where its text stands. */
export type ExceptionFault = { at: 'hours'; code: 'noHours' | 'inHours' } | { at: 'to'; code: 'until' | 'noDay' } | { at: 'interval' } | { at: 'date' } | { at: 'weekdays' };

const week = 7;

/** Repetitions that meet a day: what the dialog offers at first. */
function repeatAt(day: Day): RepeatDraft {
  const date = Number(day.slice(8));
  return {
    every: 'year',
    interval: '1',
    days: [weekdayOf(day)],
    byDate: true,
    date: String(date),
    month: Number(day.slice(5, 7)),
    nth: nths[Math.min(Math.ceil(date / week), nths.length) - 1] ?? 'last',
    on: weekdayOf(day),
  };
}

const placed = (on: MonthDay): Partial<RepeatDraft> => ('day' in on ? { byDate: true, date: String(on.day) } : { byDate: false, nth: on.nth, on: on.on });

function repeatDraftOf(repeat: Repeat, from: Day): RepeatDraft {
  const base = { ...repeatAt(from), every: repeat.every };
  if (repeat.every === 'year') return { ...base, month: repeat.month, ...placed(repeat) };
  const counted = { ...base, interval: String(repeat.interval ?? 1) };
  if (repeat.every === 'week') return { ...counted, days: repeat.days };
  return repeat.every === 'month' ? { ...counted, ...placed(repeat) } : counted;
}

export const newDraft = (day: Day): ExceptionDraft => ({ name: '', works: false, hours: [], from: day, to: day, repeats: false, repeat: repeatAt(day) });

export const exceptionDraftOf = ({ name, from, to, hours = [], repeat }: CalendarException): ExceptionDraft => ({
  name: name ?? '',
  works: hours.length > 0,
  hours: typedOf(hours),
  from,
  to,
  repeats: Boolean(repeat),
  repeat: repeat ? repeatDraftOf(repeat, from) : repeatAt(from),
});

/** Yearly ones go on for ten years and others to the end of the next: long enough to be of use, with an end that shows. */
export const usualEnd = (from: Day, every: Unit): Day => toDay(endOfYear(addYears(parseISO(from), every === 'year' ? 10 : 1)));

const whole = (text: string, most: number): number | null => (/^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most ? Number(text) : null);

function readRepeat({ every, interval: typed, days, byDate, date: typedDate, month, nth, on }: RepeatDraft): Repeat | ExceptionFault {
  const interval = whole(typed, 999);
  if (every !== 'year' && interval === null) return { at: 'interval' };
  const counted = interval !== null && interval > 1 ? { interval } : {};
  if (every === 'day') return { every, ...counted };
  if (every === 'week') return days.length > 0 ? { every, ...counted, days: [...days] } : { at: 'weekdays' };
  const day = whole(typedDate, 31);
  if (byDate && day === null) return { at: 'date' };
  const place: MonthDay = byDate ? { day: day ?? 1 } : { nth, on };
  return every === 'year' ? { every, month, ...place } : { every, ...counted, ...place };
}

const isFault = (read: Repeat | ExceptionFault | null): read is ExceptionFault => read !== null && 'at' in read;

/** The exception, or the first thing that is wrong with it. */
export function readException(draft: ExceptionDraft): CalendarException | ExceptionFault {
  const { name, works, hours, from, to } = draft;
  if (works && hours.length === 0) return { at: 'hours', code: 'noHours' };
  if (works && hoursFault(hours)) return { at: 'hours', code: 'inHours' };
  const repeat = draft.repeats ? readRepeat(draft.repeat) : null;
  if (isFault(repeat)) return repeat;
  if (to < from) return { at: 'to', code: 'until' };
  const read = { name: name.trim(), from, to, hours: works ? stretchesOf(hours) : [], ...(repeat ? { repeat } : {}) };
  return daysMet(read, { most: 1 }).length > 0 ? read : { at: 'to', code: 'noDay' };
}

export const isExceptionFault = (read: CalendarException | ExceptionFault): read is ExceptionFault => 'at' in read;
