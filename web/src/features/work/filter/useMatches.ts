// Which tasks of a project pass a filter in words: the server reads it, so that text, form and saved views mean the same
// everywhere. While it answers, and when a text cannot be read, what was found before stays.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { readAll } from '@/api/collections';
import { ApiError } from '@/api/errors';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import type { ProjectTasks } from '../task/tasks';

/** What is wrong with a filter, and at which of its characters. */
export interface BadFilter {
  position: number;
  found: string;
  expected: string;
}

export interface Matches {
  /** Undefined when nothing is filtered. */
  ids: ReadonlySet<Id> | undefined;
  /** The first answer is on its way. */
  pending: boolean;
  busy: boolean;
  error: unknown;
}

/** Edits come in bursts; the filter is asked again when they pause. */
const pause = 600;

export function useMatches(project: Id, filter: string, { tasks, progress }: ProjectTasks): Matches {
  const { id: org } = useOrg();
  const on = filter !== '';
  const query = useQuery<Id[]>({
    queryKey: ['org', org, 'matches', project, filter],
    queryFn: ({ signal }) =>
      readAll<{ id: Id }>(`/organizations/${org}/tasks`, { projectId: project, filter, fields: 'id' }, signal).then((page) => page.data.map(({ id }) => id)),
    enabled: on,
    placeholderData: (previous) => previous,
    retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    gcTime: 60_000,
  });
  const { data, error, refetch } = query;
  useRefetch(tasks, on && progress === null, refetch);
  const last = useRef<readonly Id[]>(undefined);
  if (data) last.current = data;
  const shown = data ?? (error ? last.current : undefined);
  const ids = useMemo(() => (on && (shown || !error) ? new Set(shown) : undefined), [on, shown, error]);
  return { ids, pending: on && query.isPending && !error, busy: on && query.isFetching, error: on ? error : null };
}

function useRefetch(tasks: unknown, on: boolean, refetch: () => unknown): void {
  const seen = useRef(tasks);
  useEffect(() => {
    if (!on || seen.current === tasks) return;
    const timer = setTimeout(() => {
      seen.current = tasks;
      refetch();
    }, pause);
    return () => clearTimeout(timer);
  }, [tasks, on, refetch]);
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The place and the reason, when the server could not read the filter. */
export function badFilter(error: unknown): BadFilter | null {
  if (!(error instanceof ApiError) || error.code !== 'bad_filter') return null;
  const { position, found, expected } = error.body as Record<string, unknown>;
  return typeof position === 'number' && isText(found) && isText(expected) ? { position, found, expected } : null;
}
