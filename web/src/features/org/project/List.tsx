// The home of an organization: its projects.
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { FileUp, FolderKanban, Plus, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useExploreSample } from '@/features/account/Welcome';
import { LoadError } from '@/features/frame/Pages';
import { Page } from '@/features/frame/Page';
import { projectsOptions, useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { projectFilters, type ProjectFilter } from '@/routes/search';
import { Button, buttonClass } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { QuickCreate } from './QuickCreate';
import { sortOf } from './sort';
import { ProjectTable } from './Table';

const isOver = (project: Project): boolean => project.status === 'done' || project.status === 'cancelled';
const passes: Record<ProjectFilter, (project: Project) => boolean> = {
  current: (project) => !isOver(project),
  over: isOver,
  all: () => true,
};

export function ProjectsPage() {
  const { t } = useTranslation(['org', 'common']);
  const { id, may } = useOrg();
  const { data, error, refetch } = useQuery(projectsOptions(id));
  const { show = 'current', sort } = useSearch({ from: '/signed-in/o/$org/' });
  const projects = data?.data;
  const actions = may('project:create') && projects && projects.length > 0 && (
    <>
      <Link to="." search={(prev) => ({ ...prev, dialog: 'import' as const })} className={buttonClass()}>
        <FileUp className="size-4" aria-hidden="true" />
        {t('project.import')}
      </Link>
      <Link to="." search={(prev) => ({ ...prev, dialog: 'new-project' as const })} className={buttonClass('primary')}>
        <Plus className="size-4" aria-hidden="true" />
        {t('project.new')}
      </Link>
    </>
  );
  return (
    <Page title={t('common:nav.projects')} actions={actions}>
      <SampleBanner />
      {error && !projects && <LoadError error={error} onRetry={() => void refetch()} />}
      {!error && !projects && <SkeletonRows />}
      {projects?.length === 0 && <NoProjects mayCreate={may('project:create')} />}
      {projects && projects.length > 0 && (
        <>
          <FilterBar projects={projects} show={show} />
          <ProjectTable projects={projects.filter(passes[show])} sort={sortOf(sort)} />
          {may('project:create') && show !== 'over' && <QuickCreate projects={projects} />}
        </>
      )}
    </Page>
  );
}

/** Says that this is the sample, and how to be rid of it. */
function SampleBanner() {
  const { t } = useTranslation('org');
  const { id, organization, may } = useOrg();
  if (!organization.sample) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 border-b bg-info-soft px-4 py-1.5 text-sm text-info">
      {t('sample.text')}
      {may('organization:delete') && (
        <Link to="/o/$org/settings" params={{ org: id }} className="font-medium underline underline-offset-2">
          {t('sample.remove')}
        </Link>
      )}
    </p>
  );
}

function FilterBar({ projects, show }: { projects: Project[]; show: ProjectFilter }) {
  const { t } = useTranslation('org');
  return (
    <nav aria-label={t('project.filter.label')} className="flex gap-1 border-b px-3 py-1.5">
      {projectFilters.map((name) => (
        <Link
          key={name}
          to="."
          replace
          search={({ show: _show, ...rest }) => (name === 'current' ? rest : { ...rest, show: name })}
          aria-current={show === name ? 'true' : undefined}
          className={cx(
            'flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-muted hover:bg-hover',
            show === name && 'bg-selected font-medium text-text',
          )}
        >
          {t(`project.filter.${name}`)}
          <span className="nums text-xs font-normal text-muted">{projects.filter(passes[name]).length}</span>
        </Link>
      ))}
    </nav>
  );
}

function NoProjects({ mayCreate }: { mayCreate: boolean }) {
  const { t } = useTranslation('org');
  const sample = useExploreSample();
  return (
    <EmptyState icon={FolderKanban} title={t('project.none')} text={mayCreate ? t('project.noneText') : t('project.noneViewer')}>
      {mayCreate && (
        <>
          <Link to="." search={{ dialog: 'new-project' }} className={buttonClass('primary')}>
            <Plus className="size-4" aria-hidden="true" />
            {t('project.new')}
          </Link>
          <Link to="." search={{ dialog: 'import' }} className={buttonClass()}>
            <FileUp className="size-4" aria-hidden="true" />
            {t('project.importFile')}
          </Link>
          <Button busy={sample.isPending} onClick={() => sample.mutate()}>
            {!sample.isPending && <Sparkles className="size-4" aria-hidden="true" />}
            {t('project.sample')}
          </Button>
        </>
      )}
    </EmptyState>
  );
}
