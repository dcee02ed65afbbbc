// The working calendar of one person.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { consented, requestMoving, type Consent } from '@/api/cascade';
import { request } from '@/api/client';
import type { Id, Member, Schemas } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { remember } from '@/features/work/task/undo';
import { messageOf, toastError } from '@/lib/messages';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { Skeleton } from '@/ui/Skeleton';
import { CalendarLink } from './CalendarLink';
import { useCalendars } from './useCalendars';

type Given = Schemas['MemberCalendar'];

function useMemberCalendar(member: Member) {
  const { t } = useTranslation('worktime');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const { calendars } = useCalendars();
  const url = `/organizations/${org}/members/${member.id}/calendar`;
  const queryKey = ['org', org, 'member-calendar', member.id];
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => request<Given>('GET', url, { signal }) });
  const put = async (calendarId: Id | null, consent?: Consent) => {
    client.setQueryData(queryKey, await requestMoving<Given>('PUT', url, { body: { calendarId }, consent }));
    void client.invalidateQueries({ queryKey: ['org', org] });
  };
  const give = (next: Id | null) => {
    const before = data?.calendarId ?? null;
    const calendar = calendars.find(({ id }) => id === next)?.name;
    const said = calendar ? t('member.saved', { name: member.name, calendar }) : t('member.savedUsual', { name: member.name });
    put(next).then(() => remember({ undo: () => put(before, consented), redo: () => put(next, consented) }, said), toastError);
  };
  return { calendars, given: data, error, give };
}

export function MemberCalendarDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation(['worktime', 'common']);
  const { may } = useOrg();
  const { calendars, given, error, give } = useMemberCalendar(member);
  return (
    <Dialog
      open
      onClose={onClose}
      width="sm"
      title={t('member.title', { name: member.name })}
      icon={<Avatar name={member.name} id={member.id} placeholder={member.placeholder} size={24} />}
      footer={<Button onClick={onClose}>{t('common:actions.close')}</Button>}
    >
      <p className="mb-4 text-sm text-muted">{t('member.text')}</p>
      <FormError>{error && messageOf(error)}</FormError>
      {!given && !error && <Skeleton className="h-8 w-full" />}
      {given && (
        <Field label={t('field.calendar')} help={<CalendarLink calendarId={given.calendarId ?? null} />}>
          <Select
            value={given.calendarId ?? ''}
            disabled={!may('calendar:write')}
            choices={[{ value: '', label: t('member.usual') }, ...calendars.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(chosen) => give(chosen || null)}
          />
        </Field>
      )}
    </Dialog>
  );
}
