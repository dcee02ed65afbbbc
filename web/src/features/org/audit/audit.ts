// Reading the audit log: newest first, page after page, with filters that stand in the address.
import { infiniteQueryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiUrl, request, type Query } from '@/api/client';
import { listOptions } from '@/api/collections';
import type { AuditEntry, Day, Id, Page, Task } from '@/api/types';
import { nextDay, startOfDay } from '@/lib/calendar';
import { useOrg } from '@/features/org/useOrg';
import type { AuditSearch } from '@/routes/search';

/** What the server is asked, for days in the organization's time zone; the last day counts whole. */
export function auditQuery({ actor, model, action, object, from, until }: AuditSearch, timeZone: string): Query {
  const start = (day: Day | undefined) => day && startOfDay(day, timeZone);
  return { actorId: actor, model, action, objectId: object, from: start(from), until: start(until && nextDay(until)) };
}

export const auditOptions = (org: Id, query: Query) =>
  infiniteQueryOptions({
    queryKey: ['org', org, 'audit', query],
    queryFn: ({ pageParam, signal }) =>
      request<Page<AuditEntry>>('GET', `/organizations/${org}/audit`, { query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 5_000,
  });

export const exportUrl = (org: Id, query: Query): string => apiUrl(`/organizations/${org}/audit/export`, query);

/** The tasks that entries are about, as far as the reader may see them and they are not in the trash. */
export function useTasksOf(entries: readonly AuditEntry[]): ReadonlyMap<Id, Task> {
  const { id: org } = useOrg();
  const ids = useMemo(() => [...new Set(entries.flatMap((entry) => entry.taskId ?? []))].slice(-200), [entries]);
  const { data } = useQuery({
    ...listOptions(org, 'tasks', { 'id[in]': ids.join(','), limit: 200 }),
    enabled: ids.length > 0,
    placeholderData: (previous) => previous,
    staleTime: 60_000,
  });
  return useMemo(() => new Map((data?.data ?? []).map((task) => [task.id, task])), [data]);
}
