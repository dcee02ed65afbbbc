// The home of an organization: its projects.
import { Link } from '@tanstack/react-router';
import { FileUp, FolderKanban, Plus, Sparkles } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useExploreSample } from '@/features/account/Welcome';
import { LoadError } from '@/features/frame/Pages';
import { Page } from '@/features/frame/Page';
import { projectsOptions, useOrg } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { Button, buttonClass } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { ProjectTable } from './Table';

const filters = ['current', 'over', 'all'] as const;
type Filter = (typeof filters)[number];

const isOver = (project: Project): boolean => project.status === 'done' || project.status === 'cancelled';
const passes: Record<Filter, (project: Project) => boolean> = {
  current: (project) => !isOver(project),
  over: isOver,
  all: () => true,
};

export function ProjectsPage() {
  const { t } = useTranslation(['org', 'common']);
  const { id, may } = useOrg();
  const { data, error, refetch } = useQuery(projectsOptions(id));
  const [filter, setFilter] = useState<Filter>('current');
  const projects = data?.data;
  const actions = may('project:create') && projects && projects.length > 0 && (
    <>
      <Link to="." search={{ dialog: 'import' }} className={buttonClass()}>
        <FileUp className="size-4" aria-hidden="true" />
        {t('project.import')}
      </Link>
      <Link to="." search={{ dialog: 'new-project' }} className={buttonClass('primary')}>
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
          <FilterBar projects={projects} filter={filter} onFilter={setFilter} />
          <ProjectTable projects={projects.filter(passes[filter])} />
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

interface FilterBarProps {
  projects: Project[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

function FilterBar({ projects, filter, onFilter }: FilterBarProps) {
  const { t } = useTranslation('org');
  return (
    <div role="group" aria-label={t('project.filter.label')} className="flex gap-1 border-b px-3 py-1.5">
      {filters.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          onClick={() => onFilter(name)}
          className={cx(
            'flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-muted hover:bg-hover',
            filter === name && 'bg-selected font-medium text-text',
          )}
        >
          {t(`project.filter.${name}`)}
          <span className="nums text-xs font-normal text-muted">{projects.filter(passes[name]).length}</span>
        </button>
      ))}
    </div>
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
