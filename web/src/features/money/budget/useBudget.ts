// The budget of a project as of a day, and what is changed about it.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '@/api/client';
import { refresh, write } from '@/api/collections';
import type { Day, Id, Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import type { Budget, Interval } from '../types';

export interface BudgetQuery {
  statusDate?: Day | undefined;
  interval?: Interval | undefined;
  baselineId?: Id | undefined;
}

export function useBudget(project: Id, query: BudgetQuery) {
  const { id } = useOrg();
  return useQuery({
    queryKey: ['org', id, 'budget', project, query],
    queryFn: ({ signal }) => request<Budget>('GET', `/organizations/${id}/projects/${project}/budget`, { query: { ...query }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export interface BudgetChange {
  budget: number | null;
  currency?: string;
  budgetThresholds?: number[];
}

/** Sets a project's budget; everything that shows it is read anew. */
export function useSetBudget(project: Project): (change: BudgetChange) => Promise<void> {
  const { id } = useOrg();
  const client = useQueryClient();
  return async (change) => {
    await write.patch(id, 'projects', project.id, { ...change });
    await Promise.all([client.invalidateQueries({ queryKey: ['org', id, 'budget', project.id] }), refresh(client, id, 'projects')]);
  };
}
