// The chart of a project: read whole, decoded once, read again when the log says that something changed.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { request } from '@/api/client';
import { isTransient } from '@/api/errors';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { latestSeq } from '../task/tasks';
import { useLogGrowth } from '../task/useLogGrowth';
import type { GanttBody } from './chart/model';
import { chartOf } from './chart/shifted';

export const ganttKey = (org: Id, project: Id) => ['org', org, 'gantt', project] as const;

const ganttOptions = (org: Id, project: Id) =>
  queryOptions({
    queryKey: ganttKey(org, project),
    queryFn: async ({ signal }): Promise<GanttBody & { seq: number }> => {
      // The log is asked first: what happens meanwhile is found by the next look.
      const seq = latestSeq(org, project);
      const body = await request<GanttBody>('GET', `/organizations/${org}/projects/${project}/gantt`, { signal });
      return { ...body, seq: await seq };
    },
    // Comparing columns of ten thousand values costs more than drawing them.
    structuralSharing: false,
    retry: (count, error) => isTransient(error) && count < 3,
  });

export function useGantt(project: Id) {
  const { id } = useOrg();
  const { data, error, isFetching, refetch } = useQuery(ganttOptions(id, project));
  const chart = useMemo(() => data && chartOf(data), [data]);
  useLogGrowth(id, project, data?.seq, ganttKey(id, project));
  return { chart, error, isFetching, retry: () => void refetch() };
}
