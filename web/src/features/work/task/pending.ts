// What was changed here and is not yet answered, and which of two answers is the newer one: requests overtake each other.
import type { Id, Task } from '@/api/types';

interface Waiting {
  /** The newest that the server has said. */
  base: Task;
  fields: Partial<Task>[];
}

const waiting = new Map<Id, Waiting>();
const onTop = ({ base, fields }: Waiting): Task => Object.assign({}, base, ...fields) as Task;
const newer = (known: Task | undefined, read: Task): Task => (known && known.revision > read.revision ? known : read);

/** Keeps `fields` on top until the server has answered; what it returns takes the answer, if there is one, and says what to show then. */
export function pend(task: Task, fields: Partial<Task>): (answer?: Task) => Task {
  const own = waiting.get(task.id) ?? { base: task, fields: [] };
  own.fields.push(fields);
  waiting.set(task.id, own);
  return (answer) => {
    if (answer) own.base = newer(own.base, answer);
    own.fields = own.fields.filter((other) => other !== fields);
    if (own.fields.length === 0) waiting.delete(realId(task.id));
    return onTop(own);
  };
}

/** A task without what is on its way. */
export const stored = (task: Task): Task => waiting.get(task.id)?.base ?? task;

/** What to show of a task as it was read: what is known `here` where that is newer, and what is on its way on top. */
export function latest(read: Task, here?: Task): Task {
  const own = waiting.get(read.id);
  if (!own) return newer(here, read);
  own.base = newer(own.base, read);
  return onTop(own);
}

const real = new Map<Id, Id>();
let count = 0;

/** A task shown before the server has given it an id. */
export const draftId = (): Id => `draft-${++count}`;
export const isDraft = (id: Id): boolean => id.startsWith('draft-');
export function becomes(draft: Id, id: Id): void {
  real.set(draft, id);
  const own = waiting.get(draft);
  if (own) waiting.set(id, own);
  waiting.delete(draft);
}
/** The server's id of a task, also when it was asked for before there was one. */
export const realId = (id: Id): Id => real.get(id) ?? id;
