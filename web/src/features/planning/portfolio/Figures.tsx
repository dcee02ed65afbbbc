// The same portfolio as a table: everything that the timeline draws, in words and figures.
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { dayOf, formatDay, formatNumber, formatPercent } from '@/lib/format';
import { portfolioColumns, type PortfolioColumn } from '@/routes/search';
import { ProjectStatusPill } from '@/ui/Badge';
import { moveBetweenRows } from '../rowKeys';
import type { PortfolioProject } from '../types';
import { HealthBadge, useReasons } from './Health';
import type { Order } from './order';

const columns = ['project', 'status', 'owner', 'start', 'end', 'ownEndShort', 'progress', 'tasks', 'overdue', 'health', 'milestones'] as const;
type Column = (typeof columns)[number];
const figures: readonly Column[] = ['progress', 'tasks', 'overdue'];
const sortOf = (column: Column): PortfolioColumn | undefined => (column === 'project' ? 'name' : portfolioColumns.find((name) => name === column));

interface FiguresProps {
  projects: PortfolioProject[];
  order: Order;
  onSort: (column: PortfolioColumn, down: boolean) => void;
}

export function Figures({ projects, order, onSort }: FiguresProps) {
  const { t } = useTranslation('planning');
  return (
    <div role="region" aria-label={t('portfolio.table')} tabIndex={0} className="min-h-0 flex-1 overflow-auto">
      <table aria-label={t('portfolio.title')} className="w-full min-w-[1280px] border-separate border-spacing-0 text-sm" onKeyDown={moveBetweenRows}>
        <thead className="sticky top-0 z-10 bg-surface text-xs text-muted">
          <tr>
            {columns.map((column) => (
              <Heading key={column} column={column} order={order} onSort={onSort} />
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

function Heading({ column, order, onSort }: Omit<FiguresProps, 'projects'> & { column: Column }) {
  const { t } = useTranslation('planning');
  const sort = sortOf(column);
  const current = sort === order.column;
  const Arrow = order.down ? ArrowDown : ArrowUp;
  const right = figures.includes(column);
  const look = cx('h-8 border-b font-medium whitespace-nowrap', right ? 'text-right' : 'text-left', column === 'project' && 'sticky left-0 z-[1] border-r bg-surface');
  if (!sort)
    return (
      <th scope="col" className={cx(look, 'px-3')}>
        {t(`portfolio.${column}`)}
      </th>
    );
  return (
    <th scope="col" aria-sort={current ? (order.down ? 'descending' : 'ascending') : undefined} className={look}>
      <button type="button" onClick={() => onSort(sort, current && !order.down)} className={cx('flex h-8 w-full items-center gap-1 px-3 hover:text-text', right && 'justify-end')}>
        {t(`portfolio.${column}`)}
        {current && <Arrow className="size-3" aria-hidden="true" />}
      </button>
    </th>
  );
}

const Cell = ({ children, className }: { children: ReactNode; className?: string }) => (
  <td className={cx('nums border-b px-3 py-2 align-top', className)}>{children ?? <span className="text-faint">–</span>}</td>
);

function FiguresRow({ project }: { project: PortfolioProject }) {
  const { t } = useTranslation('planning');
  const { id, organization } = useOrg();
  const owner = usePeople().byId.get(project.ownerId);
  const reasons = useReasons()(project);
  const day = (instant: string | null): string | null => formatDay(dayOf(instant, organization.timeZone)) || null;
  const { open, done, cancelled, overdue } = project.tasks;
  const count = open + done + cancelled;
  const more = project.milestones.length + project.moreMilestones - 5;
  return (
    <tr className="group hover:bg-hover">
      <th scope="row" className="sticky left-0 w-64 max-w-64 min-w-56 border-r border-b bg-surface px-3 py-2 text-left align-top font-medium group-hover:bg-hover">
        <Link data-row to="/o/$org/projects/$project" params={{ org: id, project: project.key }} title={project.name} className="line-clamp-2 break-words hover:underline">
          {project.name}
        </Link>
      </th>
      <Cell className="whitespace-nowrap">
        <ProjectStatusPill status={project.status} />
      </Cell>
      <Cell className="min-w-36">{owner?.name}</Cell>
      <Cell className="whitespace-nowrap">{day(project.plannedStart)}</Cell>
      <Cell className="whitespace-nowrap">{day(project.plannedEnd)}</Cell>
      <Cell className="whitespace-nowrap">{formatDay(project.endDate) || null}</Cell>
      <Cell className="text-right">{project.progress === null ? null : formatPercent(project.progress)}</Cell>
      <Cell className="text-right whitespace-nowrap">{count === 0 ? null : t('portfolio.done', { done: formatNumber(done), count })}</Cell>
      <Cell className={cx('text-right', overdue > 0 && 'font-medium text-danger')}>{overdue > 0 ? formatNumber(overdue) : null}</Cell>
      <Cell className="min-w-52">
        <HealthBadge state={project.health.state} />
        {reasons.map((reason) => (
          <span key={reason} className="mt-0.5 block max-w-64 text-xs text-muted">
            {reason}
          </span>
        ))}
      </Cell>
      <Cell className="min-w-48">
        {project.milestones.slice(0, 5).map(({ taskId, title, date }) => (
          <span key={taskId} className="flex max-w-64 gap-1.5" title={title}>
            <span className="truncate">{title}</span>
            <span className="shrink-0 text-muted">{day(date)}</span>
          </span>
        ))}
        {more > 0 && <span className="text-xs text-muted">{t('portfolio.moreMilestones', { count: more })}</span>}
        {project.milestones.length === 0 && <span className="text-faint">–</span>}
      </Cell>
    </tr>
  );
}
