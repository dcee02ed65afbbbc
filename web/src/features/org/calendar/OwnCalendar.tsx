import { useTranslation } from 'react-i18next';
import { useOrg } from '@/features/org/useOrg';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { CalendarLink } from './CalendarLink';
import { useCalendars } from './useCalendars';
import { useCalendarWrites } from './useCalendarWrites';

/** The calendar of the organization. */
export function OwnCalendar() {
  const { t } = useTranslation('worktime');
  const { organization, may } = useOrg();
  const { calendars } = useCalendars();
  const { makeOwn } = useCalendarWrites();
  return (
    <Field label={t('field.calendar')} help={<CalendarLink calendarId={organization.calendarId} />} className="max-w-md">
      <Select
        value={organization.calendarId ?? ''}
        disabled={!may('organization:update')}
        choices={[{ value: '', label: t('standard') }, ...calendars.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(chosen) => makeOwn(calendars.find(({ id }) => id === chosen) ?? null)}
      />
    </Field>
  );
}
