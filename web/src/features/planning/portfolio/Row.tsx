// One project of the timeline: who, how far and how well at the left, its time at the right.
import { Link, useNavigate } from '@tanstack/react-router';
import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { dayOf, formatDay, formatPercent } from '@/lib/format';
import { ProjectStatusIcon } from '@/ui/Badge';
import { ProjectMark } from '@/ui/ProjectMark';
import type { PortfolioProject } from '../types';
import { HealthBadge, useReasons } from './Health';
import { Lane } from './Lane';
import type { Span } from './span';

/** Its dates in words. */
export function useDates(): (project: PortfolioProject) => string {
  const { t } = useTranslation('planning');
  const { organization } = useOrg();
  const day = (instant: string | null): string => formatDay(dayOf(instant, organization.timeZone));
  return ({ plannedStart, plannedEnd }) => (plannedStart && plannedEnd ? `${day(plannedStart)} – ${day(plannedEnd)}` : t('portfolio.noDates'));
}

export const PortfolioRow = memo(function PortfolioRow({ project, span }: { project: PortfolioProject; span: Span }) {
  const { t } = useTranslation(['planning', 'common']);
  const { id, organization } = useOrg();
  const navigate = useNavigate();
  const owner = usePeople().byId.get(project.ownerId)?.name;
  const dates = useDates()(project);
  const reasons = useReasons()(project);
  const params = { org: id, project: project.key };
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey) window.open(`/o/${id}/projects/${project.key}`, '_blank');
    else void navigate({ to: '/o/$org/projects/$project', params });
  };
  const progress = project.progress === null ? undefined : formatPercent(project.progress);
  const facts = [t(`common:projectStatus.${project.status}`), progress, owner];
  const words = [dates, ...reasons, ...project.milestones.slice(0, 5).map(({ title, date }) => `${title} ${formatDay(dayOf(date, organization.timeZone))}`)];
  return (
    <li className="group relative flex h-13 border-b hover:bg-hover/60">
      <div className="sticky left-0 z-10 flex w-(--head) shrink-0 items-center gap-2.5 border-r bg-surface px-3 group-hover:bg-hover">
        <ProjectMark code={project.key} size={20} className="max-sm:hidden" />
        <div className="min-w-0 flex-1">
          <Link data-row to="/o/$org/projects/$project" params={params} title={[project.name, dates, ...reasons].join('\n')} className="block truncate text-sm font-medium after:absolute after:inset-0">
            {project.name}
            <span className="sr-only">, {words.join('. ')}</span>
          </Link>
          <p className="nums flex min-w-0 items-center gap-1.5 text-xs text-muted">
            <ProjectStatusIcon status={project.status} />
            <span className="truncate max-sm:hidden">{facts.filter(Boolean).join(' · ')}</span>
            <span className="truncate sm:hidden">{[t(`health.state.${project.health.state}`), progress].filter(Boolean).join(' · ')}</span>
          </p>
        </div>
        <span className="max-sm:hidden">
          <HealthBadge state={project.health.state} title={reasons.join('\n')} />
        </span>
      </div>
      <Lane project={project} span={span} timeZone={organization.timeZone} onOpen={open} />
    </li>
  );
});
