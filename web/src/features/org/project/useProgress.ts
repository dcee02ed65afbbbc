// How far the tasks of projects are: one request for all of them.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { request } from '@/api/client';
import type { Id, ProjectProgress } from '@/api/types';

/** By project id. A project without tasks has no entry; nothing at all while it is read for the first time. */
export function useProgress(org: Id): Map<Id, ProjectProgress> | undefined {
  const { data } = useQuery({
    // Among the projects, so that whatever refreshes them (an import, a restore) refreshes this.
    queryKey: ['org', org, 'projects', 'progress'],
    queryFn: ({ signal }) => request<ProjectProgress[]>('GET', `/organizations/${org}/projects/progress`, { signal }),
    staleTime: 0,
  });
  return useMemo(() => data && new Map(data.map((progress) => [progress.projectId, progress])), [data]);
}
