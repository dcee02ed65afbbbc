// The rows of a timesheet: those that have time, and those that were just added for some.
import type { SheetRow, Subject, TimeEntry, Timesheet } from '../types';

export const rowKey = ({ projectId, taskId }: Pick<SheetRow, 'projectId' | 'taskId'>): string => `${projectId}.${taskId ?? ''}`;

export const nameOf = ({ taskKey, taskTitle, projectName }: SheetRow, hidden: string): string => (taskTitle ? `${taskKey ?? ''} ${taskTitle}`.trim() : (projectName ?? hidden));

/** What more time is entered on; nothing for a row of what the caller does not see any more. */
export function subjectOf({ taskId, projectId }: Pick<SheetRow, 'projectId' | 'taskId'>): Subject | null {
  if (taskId) return { taskId };
  return projectId ? { projectId } : null;
}

export const entriesOn = (row: SheetRow, day: string): TimeEntry[] => row.entries.filter(({ date }) => date === day);

/** Added rows stay until they have time of their own. */
export function allRows(sheet: Timesheet, added: readonly SheetRow[]): SheetRow[] {
  const known = new Set(sheet.rows.map(rowKey));
  return [...sheet.rows, ...added.filter((row) => !known.has(rowKey(row)))];
}
