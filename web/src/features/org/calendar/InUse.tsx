// Why a calendar can't be deleted now: what runs in it, and where to change that.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Building2, ListTodo } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listOptions } from '@/api/collections';
import type { Calendar } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatNumber } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ProjectMark } from '@/ui/ProjectMark';
import { SkeletonRows } from '@/ui/Skeleton';
import { useProjectsByCalendar } from './useCalendars';

const most = 8;

export function InUseDialog({ calendar, onClose }: { calendar: Calendar; onClose: () => void }) {
  const { t } = useTranslation(['worktime', 'common']);
  const { id: org, organization } = useOrg();
  const projects = useProjectsByCalendar().get(calendar.id) ?? [];
  const { data, isPending } = useQuery(listOptions(org, 'tasks', { calendarId: calendar.id, count: true, limit: 1 }));
  const tasks = data?.total ?? 0;
  const own = organization.calendarId === calendar.id;
  return (
    <Dialog
      open
      onClose={onClose}
      width="sm"
      title={t('inUse.title', { name: calendar.name })}
      description={t('inUse.text')}
      footer={<Button onClick={onClose}>{t('common:actions.close')}</Button>}
    >
      {isPending && <SkeletonRows rows={2} />}
      <ul className="flex flex-col gap-2 text-sm">
        {own && (
          <Use icon={<Building2 className="size-4 text-faint" aria-hidden="true" />}>
            <Link to="/o/$org/settings" params={{ org }} onClick={onClose} className="underline">
              {t('inUse.organization')}
            </Link>
          </Use>
        )}
        {projects.slice(0, most).map((project) => (
          <Use key={project.id} icon={<ProjectMark code={project.key} />}>
            <Link to="/o/$org/projects/$project/settings" params={{ org, project: project.key }} onClick={onClose} className="underline">
              {project.name}
            </Link>
          </Use>
        ))}
        {tasks > 0 && <Use icon={<ListTodo className="size-4 text-faint" aria-hidden="true" />}>{t('inUse.tasks', { count: tasks, formatted: formatNumber(tasks) })}</Use>}
        {!isPending && !own && projects.length === 0 && tasks === 0 && <li className="text-muted">{t('inUse.rest')}</li>}
      </ul>
    </Dialog>
  );
}

function Use({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-center gap-2.5">
      <span className="flex w-6 shrink-0 justify-center">{icon}</span>
      <span className="truncate">{children}</span>
    </li>
  );
}
