// How far a cascade reaches.
import type { Difference } from '@/api/cascade';

export interface Extent {
  /** The first start and the last finish of what moves, where it would stand. */
  from: string;
  until: string;
  /** The last finish as it is, where it would be later. */
  before: string | null;
}

const earlier = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);
const first = (all: readonly string[]): string | undefined => all.reduce<string | undefined>((best, one) => (best === undefined || earlier(one, best) ? one : best), undefined);
const last = (all: readonly string[]): string | undefined => all.reduce<string | undefined>((best, one) => (best === undefined || earlier(best, one) ? one : best), undefined);

/** Null where nothing of it has dates. */
export function extentOf(moved: readonly Difference[]): Extent | null {
  const named = (which: 'before' | 'after', name: 'startDate' | 'endDate') => moved.flatMap((one) => one[which][name] ?? []);
  const from = first(named('after', 'startDate'));
  const until = last(named('after', 'endDate'));
  if (!from || !until) return null;
  const before = last(named('before', 'endDate'));
  return { from, until, before: before && earlier(before, until) ? before : null };
}
