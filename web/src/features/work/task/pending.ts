// What was changed here and is not yet answered: answers to earlier requests must not undo later edits on screen.
import type { Id, Task } from '@/api/types';

const overlays = new Map<Id, Partial<Task>[]>();

/** Shows `fields` until the answer; call what it returns then. */
export function pend(id: Id, fields: Partial<Task>): () => void {
  overlays.set(id, [...(overlays.get(id) ?? []), fields]);
  return () => {
    const rest = (overlays.get(id) ?? []).filter((other) => other !== fields);
    if (rest.length > 0) overlays.set(id, rest);
    else overlays.delete(id);
  };
}

export const overlaid = (task: Task): Task => {
  const waiting = overlays.get(task.id);
  return waiting ? Object.assign({}, task, ...waiting) as Task : task;
};

/** The task as it was where it still shows `fields`; what was changed since stays. */
export function reverted(task: Task, before: Task, fields: Partial<Task>): Task {
  const next = { ...task };
  for (const name of Object.keys(fields) as (keyof Task)[]) {
    if (task[name] === fields[name]) Object.assign(next, { [name]: before[name] });
  }
  return next;
}

const real = new Map<Id, Id>();
let count = 0;

/** A task shown before the server has given it an id. */
export const draftId = (): Id => `draft-${++count}`;
export const isDraft = (id: Id): boolean => id.startsWith('draft-');
export const becomes = (draft: Id, id: Id): void => void real.set(draft, id);
/** The server's id of a task, also when it was asked for before there was one. */
export const realId = (id: Id): Id => real.get(id) ?? id;
