// Tasks for tests, without what a test does not say.
import type { Task } from '@/api/types';

export const sample = (id: string, fields: Partial<Task> = {}): Task => ({
  id,
  organizationId: 'o',
  projectId: 'p',
  parentId: null,
  ancestors: [],
  key: `WEB-${id}`,
  title: id,
  description: '',
  status: 'todo',
  statusKind: 'open',
  priority: 'normal',
  assigneeId: null,
  assignments: [],
  labels: [],
  startDate: null,
  endDate: null,
  dueDate: null,
  duration: null,
  baselineStart: null,
  baselineEnd: null,
  dependsOn: [],
  dependencies: [],
  hiddenDependencies: 0,
  estimateHours: null,
  actualHours: null,
  estimateCost: null,
  actualCost: null,
  currency: null,
  scheduleMode: 'auto',
  constraint: null,
  percentComplete: 0,
  actualStart: null,
  actualFinish: null,
  remainingDuration: null,
  calendarId: null,
  milestone: false,
  customFields: [],
  rank: id,
  childCount: 0,
  commentCount: 0,
  createdBy: '',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  deletedAt: null,
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
