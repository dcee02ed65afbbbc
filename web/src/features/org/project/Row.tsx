// One project of the list.
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Project, ProjectProgress } from '@/api/types';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { formatDay, formatNumber, formatPercent } from '@/lib/format';
import type { ProjectColumn } from '@/routes/search';
import { Avatar } from '@/ui/Avatar';
import { ProjectStatusPill } from '@/ui/Badge';
import { ProgressLine } from '@/ui/ProgressLine';
import { ProjectMark } from '@/ui/ProjectMark';
import { Tooltip } from '@/ui/Tooltip';
import { ProjectMenu } from './Menu';
import { shareOf } from './sort';

/** Width of each column, and from which width of the screen on it is there. */
export const columnClass: Record<ProjectColumn, string> = {
  name: '',
  status: 'hidden w-28 md:table-cell',
  progress: 'w-24 sm:w-48',
  owner: 'hidden w-40 lg:table-cell',
  dates: 'hidden w-44 md:table-cell',
};

function useDates({ startDate, endDate }: Project): string {
  const { t } = useTranslation('org');
  if (startDate && endDate) return `${formatDay(startDate)} – ${formatDay(endDate)}`;
  if (startDate) return t('project.from', { date: formatDay(startDate) });
  return endDate ? t('project.until', { date: formatDay(endDate) }) : '';
}

interface ProjectRowProps {
  project: Project;
  /** None while it is read. */
  progress: ProjectProgress | undefined;
}

export function ProjectRow({ project, progress }: ProjectRowProps) {
  const { t } = useTranslation('common');
  const dates = useDates(project);
  const facts = [project.key, t(`projectStatus.${project.status}`), dates];
  return (
    <tr className="group relative h-14 border-b hover:bg-hover md:h-row">
      <td className="min-w-0 pl-4">
        <div className="flex min-w-0 items-center gap-2.5">
          <ProjectMark code={project.key} size={20} />
          <div className="min-w-0 py-2 md:flex md:items-center md:gap-2.5 md:py-0">
            <NameLink project={project} />
            <span className="nums hidden max-w-24 shrink-0 truncate text-xs text-faint md:inline" title={project.key}>
              {project.key}
            </span>
            <p className="nums truncate text-xs text-muted md:hidden">{facts.filter(Boolean).join(', ')}</p>
          </div>
          {project.visibility === 'private' && <PrivateMark />}
        </div>
      </td>
      <td className={cx('pl-2 text-muted', columnClass.status)}>
        <ProjectStatusPill status={project.status} />
      </td>
      <td className="pr-2 pl-2">
        <ProgressCell progress={progress} />
      </td>
      <td className={cx('pl-2', columnClass.owner)}>
        <Owner project={project} />
      </td>
      <td className={cx('nums truncate pl-2 text-muted', columnClass.dates)}>{dates}</td>
      <td className="relative z-[1] pr-2 text-right">
        <ProjectMenu project={project} />
      </td>
    </tr>
  );
}

function NameLink({ project }: { project: Project }) {
  const { id } = useOrg();
  return (
    <Link
      data-row
      to="/o/$org/projects/$project"
      params={{ org: id, project: project.key }}
      title={project.name}
      className="line-clamp-2 font-medium break-words after:absolute after:inset-0 md:line-clamp-1 md:break-all"
    >
      {project.name}
    </Link>
  );
}

function PrivateMark() {
  const { t } = useTranslation('org');
  return (
    <Tooltip text={t('project.private')}>
      <span className="relative z-[1] shrink-0">
        <Lock className="size-3.5 text-faint" aria-hidden="true" />
        <span className="sr-only">{t('project.private')}</span>
      </span>
    </Tooltip>
  );
}

function Owner({ project }: { project: Project }) {
  const owner = usePeople().byId.get(project.ownerId);
  if (!owner) return null;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={owner.name} id={owner.id} placeholder={owner.placeholder} />
      <span className="truncate" title={owner.name}>
        {owner.name}
      </span>
    </span>
  );
}

function ProgressCell({ progress }: { progress: ProjectProgress | undefined }) {
  const { t } = useTranslation('org');
  if (!progress) return null;
  if (progress.tasks === 0) return <span className="text-xs text-faint">{t('project.noTasks')}</span>;
  const share = shareOf(progress);
  const words = `${t('project.progress', { done: formatNumber(progress.closed), count: progress.tasks })} (${formatPercent(share * 100)})`;
  return (
    <span className="flex flex-col gap-1 sm:flex-row sm:items-center sm:gap-2.5" title={words}>
      <ProgressLine value={share} label={words} className="w-full sm:w-20 sm:shrink-0" />
      <span className="nums text-xs whitespace-nowrap text-muted">
        {formatNumber(progress.closed)}
        <span className="text-faint"> / {formatNumber(progress.tasks)}</span>
      </span>
    </span>
  );
}
