// Projects in the trash: back with everything in them, or gone for good.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { refresh, useAll, useRestore, write } from '@/api/collections';
import type { Project } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { Page } from '@/features/frame/Page';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/Dialog';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';

export function TrashPage() {
  const { t } = useTranslation(['org', 'common']);
  const { id } = useOrg();
  const { data, error, isPending, refetch } = useAll(id, 'projects', { deleted: true, sort: 'name' });
  const [purging, setPurging] = useState<Project | null>(null);
  return (
    <Page title={t('common:nav.trash')}>
      {isPending && <SkeletonRows rows={4} />}
      {error && !data && <LoadError error={error} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && <EmptyState icon={Trash2} title={t('trash.empty')} text={t('trash.emptyText')} />}
      <ul>
        {data?.data.map((project) => (
          <TrashRow key={project.id} project={project} onPurge={() => setPurging(project)} />
        ))}
      </ul>
      {purging && <PurgeDialog project={purging} onClose={() => setPurging(null)} />}
    </Page>
  );
}

function TrashRow({ project, onPurge }: { project: Project; onPurge: () => void }) {
  const { t } = useTranslation(['org', 'common']);
  const { id, may } = useOrg();
  const restore = useRestore(id, 'projects');
  const back = () =>
    void restore
      .mutateAsync(project.id)
      .then(() => toast.success(t('trash.restored', { name: project.name })), toastError);
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate text-sm font-medium" title={project.name}>
          {project.name} <span className="ml-1 text-xs font-normal text-faint">{project.key}</span>
        </p>
      </div>
      {may('project:delete') && (
        <Button size="sm" busy={restore.isPending} onClick={back}>
          <RotateCcw className="size-3.5" aria-hidden="true" />
          {t('common:actions.restore')}
        </Button>
      )}
      {may('trash:purge') && (
        <Button size="sm" kind="danger" onClick={onPurge} aria-label={t('trash.purgeNamed', { name: project.name })}>
          {t('trash.purge')}
        </Button>
      )}
    </li>
  );
}

function PurgeDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const client = useQueryClient();
  const purge = useMutation({
    mutationFn: () => write.purge(id, 'projects', project.id),
    onSuccess: async () => {
      onClose();
      toast.success(t('trash.purged', { name: project.name }));
      await refresh(client, id, 'projects');
    },
    onError: toastError,
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('trash.purgeTitle', { name: project.name })}
      text={t('trash.purgeText')}
      action={t('trash.purge')}
      busy={purge.isPending}
      onConfirm={() => purge.mutate()}
    />
  );
}
