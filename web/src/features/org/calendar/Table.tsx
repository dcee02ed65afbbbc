import { Link } from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Calendar, Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatNumber } from '@/lib/format';
import { Badge } from '@/ui/Badge';
import { weekdays } from './days';
import { minutesOf } from './hours';
import { CalendarMenu } from './Menu';
import { daysText, hoursNumber } from './texts';
import { useProjectsByCalendar } from './useCalendars';

export function CalendarTable({ calendars }: { calendars: readonly Calendar[] }) {
  const { t } = useTranslation('worktime');
  const projects = useProjectsByCalendar();
  return (
    <table aria-label={t('title')} className="w-full table-fixed text-sm">
      <colgroup>
        <col />
        <col className="w-0 md:w-64" />
        <col className="w-0 sm:w-56" />
        <col className="w-12" />
      </colgroup>
      <thead>
        <tr className="border-b text-left text-xs text-muted">
          <th scope="col" className="h-8 pl-4 font-medium">
            {t('column.name')}
          </th>
          <th scope="col" className="font-medium">
            <span className="max-md:sr-only">{t('column.hours')}</span>
          </th>
          <th scope="col" className="font-medium">
            <span className="max-sm:sr-only">{t('column.uses')}</span>
          </th>
          <th scope="col">
            <span className="sr-only">{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {calendars.map((calendar) => (
          <CalendarRow key={calendar.id} calendar={calendar} projects={projects.get(calendar.id) ?? []} />
        ))}
      </tbody>
    </table>
  );
}

function CalendarRow({ calendar, projects }: { calendar: Calendar; projects: readonly Project[] }) {
  const { t } = useTranslation('worktime');
  const { id: org, organization } = useOrg();
  const { week, name, id } = calendar;
  const worked = weekdays.filter((day) => (week[day]?.length ?? 0) > 0);
  const minutes = weekdays.reduce((sum, day) => sum + minutesOf(week[day]), 0);
  const summary = `${t('hoursAWeek', { hours: hoursNumber(minutes) })} · ${daysText(worked)}`;
  return (
    <tr className="relative h-11 border-b hover:bg-hover">
      <td className="min-w-0 pr-2 pl-4">
        <Link
          to="/o/$org/settings/calendars/$calendar"
          params={{ org, calendar: id }}
          title={name}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {name}
        </Link>
        <span className="nums block truncate text-xs text-muted md:hidden">{summary}</span>
      </td>
      <td className="nums overflow-hidden text-muted">
        <span className="block truncate max-md:hidden">{summary}</span>
      </td>
      <td className="overflow-hidden">
        <span className="flex min-w-0 items-center gap-2 max-sm:hidden">
          {organization.calendarId === id && (
            <Badge tone="accent">
              <Building2 className="size-3" aria-hidden="true" />
              {t('own')}
            </Badge>
          )}
          {projects.length > 0 && (
            <span className="truncate text-muted" title={projects.map((project) => project.name).join(', ')}>
              {t('projects', { count: projects.length, formatted: formatNumber(projects.length) })}
            </span>
          )}
        </span>
      </td>
      <td className="relative z-[1] pr-3 text-right">
        <CalendarMenu calendar={calendar} />
      </td>
    </tr>
  );
}
