// A person's hourly rates as a history: each is valid until the next one of the same project, or everywhere.
import type { Day, Id, PersonRate } from '@/api/types';
import { dayAfter } from '@/features/work/calendar/span';

export interface Period {
  rate: PersonRate;
  /** The last day on which it is valid; null while no other follows. */
  until: Day | null;
  state: 'past' | 'current' | 'coming';
}

/** By project (null is everywhere, and first), the newest first. */
export function historyOf(rates: readonly PersonRate[], today: Day): [Id | null, Period[]][] {
  const projects = [...new Set(rates.map(({ projectId }) => projectId))];
  return projects
    .toSorted((a, b) => Number(b === null) - Number(a === null))
    .map((project) => {
      const group = rates.filter(({ projectId }) => projectId === project);
      const newest = group.toSorted((a, b) => (a.from < b.from ? 1 : -1));
      return [
        project,
        newest.map((rate, at): Period => {
          const next = newest[at - 1];
          const state = rate.from > today ? 'coming' : next && next.from <= today ? 'past' : 'current';
          return { rate, until: next ? dayAfter(next.from, -1) : null, state };
        }),
      ];
    });
}

/** The rate that is valid everywhere today. */
export const currentOf = (rates: readonly PersonRate[], today: Day): PersonRate | undefined =>
  historyOf(rates, today)
    .find(([project]) => project === null)?.[1]
    .find(({ state }) => state === 'current')?.rate;
