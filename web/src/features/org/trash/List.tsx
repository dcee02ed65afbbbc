// The trash: projects and tasks, back with everything in them, or gone for good.
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadError } from '@/features/frame/Pages';
import { Page } from '@/features/frame/Page';
import { useProjects } from '@/features/org/useOrg';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { PurgeDialog } from './PurgeDialog';
import { TrashTable, type Trashed } from './Table';
import { useTrashedProjects, useTrashedTasks } from './useTrashed';

export function TrashPage() {
  const { t } = useTranslation(['org', 'common']);
  const ofProjects = useTrashedProjects();
  const ofTasks = useTrashedTasks();
  const { projects: alive } = useProjects();
  const [purging, setPurging] = useState<Trashed | null>(null);
  const error = ofProjects.error ?? ofTasks.error;
  const retry = () => void Promise.all([ofProjects.refetch(), ofTasks.refetch()]);
  const { projects } = ofProjects;
  const { tasks } = ofTasks;
  const loaded = projects && tasks;
  const projectName = new Map(alive.map((project) => [project.id, project.name]));
  return (
    <Page title={t('common:nav.trash')}>
      {!loaded && !error && <SkeletonRows rows={4} />}
      {!loaded && error && <LoadError error={error} onRetry={retry} />}
      {loaded && projects.length + tasks.length === 0 && (
        <EmptyState icon={Trash2} title={t('trash.empty')} text={t('trash.emptyText')} />
      )}
      {loaded && projects.length > 0 && (
        <TrashTable
          title={t('trash.projects')}
          rows={projects.map((project) => ({ ...project, collection: 'projects' }))}
          onPurge={setPurging}
        />
      )}
      {loaded && tasks.length > 0 && (
        <TrashTable
          title={t('trash.tasks')}
          rows={tasks.map((task) => ({
            ...task,
            collection: 'tasks',
            name: task.title,
            place: projectName.get(task.projectId) ?? '',
          }))}
          onPurge={setPurging}
        />
      )}
      {ofTasks.hasNextPage && (
        <Button kind="ghost" className="m-3" busy={ofTasks.isFetchingNextPage} onClick={() => void ofTasks.fetchNextPage()}>
          {t('trash.more')}
        </Button>
      )}
      {purging && <PurgeDialog object={purging} onClose={() => setPurging(null)} />}
    </Page>
  );
}
