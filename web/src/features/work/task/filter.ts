// The quick filter of list and board: words, and chosen statuses, people and labels. All of it must match.
import type { Id, Label, Member, ProjectState, Task } from '@/api/types';

export interface Filter {
  /** Words to find in title, key, people, status and labels. */
  q?: string;
  status?: string[];
  /** User ids; `none` for tasks of nobody. */
  person?: string[];
  label?: Id[];
}

export const nobody = 'none';

export const isActive = (filter: Filter): boolean =>
  Boolean(filter.q?.trim() || filter.status?.length || filter.person?.length || filter.label?.length);

interface Names {
  statuses: ReadonlyMap<string, ProjectState>;
  people: ReadonlyMap<Id, Member>;
  labels: ReadonlyMap<Id, Label>;
}

/** Lower case without accents, so that `uberprufung` finds `Überprüfung`. */
export const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The ids that pass, or undefined when nothing is filtered. */
export function matching(tasks: readonly Task[], filter: Filter, names: Names): Set<Id> | undefined {
  if (!isActive(filter)) return undefined;
  const words = plain(filter.q ?? '').split(/\s+/).filter(Boolean);
  const passes = (task: Task): boolean =>
    within(filter.status, [task.status]) &&
    within(filter.person, task.assignments.length > 0 ? task.assignments.map((a) => a.userId) : [nobody]) &&
    within(filter.label, task.labels) &&
    (words.length === 0 || hasWords(words, task, names));
  return new Set(tasks.filter(passes).map((task) => task.id));
}

const within = (wanted: readonly string[] | undefined, have: readonly string[]): boolean =>
  !wanted?.length || have.some((one) => wanted.includes(one));

function hasWords(words: readonly string[], task: Task, { statuses, people, labels }: Names): boolean {
  const text = plain(
    [
      task.title,
      task.key,
      statuses.get(task.status)?.name,
      ...task.assignments.map((a) => people.get(a.userId)?.name),
      ...task.labels.map((id) => labels.get(id)?.name),
    ].join('\n'),
  );
  return words.every((word) => text.includes(word));
}
