// What the address of a project's views keeps: the open task, and the filters of list and board.
export interface WorkSearch {
  /** The task whose panel is open. */
  task?: string;
}

export function validateWorkSearch(search: Record<string, unknown>): WorkSearch {
  return typeof search.task === 'string' ? { task: search.task } : {};
}
