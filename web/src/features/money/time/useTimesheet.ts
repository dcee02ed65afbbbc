// The time of a person in a week, and every way to change it.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { Day, Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { remember } from '@/features/work/task/undo';
import type { Subject, TimeEntry, Timesheet } from '../types';

export interface EntryChange {
  hours?: number;
  description?: string;
}

export function useTimesheet(week: string, userId: Id | undefined) {
  const { id } = useOrg();
  return useQuery({
    queryKey: ['org', id, 'timesheet', week, userId],
    queryFn: ({ signal }) => request<Timesheet>('GET', `/organizations/${id}/timesheet`, { query: { week, userId }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export type TimeWrites = ReturnType<typeof useTimeWrites>;

export function useTimeWrites(week: string, userId: Id | undefined) {
  const { t } = useTranslation('money');
  const { id } = useOrg();
  const client = useQueryClient();
  const root = `/organizations/${id}`;
  const again = async () => {
    void client.invalidateQueries({ queryKey: ['org', id, 'budget'] });
    await client.invalidateQueries({ queryKey: ['org', id, 'timesheet'] });
  };
  const expense = <T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => request<T>(method, `${root}/expenses${path}`, body ? { body } : {});
  const drop = (entry: Id) => expense<void>('DELETE', `/${entry}`);
  const trash = (entry: Id) => drop(entry).then(again);
  const restore = (entry: Id) => expense<TimeEntry>('POST', `/${entry}/restore`).then(again);
  const patch = (entry: Id, change: EntryChange) => expense<TimeEntry>('PATCH', `/${entry}`, change);
  return {
    add: async (on: Subject, date: Day, hours: number, description = ''): Promise<void> => {
      const made = await expense<TimeEntry>('POST', '', { kind: 'time', ...on, date, hours, description, ...(userId ? { userId } : {}) });
      remember({ undo: () => trash(made.id), redo: () => restore(made.id) });
      await again();
    },
    change: async (entry: TimeEntry, change: EntryChange): Promise<void> => {
      await patch(entry.id, change);
      const before = { hours: entry.hours, description: entry.description };
      remember({ undo: () => patch(entry.id, before).then(again), redo: () => patch(entry.id, change).then(again) });
      await again();
    },
    remove: async (entry: TimeEntry): Promise<void> => {
      await drop(entry.id);
      remember({ undo: () => restore(entry.id), redo: () => trash(entry.id) }, t('sheet.removed'));
      await again();
    },
    submit: () => request<Timesheet>('POST', `${root}/timesheet/submit`, { body: { week, ...(userId ? { userId } : {}) } }).then(again),
    decide: (person: Id, status: 'approved' | 'rejected' | 'draft', reason?: string) =>
      request<Timesheet>('POST', `${root}/timesheet/decide`, { body: { userId: person, week, status, ...(reason ? { reason } : {}) } }).then(again),
  };
}
