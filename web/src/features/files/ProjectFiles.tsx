// The files of a project and of its tasks: newest version, where they belong, how their review stands.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FilePlus2, Files } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { plain } from '@/features/work/task/filter';
import { useUndoKeys } from '@/features/work/useWorkKeys';
import { cx } from '@/lib/cx';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { FilterField } from '@/ui/FilterField';
import { SkeletonRows } from '@/ui/Skeleton';
import { FileDialog } from './file/FileDialog';
import { FileTable } from './file/FileTable';
import { useApprovals, useFiles, useFileWrites } from './file/useFiles';
import { PickFiles } from './PickFiles';
import { UploadRows } from './UploadRows';
import { useDropFiles } from './useDropFiles';
import { useUploads } from './useUploads';

export function ProjectFiles({ project }: { project: Project }) {
  const { t } = useTranslation('files');
  const { may } = useOrg();
  const { file: open, q = '' } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const navigate = useNavigate();
  const home = { projectId: project.id };
  const query = useFiles(home);
  const files = useMemo(() => query.data?.data ?? [], [query.data]);
  const found = useMemo(() => files.filter(({ filename }) => plain(filename).includes(plain(q.trim()))), [files, q]);
  const approvals = useApprovals(files);
  const writes = useFileWrites();
  const uploads = useUploads((file, options) => writes.create(home, file, options));
  const mayAdd = may('file:create') && project.can.includes('update');
  const drop = useDropFiles(mayAdd ? uploads.start : undefined);
  const [now] = useState(Date.now);
  useUndoKeys();
  if (query.isPending) return <SkeletonRows rows={10} />;
  if (query.error) return <LoadError error={query.error} onRetry={() => void query.refetch()} />;
  const shown = files.find(({ id }) => id === open);
  const go = (search: { file?: string | undefined; q?: string | undefined }, replace = false) =>
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...search }), replace });
  const add = (kind: 'primary' | 'secondary', size: 'sm' | 'md') => (
    <PickFiles label={t('files.add')} onFiles={uploads.start}>
      <Button kind={kind} size={size}>
        <FilePlus2 className="size-4" aria-hidden="true" />
        {t('files.add')}
      </Button>
    </PickFiles>
  );
  return (
    <div {...drop.handlers} className={cx('flex min-h-0 flex-1 flex-col', drop.over && 'bg-accent-soft outline-2 -outline-offset-4 outline-accent outline-dashed')}>
      {files.length > 0 && (
        <div role="toolbar" aria-label={t('files.tools')} className="flex min-h-10 shrink-0 items-center gap-2 border-b px-2 py-1 sm:px-3">
          <FilterField label={t('files.filter')} value={q} onChange={(next) => go({ q: next || undefined }, true)} className="min-w-0 flex-1 sm:w-60 sm:flex-none" />
          {mayAdd && <span className="ml-auto">{add('primary', 'sm')}</span>}
        </div>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="px-2">
          <UploadRows {...uploads} />
        </div>
        {files.length === 0 && uploads.uploads.length === 0 ? (
          <EmptyState icon={Files} title={t('files.empty')} text={mayAdd ? t('files.emptyText') : t('files.emptyReader')}>
            {mayAdd && add('primary', 'md')}
          </EmptyState>
        ) : (
          <FileTable files={found} approvals={approvals} now={now} onOpen={(file) => go({ file })} />
        )}
        {files.length > 0 && found.length === 0 && <p className="px-4 py-6 text-sm text-muted">{t('files.noMatch')}</p>}
      </div>
      {shown && <FileDialog key={shown.id} file={shown} onClose={() => go({ file: undefined })} />}
    </div>
  );
}
