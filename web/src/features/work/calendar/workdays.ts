// On which days a project works. A task that the schedule moves starts on one of them.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allOptions } from '@/api/collections';
import type { Calendar, Day, Project, Task } from '@/api/types';
import { hoursOn, weekdayOf } from '@/features/org/calendar/days';
import { useOrg } from '@/features/org/useOrg';
import { dayAfter } from './span';

export type Works = (day: Day) => boolean;

/** The server's standard calendar, where nobody has made one. */
const standard: Works = (day) => !['sat', 'sun'].includes(weekdayOf(day));

export const worksIn = (calendar: Calendar | undefined): Works => (calendar ? (day) => hoursOn(calendar, day).length > 0 : standard);

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
