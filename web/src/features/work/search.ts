// What the address of a project's views keeps: the open task or file, the saved view, and the filter of list and board.
import type { Filter } from './task/filter';

export interface WorkSearch extends Filter {
  /** The task whose panel is open. */
  task?: string;
  /** The file whose panel is open. */
  file?: string;
  /** The saved view that the filter began with. */
  view?: string;
}

export function validateWorkSearch(search: Record<string, unknown>): WorkSearch {
  const found: WorkSearch = {};
  for (const name of ['task', 'file', 'view', 'q', 'filter'] as const) {
    const value = search[name];
    if (typeof value === 'string' && value) found[name] = value;
  }
  return found;
}
