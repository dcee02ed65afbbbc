// What a change of a task brings along, shown before the server has answered, and how it is taken back.
import { addDays, differenceInCalendarDays, parseISO } from 'date-fns';
import type { components } from '@/api/schema';
import type { CustomValue, Instant, ProjectState, Task } from '@/api/types';

type Schemas = components['schemas'];

/** What a request may change of a task; links in their full form only, of the custom fields those that it names. */
export type TaskChanges = Partial<Pick<Task, Exclude<keyof Schemas['TaskPatch'] & keyof Task, 'dependsOn'>>>;

/** A bare day is sent as it is; until the answer it is shown as its noon, the same day almost everywhere. */
const instant = (value: string | null): Instant | null =>
  value !== null && value.length === 10 ? `${value}T12:00:00.000Z` : value;

const dates = ['startDate', 'endDate', 'dueDate', 'actualStart', 'actualFinish'] as const;

/** The fields a task will have after `changes`, as far as this side can tell. */
export function effectsOf(task: Task, changes: TaskChanges, statuses: readonly ProjectState[]): Partial<Task> {
  const next: Partial<Task> = { ...changes };
  for (const name of dates) if (changes[name] !== undefined) next[name] = instant(changes[name]);
  if (changes.status !== undefined) {
    const kind = statuses.find((status) => status.key === changes.status)?.kind ?? task.statusKind;
    next.statusKind = kind;
    if (kind === 'done' && task.statusKind !== 'done') complete(task, changes, next);
  }
  if (changes.actualFinish && !task.actualFinish) complete(task, changes, next);
  if (changes.assignments) next.assigneeId = changes.assignments[0]?.userId ?? null;
  else if (changes.assigneeId !== undefined) next.assignments = leadBy(task, changes.assigneeId);
  if (changes.startDate !== undefined && changes.endDate === undefined) Object.assign(next, startMoves(task, next));
  if (changes.milestone && changes.duration === undefined && task.duration === null) next.duration = 0;
  if (changes.customFields) next.customFields = mergedFields(task.customFields, changes.customFields);
  if (changes.dependencies) next.dependsOn = changes.dependencies.map((link) => link.taskId);
  return next;
}

/** What is done, or has ended, is complete; the progress of parts makes that of their whole. */
function complete(task: Task, changes: TaskChanges, next: Partial<Task>) {
  if (changes.percentComplete === undefined && task.childCount === 0) next.percentComplete = 100;
}

/** What the change does not name stays; null takes away. */
function mergedFields(had: readonly CustomValue[], changes: readonly CustomValue[]): CustomValue[] {
  const named = new Map(changes.map(({ fieldId, value }) => [fieldId, value]));
  const kept = had.map((one) => (named.has(one.fieldId) ? { ...one, value: named.get(one.fieldId) } : one));
  const added = changes.filter(({ fieldId }) => !had.some((one) => one.fieldId === fieldId));
  return [...kept, ...added].filter(({ value }) => value !== null);
}

/** `assigneeId` alone replaces the first person and leaves the others. */
function leadBy(task: Task, lead: string | null): Task['assignments'] {
  if (lead === null) return [];
  const units = task.assignments.find((a) => a.userId === lead)?.units ?? 1;
  return [{ userId: lead, units }, ...task.assignments.slice(1).filter((a) => a.userId !== lead)];
}

/** A moved start takes the end along, and binds an automatically scheduled task visibly. */
function startMoves(task: Task, next: Partial<Task>): Partial<Task> {
  const start = next.startDate;
  const bound: Partial<Task> =
    task.scheduleMode === 'auto' && next.constraint === undefined
      ? { constraint: start ? { type: 'SNET', date: start } : null }
      : {};
  if (!start || !task.startDate || !task.endDate) return bound;
  const shift = differenceInCalendarDays(parseISO(start), parseISO(task.startDate));
  return { ...bound, endDate: addDays(parseISO(task.endDate), shift).toISOString() };
}

const weighed = ['percentComplete', 'statusKind', 'estimateHours', 'duration', 'milestone', 'parentId'] as const;

/** Whether the progress of the tasks above follows a change. */
export const rollsUp = (before: Task, after: Task): boolean =>
  (before.parentId ?? after.parentId) !== null && weighed.some((name) => before[name] !== after[name]);

const planned = ['startDate', 'endDate', 'duration', 'constraint', 'scheduleMode', 'milestone', 'calendarId'] as const;

/** The change that takes `changes` back, made from the task as it was before. */
export function inverseOf(before: Task, changes: TaskChanges): TaskChanges {
  const names = Object.keys(changes) as (keyof TaskChanges)[];
  const back: TaskChanges = Object.fromEntries(names.map((name) => [name, before[name]]));
  const completes = changes.status !== undefined || changes.actualFinish !== undefined;
  if (completes && before.childCount === 0) back.percentComplete = before.percentComplete;
  if (changes.assigneeId !== undefined || changes.assignments !== undefined) {
    delete back.assigneeId;
    back.assignments = before.assignments;
  }
  if (changes.customFields) {
    const had = new Map(before.customFields.map(({ fieldId, value }) => [fieldId, value]));
    back.customFields = changes.customFields.map(({ fieldId }) => ({ fieldId, value: had.get(fieldId) ?? null }));
  }
  if (planned.some((name) => changes[name] !== undefined)) Object.assign(back, planBack(before));
  return back;
}

/** Of start, end and duration two are enough; the server computes the third and refuses three that disagree. */
function planBack(before: Task): TaskChanges {
  const { startDate, endDate, constraint, scheduleMode, milestone, calendarId, duration } = before;
  const length = startDate && endDate ? {} : { duration };
  return { startDate, endDate, constraint, scheduleMode, milestone, calendarId, ...length };
}
