// Tasks for tests, without what a test does not say.
import type { Task } from '@/api/types';
import { emptyTask } from './blank';

export const sample = (id: string, fields: Partial<Task> = {}): Task => ({
  ...emptyTask,
  id,
  organizationId: 'o',
  projectId: 'p',
  key: `WEB-${id}`,
  title: id,
  status: 'todo',
  rank: id,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  revision: 1,
  can: ['update', 'delete'],
  ...fields,
});

/** `a(b(c)d)e`: a tree in one line; ranks follow the order of the letters. */
export function forest(text: string): Task[] {
  const tasks: Task[] = [];
  const above: string[] = [];
  let last = '';
  for (const letter of text) {
    if (letter === '(') above.push(last);
    else if (letter === ')') above.pop();
    else {
      last = letter;
      tasks.push(sample(letter, { parentId: above.at(-1) ?? null, ancestors: [...above], rank: `a${tasks.length.toString(36)}` }));
    }
  }
  return tasks;
}
