// A project: its name, the tabs of its views, and the panel of the open task over them.
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, Outlet, useLocation, useMatch, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { CalendarDays, Files, ListTree, Receipt, Settings2, SquareChartGantt, SquareKanban, Wallet, type LucideIcon } from 'lucide-react';
import { createContext, useContext, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { ProjectMenu } from '@/features/org/project/Menu';
import { projectsOptions, useOrg } from '@/features/org/useOrg';
import { later } from '@/lib/later';
import { ProjectMark } from '@/ui/ProjectMark';
import { SkeletonRows } from '@/ui/Skeleton';
import { Page } from './Page';
import { LoadError, NotFoundPage } from './Pages';

const TaskPanel = later(() => import('@/features/work/TaskPanel').then((m) => m.TaskPanel));

const ProjectContext = createContext<Project | null>(null);

/** The project whose view is shown. */
export function useProject(): Project {
  const project = useContext(ProjectContext);
  if (!project) throw new Error('outside a project');
  return project;
}

export function ProjectLayout() {
  const { id } = useOrg();
  const { project: key } = useParams({ from: '/signed-in/o/$org/projects/$project' });
  const { data, error, isPending, refetch } = useQuery(projectsOptions(id));
  // Addresses carry the key, which a project keeps for life; the id works as well.
  const project = data?.data.find((candidate) => candidate.key === key || candidate.id === key);
  if (isPending) return <SkeletonRows rows={12} />;
  if (error && !data) return <LoadError error={error} onRetry={() => void refetch()} />;
  if (!project) return <NotFoundPage />;
  // One address for one thing: an old link by id becomes the one that everything else leads to.
  if (project.key !== key) return <Navigate to="." params={(old: object) => ({ ...old, project: project.key })} search replace />;
  return <ProjectFrame project={project} />;
}

function ProjectFrame({ project }: { project: Project }) {
  const { t } = useTranslation();
  const { id } = useOrg();
  const { task } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const navigate = useNavigate();
  // A picture of time is looked at while its tasks are: the panel stands beside it where there is room.
  const gantt = useMatch({ from: '/signed-in/o/$org/projects/$project/gantt', shouldThrow: false });
  const calendar = useMatch({ from: '/signed-in/o/$org/projects/$project/calendar', shouldThrow: false });
  const beside = gantt !== undefined || calendar !== undefined;
  const close = () => void navigate({ to: '.', search: ({ task: _closed, ...rest }: Record<string, unknown>) => rest });
  return (
    <ProjectContext value={project}>
      <Page
        title={project.name}
        fixed
        mark={<ProjectMark code={project.key} size={20} />}
        crumbs={
          <>
            <Link to="/o/$org" params={{ org: id }} className="hover:text-text">
              {t('nav.projects')}
            </Link>
            <span aria-hidden="true" className="text-faint">
              /
            </span>
          </>
        }
        tabs={<ViewTabs project={project} />}
        actions={<ProjectMenu project={project} />}
        beside={task && <TaskPanel taskId={task} mode={beside ? 'beside' : 'panel'} onClose={close} />}
      >
        <Outlet />
      </Page>
    </ProjectContext>
  );
}

const views = [
  ['/o/$org/projects/$project/list', 'view.list', ListTree],
  ['/o/$org/projects/$project/board', 'view.board', SquareKanban],
  ['/o/$org/projects/$project/gantt', 'view.gantt', SquareChartGantt],
  ['/o/$org/projects/$project/calendar', 'view.calendar', CalendarDays],
  ['/o/$org/projects/$project/files', 'view.files', Files],
  ['/o/$org/projects/$project/budget', 'view.budget', Wallet],
  ['/o/$org/projects/$project/expenses', 'view.expenses', Receipt],
  ['/o/$org/projects/$project/settings', 'view.settings', Settings2],
] as const satisfies readonly (readonly [string, string, LucideIcon])[];

const ofMoney: readonly string[] = ['view.budget', 'view.expenses'];

function ViewTabs({ project }: { project: Project }) {
  const { t } = useTranslation(['org', 'common']);
  const { id, may } = useOrg();
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // Where the tabs have no room, the one that is open is seen.
  useEffect(() => {
    // With the frame that is drawn next: at once, all would be laid out twice.
    const frame = requestAnimationFrame(() => {
      nav.current?.querySelector('[data-status="active"]')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [pathname]);
  return (
    <nav ref={nav} aria-label={t('view.label')} className="flex min-w-0 gap-1 overflow-x-auto py-0.5 [scrollbar-width:none] max-sm:order-last max-sm:-mx-2 max-sm:basis-full">
      {views.filter(([, label]) => !ofMoney.includes(label) || may('expense:read')).map(([to, label, Icon]) => (
        <Link
          key={to}
          to={to}
          params={{ org: id, project: project.key }}
          activeOptions={{ includeSearch: false }}
          className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2.5 text-sm text-muted max-sm:gap-1 max-sm:px-2 hover:bg-hover hover:text-text data-[status=active]:bg-selected data-[status=active]:font-medium data-[status=active]:text-text"
        >
          <Icon className="size-4 max-sm:block sm:max-xl:hidden" aria-hidden="true" />
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}
