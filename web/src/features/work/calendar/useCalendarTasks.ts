// The tasks of the part of time that is shown, and those without any date: read page by page for that part alone.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { request, type Query } from '@/api/client';
import { readAll } from '@/api/collections';
import { ApiError } from '@/api/errors';
import type { Day, Id, Page, Project, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { startOfDay } from '@/lib/calendar';
import { matching, type Filter } from '../task/filter';
import { latest } from '../task/pending';
import { latestSeq } from '../task/latestSeq';
import { calendarKey } from '../task/tasks';
import { useLogGrowth } from '../task/useLogGrowth';
import type { Lookup } from '../task/useLookup';
import { dayAfter, entryOf } from './span';

interface Read extends Page<Task> {
  seq: number;
}

/** More are for the list to show. */
const mostUndated = 200;

/** What crosses a stretch of time, by whichever dates a task has; together they find each task once. */
function crossing(from: string, before: string): Query[] {
  const none = { 'endDate[exists]': false };
  return [
    { 'startDate[lt]': before, 'endDate[gte]': from },
    { ...none, 'startDate[gte]': from, 'startDate[lt]': before },
    { ...none, 'startDate[lt]': from, 'dueDate[gte]': from },
    { 'startDate[exists]': false, 'endDate[gte]': from, 'endDate[lt]': before },
    { ...none, 'startDate[exists]': false, 'dueDate[gte]': from, 'dueDate[lt]': before },
  ];
}

const undated = {
  'startDate[exists]': false,
  'endDate[exists]': false,
  'dueDate[exists]': false,
  'statusKind[in]': 'open,active',
  sort: 'rank',
  limit: mostUndated,
};

const retry = (count: number, error: unknown): boolean => count < 2 && !(error instanceof ApiError && error.status < 500);

function useRead(project: Id, name: string, range: readonly Day[], filter: string, read: (base: Query, signal: AbortSignal) => Promise<Page<Task>>) {
  const { id: org } = useOrg();
  return useQuery({
    queryKey: calendarKey(org, { projectId: project, part: name, range: range.join(), filter }),
    queryFn: async ({ signal }): Promise<Read> => {
      // The log is asked first: what happens meanwhile is found by the next look.
      const seq = latestSeq(org, project);
      const page = await read({ projectId: project, ...(filter ? { filter } : {}) }, signal);
      return { ...page, data: page.data.map((task) => latest(task)), seq: await seq };
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry,
  });
}

export function useCalendarTasks(project: Project, first: Day, last: Day, filter: Filter, lookup: Lookup) {
  const { id: org } = useOrg();
  const { timeZone } = lookup;
  const url = `/organizations/${org}/tasks`;
  const text = filter.filter ?? '';
  const shown = useRead(project.id, 'shown', [first, last], text, async (base, signal) => {
    const parts = crossing(startOfDay(first, timeZone), startOfDay(dayAfter(last, 1), timeZone));
    const pages = await Promise.all(parts.map((part) => readAll<Task>(url, { ...base, ...part }, signal)));
    return { data: pages.flatMap((page) => page.data), nextCursor: null };
  });
  const without = useRead(project.id, 'undated', [], text, (base, signal) => request<Page<Task>>('GET', url, { query: { ...base, ...undated }, signal }));
  useLogGrowth(org, project.id, shown.data?.seq, calendarKey(org));

  const tasks = useMemo(() => {
    // A task that was just given a date, or lost it, is in the other list until that is read again.
    const byId = new Map([...(shown.data?.data ?? []), ...(without.data?.data ?? [])].map((task) => [task.id, task]));
    const parts = [...byId.values()].filter((task) => task.childCount === 0);
    const found = matching(parts, { ...(filter.q ? { q: filter.q } : {}) }, lookup);
    return found ? parts.filter(({ id }) => found.has(id)) : parts;
  }, [shown.data, without.data, filter.q, lookup]);
  const entries = useMemo(() => tasks.flatMap((task) => entryOf(task, timeZone) ?? []), [tasks, timeZone]);
  const tray = useMemo(() => tasks.filter((task) => entryOf(task, timeZone) === null), [tasks, timeZone]);
  return {
    entries,
    tray,
    /** There are more without dates than were read. */
    more: without.data?.nextCursor != null,
    isPending: shown.isPending,
    busy: shown.isFetching,
    error: shown.error ?? without.error,
    /** Why the server could not use the conditions. */
    badFilter: text ? shown.error : null,
    hasData: shown.data !== undefined,
    retry: () => void Promise.all([shown.refetch(), without.refetch()]),
  };
}
