// The portfolio's figures where there is no room for a table: a card for each project.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { formatNumber, formatPercent } from '@/lib/format';
import { ProjectStatusPill } from '@/ui/Badge';
import { moveBetweenRows } from '../rowKeys';
import type { PortfolioProject } from '../types';
import { HealthBadge, useReasons } from './Health';
import { useDates } from './Row';

export function FigureCards({ projects }: { projects: PortfolioProject[] }) {
  const { t } = useTranslation('planning');
  return (
    <ul aria-label={t('portfolio.title')} className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3" onKeyDown={moveBetweenRows}>
      {projects.map((project) => (
        <FigureCard key={project.projectId} project={project} />
      ))}
    </ul>
  );
}

function FigureCard({ project }: { project: PortfolioProject }) {
  const { t } = useTranslation('planning');
  const { id } = useOrg();
  const owner = usePeople().byId.get(project.ownerId)?.name;
  const dates = useDates()(project);
  const reasons = useReasons()(project);
  const { open, done, cancelled } = project.tasks;
  const count = open + done + cancelled;
  const facts = [
    dates,
    project.progress === null ? undefined : formatPercent(project.progress),
    count > 0 ? `${t('portfolio.tasks')}: ${t('portfolio.done', { done: formatNumber(done), count })}` : undefined,
    owner,
  ];
  return (
    <li className="relative rounded-lg border p-3">
      <div className="flex items-start gap-3">
        <Link data-row to="/o/$org/projects/$project" params={{ org: id, project: project.key }} className="line-clamp-2 min-w-0 flex-1 text-sm font-medium break-words after:absolute after:inset-0">
          {project.name}
        </Link>
        <HealthBadge state={project.health.state} />
      </div>
      <div className="mt-1.5 text-sm text-muted">
        <ProjectStatusPill status={project.status} />
      </div>
      <p className="nums mt-1 text-xs text-muted">{facts.filter(Boolean).join(' · ')}</p>
      {reasons.length > 0 && (
        <ul className="mt-2 flex flex-col gap-0.5 border-t pt-2 text-xs">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
