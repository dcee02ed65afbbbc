// The left rail: where one is, where one can go. Collapses to icons; hidden on narrow screens.
import { Link } from '@tanstack/react-router';
import { ChartGantt, Clock, Gauge, LayoutList, PanelLeft, Plus, Receipt, Search, Settings, Trash2, Users, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TimerPill } from '@/features/money/time/TimerPill';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { useReach } from '@/features/planning/useReach';
import { useActions } from '@/lib/actions';
import { cx } from '@/lib/cx';
import { store, stored } from '@/lib/stored';
import { IconButton } from '@/ui/Button';
import { Keys } from '@/ui/Kbd';
import { ProjectMark } from '@/ui/ProjectMark';
import { AccountMenu } from './AccountMenu';
import { OrgSwitcher } from './OrgSwitcher';

const item =
  'flex h-7 w-full items-center gap-2 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-text data-[status=active]:bg-selected data-[status=active]:font-medium data-[status=active]:text-text';

export function Rail({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const { may } = useOrg();
  const reach = useReach();
  const [collapsed, setCollapsed] = useState(() => stored('rail') === 'collapsed');
  const toggle = () => {
    setCollapsed(!collapsed);
    store('rail', collapsed ? 'open' : 'collapsed');
  };
  const toggleLabel = collapsed ? t('nav.expand') : t('nav.collapse');
  useActions([{ id: 'view.rail', label: toggleLabel, group: t('palette.view'), keys: '[', icon: PanelLeft, run: toggle }]);
  return (
    <nav
      aria-label={t('nav.main')}
      className={cx('hidden shrink-0 flex-col border-r bg-canvas md:flex', collapsed ? 'w-[52px]' : 'w-60')}
    >
      <div className={cx('flex shrink-0 items-center gap-1 px-2', collapsed ? 'flex-col py-2' : 'h-12')}>
        <OrgSwitcher collapsed={collapsed} />
        <IconButton label={toggleLabel} keys="[" size="sm" onClick={toggle}>
          <PanelLeft />
        </IconButton>
      </div>
      <div className="flex flex-col gap-px px-2">
        <button type="button" className={item} onClick={onSearch} aria-label={collapsed ? t('nav.search') : undefined}>
          <Search className="size-4 shrink-0" aria-hidden="true" />
          {!collapsed && (
            <>
              <span className="flex-1 text-left">{t('nav.search')}</span>
              <Keys keys="mod+k" />
            </>
          )}
        </button>
        <RailLink to="/o/$org" exact icon={LayoutList} label={t('nav.home')} collapsed={collapsed} />
        {reach.portfolio && <RailLink to="/o/$org/portfolio" icon={ChartGantt} label={t('nav.portfolio')} collapsed={collapsed} />}
        {reach.workload && <RailLink to="/o/$org/workload" icon={Gauge} label={t('nav.workload')} collapsed={collapsed} />}
        {may('expense:create') && <RailLink to="/o/$org/time" icon={Clock} label={t('nav.time')} collapsed={collapsed} />}
        {may('expense:create') && <RailLink to="/o/$org/expenses" icon={Receipt} label={t('nav.expenses')} collapsed={collapsed} />}
        <RailLink to="/o/$org/members" icon={Users} label={t('nav.members')} collapsed={collapsed} />
      </div>
      {collapsed ? <div className="flex-1" /> : <ProjectLinks />}
      <div className="flex flex-col gap-px px-2 py-2">
        {!collapsed && <TimerPill className="mb-1" />}
        {(may('project:delete') || may('task:delete')) && <RailLink to="/o/$org/trash" icon={Trash2} label={t('nav.trash')} collapsed={collapsed} />}
        <RailLink to="/o/$org/settings" icon={Settings} label={t('nav.settings')} collapsed={collapsed} />
        <AccountMenu collapsed={collapsed} />
      </div>
    </nav>
  );
}

interface RailLinkProps {
  to: '/o/$org' | '/o/$org/portfolio' | '/o/$org/workload' | '/o/$org/time' | '/o/$org/expenses' | '/o/$org/members' | '/o/$org/trash' | '/o/$org/settings';
  exact?: boolean;
  icon: LucideIcon;
  label: string;
  collapsed: boolean;
}

function RailLink({ to, exact, icon: Icon, label, collapsed }: RailLinkProps) {
  const { id } = useOrg();
  return (
    <Link
      to={to}
      params={{ org: id }}
      activeOptions={{ exact: exact ?? false, includeSearch: false }}
      className={item}
      aria-label={collapsed ? label : undefined}
      title={collapsed ? label : undefined}
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      {!collapsed && label}
    </Link>
  );
}

/** The projects that are not over, by name. */
function ProjectLinks() {
  const { t } = useTranslation();
  const { t: tOrg } = useTranslation(['org', 'common']);
  const { id, may } = useOrg();
  const { projects } = useProjects();
  const current = projects.filter((project) => project.status !== 'done' && project.status !== 'cancelled');
  const heading: ReactNode = (
    <div className="flex h-7 items-center justify-between pr-1 pl-2">
      <h2 className="text-xs font-medium text-faint">{t('nav.projects')}</h2>
      {may('project:create') && (
        <Link
          to="/o/$org"
          params={{ org: id }}
          search={{ dialog: 'new-project' }}
          aria-label={tOrg('project.new')}
          title={tOrg('project.new')}
          className="flex size-6 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
        >
          <Plus className="size-4" aria-hidden="true" />
        </Link>
      )}
    </div>
  );
  return (
    <section className="mt-4 flex min-h-0 flex-1 flex-col px-2">
      {heading}
      <ul className="flex min-h-0 flex-1 flex-col gap-px overflow-y-auto">
        {current.map((project) => (
          <li key={project.id}>
            <Link
              to="/o/$org/projects/$project"
              params={{ org: id, project: project.key }}
              activeOptions={{ includeSearch: false }}
              className={item}
              title={project.name}
            >
              <ProjectMark code={project.key} />
              <span className="min-w-0 flex-1 truncate">{project.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
