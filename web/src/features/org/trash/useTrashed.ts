// What somebody moved to the trash, newest first. What only went along (the tasks of a trashed project, the subtasks
// of a trashed task) comes back with it and is not listed.
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import { allOptions, useAll } from '@/api/collections';
import type { Id, Page, Project, Task } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';

/** The object that was deleted is changed by it; what went along only gets the date. */
const wentItself = ({ deletedAt, updatedAt }: { deletedAt: string | null; updatedAt: string }): boolean => deletedAt === updatedAt;

const byDate = (a: { deletedAt: string | null }, b: { deletedAt: string | null }): number =>
  (b.deletedAt ?? '').localeCompare(a.deletedAt ?? '');

const tasksOptions = (org: Id, projects: Project[]) => {
  const query = { deleted: true, sort: '-updatedAt', limit: 200, 'projectId[in]': projects.map(({ id }) => id).join(',') };
  return infiniteQueryOptions({
    queryKey: [...keys.list(org, 'tasks', query), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Task>>('GET', `/organizations/${org}/tasks`, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
};

export function useTrashedProjects() {
  const { id } = useOrg();
  const query = useAll(id, 'projects', { deleted: true });
  const projects = useMemo(() => query.data?.data.toSorted(byDate), [query.data]);
  return { ...query, projects };
}

/** What a role must allow to see them. */
const reading = { files: 'file:read', attachments: 'attachment:read', 'field-definitions': 'field:read', views: 'view:read' } as const;

/** Everything of a small collection that went to the trash by itself, and what it is called. */
export function useTrashedOf<N extends keyof typeof reading>(name: N) {
  const { id, may } = useOrg();
  const allowed = may(reading[name]);
  const query = useQuery({ ...allOptions(id, name, { deleted: true }), enabled: allowed });
  const objects = useMemo(
    () => (allowed ? query.data?.data.filter((one) => wentItself(one)).toSorted(byDate) : []),
    [query.data, allowed],
  );
  return { ...query, objects };
}

/** The tasks of the projects that are still there. */
export function useTrashedTasks() {
  const { id } = useOrg();
  const { projects, isPending } = useProjects();
  const query = useInfiniteQuery({ ...tasksOptions(id, projects), enabled: projects.length > 0 });
  const tasks = useMemo(
    () => query.data?.pages.flatMap((page) => page.data).filter(wentItself).toSorted(byDate),
    [query.data],
  );
  return { ...query, tasks: projects.length === 0 && !isPending ? [] : tasks };
}
