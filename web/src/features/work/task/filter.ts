// The filter of list and board: words, found here as they are typed, and conditions, which the server reads.
import type { Id, Label, Member, ProjectState, Task } from '@/api/types';

export interface Filter {
  /** Words to find in title, key, people, status and labels. */
  q?: string;
  /** Conditions in the filter language. */
  filter?: string;
}

/** Chosen where nobody is meant. */
export const nobody = 'none';

export const isActive = ({ q, filter }: Filter): boolean => Boolean(q?.trim() || filter?.trim());

interface Names {
  statuses: ReadonlyMap<string, ProjectState>;
  people: ReadonlyMap<Id, Member>;
  labels: ReadonlyMap<Id, Label>;
}

/** Lower case without accents, so that `uberprufung` finds `Überprüfung`. */
export const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The ids that have the words and are among `found`, or undefined when nothing is filtered. */
export function matching(tasks: readonly Task[], { q }: Filter, names: Names, found?: ReadonlySet<Id>): Set<Id> | undefined {
  const words = plain(q ?? '').split(/\s+/).filter(Boolean);
  if (words.length === 0) return found && new Set(found);
  const passes = (task: Task): boolean => (!found || found.has(task.id)) && hasWords(words, task, names);
  return new Set(tasks.filter(passes).map((task) => task.id));
}

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
