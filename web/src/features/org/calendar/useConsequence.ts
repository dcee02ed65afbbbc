// What saving would move: the server is asked, and writes nothing.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '@/api/client';
import type { Calendar } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import type { CalendarBody } from './draft';

const pause = 700;

function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}

/** `changes` is null where nothing is to be asked. */
export function useConsequence(calendar: Calendar, changes: Partial<CalendarBody> | null) {
  const { id: org } = useOrg();
  const asked = useLater(changes ? JSON.stringify(changes) : '');
  const { data, error, isFetching } = useQuery({
    queryKey: ['org', org, 'calendar-consequence', calendar.id, calendar.revision, asked],
    queryFn: ({ signal }) =>
      request<{ moved?: unknown[] }>('PATCH', `/organizations/${org}/calendars/${calendar.id}`, { query: { dryRun: true }, body: JSON.parse(asked), signal }),
    enabled: changes !== null && asked !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { moved: data ? (data.moved?.length ?? 0) : null, error, isFetching };
}
