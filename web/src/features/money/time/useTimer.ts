// The caller's running timer: one at a time, also across projects.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { request } from '@/api/client';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatNumber } from '@/lib/format';
import { toastError } from '@/lib/messages';
import type { Timer, TimeEntry } from '../types';

interface Running {
  running: Timer | null;
  /** How far the server's clock is ahead of this one. */
  ahead: number;
}
type Stopped = Pick<TimeEntry, 'id' | 'hours'>;

export function useTimer() {
  const { t } = useTranslation('money');
  const { id, may } = useOrg();
  const client = useQueryClient();
  const key = ['org', id, 'timer'];
  const root = `/organizations/${id}/timer`;
  const { data } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Running> => {
      const { running, now } = await request<{ running: Timer | null; now: string }>('GET', root, { signal });
      return { running, ahead: Date.parse(now) - Date.now() };
    },
    enabled: may('expense:create'),
    staleTime: 30_000,
    retry: false,
  });
  const again = () => Promise.all([client.invalidateQueries({ queryKey: key }), client.invalidateQueries({ queryKey: ['org', id, 'timesheet'] })]);
  const told = (entry: Stopped | null | undefined) => entry && toast.success(t('timer.stopped', { hours: formatNumber(entry.hours, { maximumFractionDigits: 2 }) }));
  const run = (work: Promise<unknown>) => void work.then(again, toastError);
  return {
    running: data?.running ?? null,
    ahead: data?.ahead ?? 0,
    start: (on: { taskId: Id } | { projectId: Id }) => run(request<{ stopped: Stopped | null }>('POST', `${root}/start`, { body: on }).then(({ stopped }) => told(stopped))),
    stop: () => run(request<Stopped>('POST', `${root}/stop`).then(told)),
    discard: () => run(request('DELETE', root)),
  };
}

/** `1:07:32`, counted on this screen. */
export function useElapsed(startedAt: string | undefined, ahead: number): string {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!startedAt) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [startedAt]);
  return startedAt ? clockText(now + ahead - Date.parse(startedAt)) : '';
}

export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
