// On which days a project works. A task that the schedule moves starts on one of them.
import { useQuery } from '@tanstack/react-query';
import { parseISO } from 'date-fns';
import { useMemo } from 'react';
import { allOptions } from '@/api/collections';
import type { Calendar, Day, Project, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { dayAfter } from './span';

export type Works = (day: Day) => boolean;

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** The server's standard calendar, where nobody has made one. */
const standard: Works = (day) => ![0, 6].includes(parseISO(day).getDay());

export function worksIn(calendar: Calendar | undefined): Works {
  if (!calendar) return standard;
  const { week, exceptions } = calendar;
  return (day) => {
    const special = exceptions.findLast(({ from, to }) => from <= day && day <= to);
    const hours = special ? special.hours : week[names[parseISO(day).getDay()] ?? 'mon'];
    return (hours?.length ?? 0) > 0;
  };
}

export function useWorkdays(project: Project): Works {
  const { id, organization, may } = useOrg();
  const { data } = useQuery({ ...allOptions(id, 'calendars'), staleTime: 60_000, enabled: may('calendar:read') });
  const calendar = project.calendarId ?? organization.calendarId;
  return useMemo(() => worksIn(data?.data.find((one) => one.id === calendar)), [data, calendar]);
}

const longestGap = 370;

/** The day on which a task moved to `day` will start: a free day leads on to the next working one, or back. */
export function startOn(task: Task, day: Day, works: Works, step: 1 | -1): Day {
  if (task.scheduleMode === 'manual' || !task.startDate) return day;
  for (let tried = 0; tried < longestGap; tried++) {
    const next = dayAfter(day, tried * step);
    if (works(next)) return next;
  }
  return day;
}
