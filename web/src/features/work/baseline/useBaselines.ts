// The baselines of a project, newest first, and how the plan stands to one of them.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import { allOptions, refresh, write } from '@/api/collections';
import type { Baseline, Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { ganttKey } from '../gantt/ganttOptions';
import type { Variance } from './variance';

export function useBaselines(project: Id) {
  const { id } = useOrg();
  const query = useQuery(allOptions(id, 'baselines', { projectId: project, sort: '-createdAt' }));
  return { ...query, baselines: useMemo(() => query.data?.data ?? [], [query.data]) };
}

export function useVariance(project: Id, baseline: Id | undefined) {
  const { id } = useOrg();
  return useQuery({
    queryKey: ['org', id, 'variance', project, baseline],
    queryFn: ({ signal }) => request<Variance>('GET', `/organizations/${id}/projects/${project}/baselines/${baseline}/variance`, { signal }),
    enabled: baseline !== undefined,
    staleTime: 0,
    structuralSharing: false,
  });
}

export function useBaselineWrites(project: Id) {
  const { id } = useOrg();
  const client = useQueryClient();
  /** Chart and tasks show the dates of the active baseline. */
  const again = async () => {
    await refresh(client, id, 'baselines');
    void client.invalidateQueries({ queryKey: ganttKey(id, project) });
    void client.invalidateQueries({ queryKey: keys.collection(id, 'tasks') });
  };
  return {
    freeze: async (name: string): Promise<Baseline> => {
      const made = await request<Baseline>('POST', `/organizations/${id}/projects/${project}/baselines`, { body: { name } });
      await again();
      return made;
    },
    trash: (baseline: Id) => write.trash(id, 'baselines', baseline).then(again),
    restore: (baseline: Id) => write.restore(id, 'baselines', baseline).then(again),
  };
}
