// A task before anything is known of it.
import { fields } from '@/api/fields';
import type { Task } from '@/api/types';

/** Each field as its schema says it is when empty. */
export const emptyTask = {
  ...Object.fromEntries(Object.entries(fields.Task).map(([name, field]) => [name, field.blank])),
  statusKind: 'open',
  priority: 'normal',
  scheduleMode: 'auto',
} as unknown as Omit<Task, 'id' | 'organizationId' | 'projectId' | 'title' | 'rank' | 'createdAt' | 'updatedAt'>;
