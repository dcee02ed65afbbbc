// The writes of working calendars, each with its way back. Tasks follow a changed calendar, so what shows them is read anew.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys, mapCached } from '@/api/cache';
import { consented, requestMoving, type Consent } from '@/api/cascade';
import { refresh, useCreate, write } from '@/api/collections';
import { ApiError } from '@/api/errors';
import type { Calendar, Id, Organization } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { remember } from '@/features/work/task/undo';
import { formatNumber } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { beforeOf, type CalendarBody } from './draft';

/** What the answer says beside the calendar. */
interface Followed {
  moved?: unknown[];
  notScheduled?: string;
}

export function useCalendarWrites() {
  const { t } = useTranslation('worktime');
  const { id: org, organization } = useOrg();
  const client = useQueryClient();
  const create = useCreate(org, 'calendars');
  const again = () => client.invalidateQueries({ queryKey: ['org', org] });
  const patch = async (id: Id, body: Partial<CalendarBody>, how: { ifMatch?: number; consent?: Consent }) => {
    const saved = await write.patch(org, 'calendars', id, body, how);
    mapCached(client, org, 'calendars', id, () => saved);
    void again();
    return saved as Calendar & Followed;
  };
  const setOwn = async (calendarId: Id | null, consent?: Consent) => {
    await requestMoving<Organization>('PATCH', `/organizations/${org}`, { body: { calendarId }, consent });
    await Promise.all([client.refetchQueries({ queryKey: keys.me }), again()]);
  };
  const back = (id: Id) => write.restore(org, 'calendars', id).then(() => refresh(client, org, 'calendars'));
  const away = (id: Id) => write.trash(org, 'calendars', id).then(() => refresh(client, org, 'calendars'));
  return {
    create: async (body: CalendarBody): Promise<Calendar> => {
      const made = await create.mutateAsync({ ...body });
      remember({ undo: () => away(made.id), redo: () => back(made.id) }, t('toast.created', { name: made.name }));
      return made;
    },
    /** Refused where somebody changed it since; thrown. */
    save: async (calendar: Calendar, changes: Partial<CalendarBody>): Promise<Calendar> => {
      const saved = await patch(calendar.id, changes, { ifMatch: calendar.revision });
      const before = beforeOf(calendar, changes);
      const count = saved.moved?.length ?? 0;
      const renamed = Object.keys(changes).join() === 'name';
      const said = count > 0 ? t('toast.savedMoved', { count, formatted: formatNumber(count), name: saved.name }) : t('toast.saved', { name: saved.name });
      remember(
        { undo: () => patch(calendar.id, before, { consent: consented }), redo: () => patch(calendar.id, changes, { consent: consented }) },
        renamed ? t('toast.renamed', { from: calendar.name, name: saved.name }) : said,
      );
      return saved;
    },
    /** What runs in it keeps it; `onInUse` says so. */
    trash: (calendar: Calendar, onInUse: () => void): void => {
      const done = () => remember({ undo: () => back(calendar.id), redo: () => away(calendar.id) }, t('toast.deleted', { name: calendar.name }));
      away(calendar.id).then(done, (error: unknown) => (error instanceof ApiError && error.code === 'in_use' ? onInUse() : toastError(error)));
    },
    /** The calendar of the organization; none is the standard one. */
    makeOwn: (calendar: Calendar | null): void => {
      const before = organization.calendarId;
      const next = calendar?.id ?? null;
      const said = calendar ? t('toast.own', { name: calendar.name }) : t('toast.ownNone');
      setOwn(next).then(() => remember({ undo: () => setOwn(before, consented), redo: () => setOwn(next, consented) }, said), toastError);
    },
  };
}
