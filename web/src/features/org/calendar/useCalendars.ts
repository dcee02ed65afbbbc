// The working calendars of the organization by name, and what is known to use one without asking for it.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allOptions } from '@/api/collections';
import type { Calendar, Id, Project } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { byName } from '@/lib/collate';

export function useCalendars() {
  const { id, may } = useOrg();
  const { data, error, isPending, refetch } = useQuery({ ...allOptions(id, 'calendars'), enabled: may('calendar:read') });
  const calendars = useMemo<Calendar[]>(() => (data?.data ?? []).toSorted(byName), [data]);
  return { calendars, error, isPending, refetch, hasData: data !== undefined };
}

/** The projects that have each calendar. */
export function useProjectsByCalendar(): ReadonlyMap<Id | null, Project[]> {
  const { projects } = useProjects();
  return useMemo(() => Map.groupBy(projects, ({ calendarId }) => calendarId), [projects]);
}
