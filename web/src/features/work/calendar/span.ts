// Which days of the calendar a task takes, and what is changed when it is moved to others.
import { addDays, differenceInCalendarDays, parseISO } from 'date-fns';
import type { Day, Instant, Task } from '@/api/types';
import { offsetAt, toDay } from '@/lib/calendar';
import { dayOf } from '@/lib/format';
import type { TaskChanges } from '../task/effects';

/** A task with the first and the last of its days. */
export interface Entry {
  task: Task;
  from: Day;
  to: Day;
}

export const dayAfter = (day: Day, days: number): Day => toDay(addDays(parseISO(day), days));
export const daysBetween = (from: Day, to: Day): number => differenceInCalendarDays(parseISO(to), parseISO(from));

/** The day on which something ends: midnight belongs to the day that it ends. */
const lastDay = (end: Instant, timeZone: string): Day | null => dayOf(new Date(Date.parse(end) - 1).toISOString(), timeZone);

/** From start to end; without an end to the due date. Null for a task without dates. */
export function entryOf(task: Task, timeZone: string): Entry | null {
  const end = task.endDate ?? task.dueDate;
  const from = dayOf(task.startDate ?? end, timeZone);
  if (!from) return null;
  const to = end && !task.milestone ? lastDay(end, timeZone) : from;
  return { task, from, to: to && to > from ? to : from };
}

/** The same time of day, so many days later, also across a change of the clock. */
function shifted(at: Instant, days: number, timeZone: string): Instant {
  const instant = Date.parse(at);
  const local = instant + offsetAt(instant, timeZone) + days * 86_400_000;
  const guess = local - offsetAt(instant, timeZone);
  return new Date(local - offsetAt(guess, timeZone)).toISOString();
}

/** The change that moves a task by days; what only has a date to be done by gets another one. */
export function moveBy(task: Task, days: number, timeZone: string): TaskChanges {
  const { startDate, endDate, dueDate } = task;
  const due = dueDate && !endDate ? { dueDate: shifted(dueDate, days, timeZone) } : {};
  if (startDate) return { startDate: shifted(startDate, days, timeZone), ...due };
  return endDate ? { endDate: shifted(endDate, days, timeZone) } : due;
}

export type Edge = 'start' | 'end';

/** A bar between two dates can be stretched; what is a moment, or has only a date to be done by, cannot. */
export const mayStretch = ({ task }: Entry): boolean => !task.milestone && (task.startDate !== null || task.endDate !== null);

/** With one edge on another day; the other stays, and a bar takes a day at least. */
export function stretched(entry: Entry, edge: Edge, day: Day): Entry {
  if (edge === 'start') return { ...entry, from: day > entry.to ? entry.to : day };
  return { ...entry, to: day < entry.from ? entry.from : day };
}

/** The change that puts an edge on a day. The start goes with the end, that would come along otherwise. */
export function stretchTo({ startDate, endDate, dueDate }: Task, edge: Edge, day: Day): TaskChanges {
  if (edge === 'start') return { startDate: day, ...(endDate ? { endDate } : {}) };
  return startDate && !endDate && dueDate ? { dueDate: day } : { endDate: day };
}
