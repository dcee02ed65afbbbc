// Editing the statuses of a project. A status keeps its key for life: tasks carry it.
import type { ProjectState, StatusKind } from '@/api/types';

export const kinds: StatusKind[] = ['open', 'active', 'done', 'cancelled'];

/** A key made of the name: `in_review_2` when `in_review` is taken, `status` when nothing of the name is left. */
export function keyFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 56);
  const base = plain || 'status';
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base}_${number}`;
    if (!taken.includes(key)) return key;
  }
}

/** Where a new status of a kind belongs: behind the last of its kind, else where its kind begins. */
export function withNew(statuses: readonly ProjectState[], name: string, kind: StatusKind): ProjectState[] {
  const status = { key: keyFor(name, statuses.map((one) => one.key)), name: name.trim(), kind };
  const at = statuses.findLastIndex((one) => kinds.indexOf(one.kind) <= kinds.indexOf(kind)) + 1;
  return [...statuses.slice(0, at), status, ...statuses.slice(at)];
}

export const withChange = (statuses: readonly ProjectState[], key: string, change: Partial<ProjectState>): ProjectState[] =>
  statuses.map((one) => (one.key === key ? { ...one, ...change } : one));

export const without = (statuses: readonly ProjectState[], key: string): ProjectState[] => statuses.filter((one) => one.key !== key);
