// What the address of a project's views keeps: the open task or file, the saved view, the filter of list and board,
// and which time the calendar or which baseline the comparison shows.
import type { Day } from '@/api/types';
import type { Filter } from './task/filter';

export interface WorkSearch extends Filter {
  /** The task whose panel is open. */
  task?: string;
  /** The file whose panel is open. */
  file?: string;
  /** The saved view that the filter began with. */
  view?: string;
  /** The day whose month or week the calendar shows, or as of which the budget is computed; today without it. */
  day?: Day;
  /** A month without it. */
  span?: 'month' | 'week';
  /** The baseline that the plan is compared with; the newest without it. */
  baseline?: string;
  /** How finely the curves of the budget are drawn; by week without it. */
  interval?: 'month';
  /** Only what differs from the baseline. */
  changed?: true;
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

export function validateWorkSearch(search: Record<string, unknown>): WorkSearch {
  const found: WorkSearch = {};
  for (const name of ['task', 'file', 'view', 'q', 'filter', 'baseline'] as const) {
    const value = search[name];
    if (typeof value === 'string' && value) found[name] = value;
  }
  if (typeof search.day === 'string' && isDay(search.day)) found.day = search.day;
  if (search.span === 'week') found.span = 'week';
  if (search.changed === true) found.changed = true;
  if (search.interval === 'month') found.interval = 'month';
  return found;
}
