// The calendar's geometry: the weeks of a month, which bar lies in which lane of a week, and where the arrow keys lead.
import { addDays, addMonths, endOfMonth, getDay, parseISO, startOfMonth } from 'date-fns';
import type { Day, Id, Task } from '@/api/types';
import { toDay } from '@/lib/calendar';
import { dayAfter, daysBetween, type Entry } from './span';

export type SpanName = 'month' | 'week';

/** The part of a task's bar that lies in one week. */
export interface Segment {
  task: Task;
  entry: Entry;
  /** Its first day in this week. */
  first: Day;
  col: number;
  length: number;
  lane: number;
  begins: boolean;
  ends: boolean;
}

export interface Week {
  days: readonly Day[];
  segments: readonly Segment[];
  /** How many lanes are shown; what lies deeper is counted. */
  shown: number;
}

/** What the keys are at: a task's bar, the count of what is hidden, or the day itself. */
export interface Cursor {
  day: Day;
  on: Id | 'more' | null;
}

/** The whole weeks that hold the month of a day, or its week alone. */
export function daysOf(day: Day, span: SpanName, weekStart: number): Day[][] {
  const date = parseISO(day);
  const first = span === 'month' ? startOfMonth(date) : date;
  const last = span === 'month' ? endOfMonth(date) : date;
  const start = addDays(first, -((getDay(first) - weekStart + 7) % 7));
  const count = Math.floor(daysBetween(toDay(start), toDay(last)) / 7) + 1;
  return Array.from({ length: count }, (_, week) => Array.from({ length: 7 }, (_, at) => toDay(addDays(start, week * 7 + at))));
}

export const turned = (day: Day, span: SpanName, step: 1 | -1): Day =>
  span === 'week' ? dayAfter(day, 7 * step) : toDay(addMonths(parseISO(day), step));

/** Earlier first, of those the longer; the rest as in the list, so that nothing jumps. */
const inOrder = (a: Entry, b: Entry): number =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : a.to > b.to ? -1 : a.to < b.to ? 1 : a.task.rank < b.task.rank ? -1 : 1;

/** Lays bars into weeks; `fit` is how many lanes there is room for. */
export function weeksOf(days: readonly (readonly Day[])[], entries: readonly Entry[], fit: number): Week[] {
  const sorted = entries.toSorted(inOrder);
  return days.map((week) => {
    const [first = '', last = ''] = [week[0], week.at(-1)];
    const free: number[] = [];
    const segments = sorted.filter((entry) => entry.from <= last && entry.to >= first).map((entry): Segment => {
      const col = entry.from < first ? 0 : daysBetween(first, entry.from);
      const end = entry.to > last ? 6 : daysBetween(first, entry.to);
      const found = free.findIndex((taken) => taken <= col);
      const lane = found < 0 ? free.length : found;
      free[lane] = end + 1;
      return { task: entry.task, entry, first: week[col] ?? first, col, length: end - col + 1, lane, begins: entry.from >= first, ends: entry.to <= last };
    });
    // The line that counts the rest takes the place of a lane.
    return { days: week, segments, shown: free.length <= fit ? fit : Math.max(0, fit - 1) };
  });
}

const covers = (segment: Segment, col: number): boolean => segment.col <= col && col < segment.col + segment.length;
export const shownAt = (week: Week, col: number): Segment[] =>
  week.segments.filter((segment) => covers(segment, col) && segment.lane < week.shown).toSorted((a, b) => a.lane - b.lane);
export const hiddenAt = (week: Week, col: number): Segment[] =>
  week.segments.filter((segment) => covers(segment, col) && segment.lane >= week.shown);

type Stop = Cursor['on'];
const stopsAt = (week: Week, col: number): Stop[] => [
  null,
  ...shownAt(week, col).map((segment) => segment.task.id),
  ...(hiddenAt(week, col).length > 0 ? (['more'] as const) : []),
];

/** Where an arrow key leads; beyond the last week to a day that is not shown. */
export function stepped(weeks: readonly Week[], { day, on }: Cursor, key: string): Cursor | null {
  const at = weeks.findIndex((week) => week.days.includes(day));
  const week = weeks[at];
  if (!week) return null;
  const col = week.days.indexOf(day);
  const segment = week.segments.find((one) => one.task.id === on && covers(one, col));
  const stops = stopsAt(week, col);
  const stop = stops.indexOf(on);
  switch (key) {
    case 'arrowright':
      return beside(weeks, dayAfter(day, segment ? segment.col + segment.length - col : 1), segment);
    case 'arrowleft':
      return beside(weeks, dayAfter(day, segment ? segment.col - col - 1 : -1), segment);
    case 'arrowdown':
      return stop + 1 < stops.length ? { day, on: stops[stop + 1] ?? null } : { day: dayAfter(day, 7), on: null };
    case 'arrowup': {
      if (stop > 0) return { day, on: stops[stop - 1] ?? null };
      const above = weeks[at - 1];
      return { day: dayAfter(day, -7), on: above ? (stopsAt(above, col).at(-1) ?? null) : null };
    }
    case 'home':
      return { day: week.days[0] ?? day, on: null };
    case 'end':
      return { day: week.days.at(-1) ?? day, on: null };
    default:
      return null;
  }
}

/** A day at the side: the bar of the same lane there, if there is one. */
function beside(weeks: readonly Week[], day: Day, from: Segment | undefined): Cursor {
  const week = weeks.find(({ days }) => days.includes(day));
  const there = week && from && shownAt(week, week.days.indexOf(day)).find(({ lane }) => lane === from.lane);
  return { day, on: there?.task.id ?? null };
}
