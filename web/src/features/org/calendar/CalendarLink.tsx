import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';

const look = 'font-medium text-accent-text hover:underline';

/** From where a calendar is chosen to where its hours are; without one, to all of them. */
export function CalendarLink({ calendarId }: { calendarId: Id | null }) {
  const { t } = useTranslation('worktime');
  const { id: org, may } = useOrg();
  if (!may('calendar:read')) return null;
  if (!calendarId) {
    return (
      <Link to="/o/$org/settings/calendars" params={{ org }} className={look}>
        {t('all')}
      </Link>
    );
  }
  return (
    <Link to="/o/$org/settings/calendars/$calendar" params={{ org, calendar: calendarId }} className={look}>
      {may('calendar:write') ? t('open') : t('look')}
    </Link>
  );
}
