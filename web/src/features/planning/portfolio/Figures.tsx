// The same portfolio as a table: everything that the timeline draws, in words and figures.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { dayOf, formatDay, formatNumber, formatPercent } from '@/lib/format';
import { ProjectStatusPill } from '@/ui/Badge';
import { moveBetweenRows } from '../rowKeys';
import type { PortfolioProject } from '../types';
import { HealthBadge, useReasons } from './Health';

const columns = ['project', 'status', 'owner', 'start', 'end', 'ownEndShort', 'progress', 'tasks', 'overdue', 'health', 'milestones'] as const;

export function Figures({ projects }: { projects: PortfolioProject[] }) {
  const { t } = useTranslation('planning');
  return (
    <div role="region" aria-label={t('portfolio.table')} tabIndex={0} className="min-h-0 flex-1 overflow-auto">
      <table aria-label={t('portfolio.title')} className="w-full min-w-[1120px] text-sm" onKeyDown={moveBetweenRows}>
        <thead className="sticky top-0 z-10 bg-surface text-left text-xs text-muted">
          <tr className="border-b">
            {columns.map((name) => (
              <th key={name} scope="col" className="px-3 py-2 font-medium whitespace-nowrap">
                {t(`portfolio.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {projects.map((project) => (
            <FiguresRow key={project.projectId} project={project} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Cell = ({ children }: { children: ReactNode }) => <td className="nums px-3 py-2 align-top">{children ?? '–'}</td>;

function FiguresRow({ project }: { project: PortfolioProject }) {
  const { t } = useTranslation('planning');
  const { id, organization } = useOrg();
  const owner = usePeople().byId.get(project.ownerId);
  const reasons = useReasons()(project);
  const day = (instant: string | null): string | null => formatDay(dayOf(instant, organization.timeZone)) || null;
  const { open, done, cancelled, overdue } = project.tasks;
  return (
    <tr className="border-b hover:bg-hover">
      <th scope="row" className="max-w-72 px-3 py-2 text-left align-top font-medium">
        <Link data-row to="/o/$org/projects/$project" params={{ org: id, project: project.key }} className="break-words hover:underline">
          {project.name}
        </Link>
      </th>
      <Cell>
        <ProjectStatusPill status={project.status} />
      </Cell>
      <Cell>{owner?.name}</Cell>
      <Cell>{day(project.plannedStart)}</Cell>
      <Cell>{day(project.plannedEnd)}</Cell>
      <Cell>{formatDay(project.endDate) || null}</Cell>
      <Cell>{project.progress === null ? null : formatPercent(project.progress)}</Cell>
      <Cell>{t('portfolio.done', { done: formatNumber(done), count: open + done + cancelled })}</Cell>
      <Cell>{formatNumber(overdue)}</Cell>
      <Cell>
        <HealthBadge state={project.health.state} />
        {reasons.map((reason) => (
          <span key={reason} className="block max-w-64 text-xs text-muted">
            {reason}
          </span>
        ))}
      </Cell>
      <Cell>
        {project.milestones.slice(0, 5).map(({ taskId, title, date }) => (
          <span key={taskId} className="block max-w-64 truncate" title={title}>
            {title} <span className="text-muted">{day(date)}</span>
          </span>
        ))}
        {project.milestones.length + project.moreMilestones > 5 && <span className="text-xs text-muted">{t('portfolio.moreMilestones', { count: project.milestones.length + project.moreMilestones - 5 })}</span>}
        {project.milestones.length === 0 && '–'}
      </Cell>
    </tr>
  );
}
