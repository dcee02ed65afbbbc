// The chart of a project: read whole, decoded once, read again when the log says that something changed.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { request } from '@/api/client';
import { isTransient } from '@/api/errors';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { latestSeq } from '../task/tasks';
import { decode, type GanttBody } from './chart/model';

export const ganttKey = (org: Id, project: Id) => ['org', org, 'gantt', project] as const;

const ganttOptions = (org: Id, project: Id) =>
  queryOptions({
    queryKey: ganttKey(org, project),
    queryFn: ({ signal }) => request<GanttBody>('GET', `/organizations/${org}/projects/${project}/gantt`, { signal }),
    // Comparing columns of ten thousand values costs more than drawing them.
    structuralSharing: false,
    retry: (count, error) => isTransient(error) && count < 3,
  });

export function useGantt(project: Id) {
  const { id } = useOrg();
  const { data, error, isFetching, refetch } = useQuery(ganttOptions(id, project));
  const chart = useMemo(() => data && decode(data), [data]);
  useFresh(id, project, data !== undefined);
  return { chart, error, isFetching, retry: () => void refetch() };
}

const pollEvery = 10_000;

/** Looks now and then whether the project's log has grown. */
function useFresh(org: Id, project: Id, ready: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!ready) return;
    let known: number | null = null;
    const look = async () => {
      if (document.hidden) return;
      const seq = await latestSeq(org, project);
      if (known !== null && seq > known) void client.invalidateQueries({ queryKey: ganttKey(org, project) });
      known = seq;
    };
    void look();
    const timer = setInterval(() => void look(), pollEvery);
    return () => clearInterval(timer);
  }, [client, org, project, ready]);
}
