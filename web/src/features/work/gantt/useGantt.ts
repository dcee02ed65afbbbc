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
  const chart = useMemo(() => data && decode(data), [data]);
  useFresh(id, project, data?.seq);
  return { chart, error, isFetching, retry: () => void refetch() };
}

const pollEvery = 10_000;

/** Looks now and then whether the project's log has grown. */
function useFresh(org: Id, project: Id, known: number | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (known === undefined) return;
    const look = async () => {
      if (document.hidden || (await latestSeq(org, project)) <= known) return;
      void client.invalidateQueries({ queryKey: ganttKey(org, project) });
    };
    const timer = setInterval(() => void look(), pollEvery);
    return () => clearInterval(timer);
  }, [client, org, project, known]);
}
