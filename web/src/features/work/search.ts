// What the address of a project's views keeps: the open task, and the filter of list and board.
import type { Filter } from './task/filter';

export interface WorkSearch extends Filter {
  /** The task whose panel is open. */
  task?: string;
}

const texts = (value: unknown): string[] | undefined => {
  const list = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  return list.length > 0 ? list : undefined;
};

export function validateWorkSearch(search: Record<string, unknown>): WorkSearch {
  const status = texts(search.status);
  const person = texts(search.person);
  const label = texts(search.label);
  return {
    ...(typeof search.task === 'string' ? { task: search.task } : {}),
    ...(typeof search.q === 'string' && search.q ? { q: search.q } : {}),
    ...(status ? { status } : {}),
    ...(person ? { person } : {}),
    ...(label ? { label } : {}),
  };
}
