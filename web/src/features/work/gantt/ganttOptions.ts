// How the chart of a project is read, whole; also before its screen is there.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { request } from '@/api/client';
import { isTransient } from '@/api/errors';
import type { Id } from '@/api/types';
import { projectsOptions } from '@/features/org/useOrg';
import { latestSeq } from '../task/latestSeq';
import type { GanttBody } from './chart/model';

export const ganttKey = (org: Id, project: Id) => ['org', org, 'gantt', project] as const;

export const ganttOptions = (org: Id, project: Id) =>
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

/** Asks for the chart of a project, named by its key or id, unless it was read before. */
export async function prefetchGantt(client: QueryClient, org: Id, key: string): Promise<void> {
  const { data } = await client.ensureQueryData(projectsOptions(org));
  const project = data.find((one) => one.key === key || one.id === key);
  if (!project || client.getQueryData(ganttKey(org, project.id))) return;
  await client.prefetchQuery(ganttOptions(org, project.id));
}
