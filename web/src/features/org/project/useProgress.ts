// How far the tasks of projects are: two counts per project, read together and kept for a while.
import { useQueries } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { Id, Page, Project, Task } from '@/api/types';

export interface Progress {
  done: number;
  total: number;
}

async function count(org: Id, projectId: Id, kinds: string, signal?: AbortSignal): Promise<number> {
  const page = await request<Page<Pick<Task, 'id'>>>('GET', `/organizations/${org}/tasks`, {
    query: { projectId, 'statusKind[in]': kinds, count: true, limit: 1, fields: 'id' },
    ...(signal ? { signal } : {}),
  });
  return page.total ?? 0;
}

/** By project id; a project is missing while its counts are read. Cancelled tasks don't count. */
export function useProgress(org: Id, projects: Project[]): Map<Id, Progress> {
  const results = useQueries({
    queries: projects.map(({ id }) => ({
      queryKey: ['org', org, 'tasks', 'progress', id],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Progress> => {
        const [open, done] = await Promise.all([
          count(org, id, 'open,active', signal),
          count(org, id, 'done', signal),
        ]);
        return { done, total: open + done };
      },
      staleTime: 30_000,
    })),
  });
  return new Map(projects.flatMap(({ id }, index) => (results[index]?.data ? [[id, results[index].data] as const] : [])));
}
