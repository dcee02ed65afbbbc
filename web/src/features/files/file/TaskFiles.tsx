// The files of a task: those with versions and reviews.
import { FilePlus2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { usePanel } from '@/features/work/panel/context';
import { Section } from '@/features/work/panel/Section';
import { MiddleText } from '@/features/work/parts/marks';
import { Button } from '@/ui/Button';
import { KindIcon } from '../KindIcon';
import { PickFiles } from '../PickFiles';
import { UploadRows } from '../UploadRows';
import { useUploads } from '../useUploads';
import { FileDialog } from './FileDialog';
import { overallStatus, ReviewBadge } from './ReviewBadge';
import { useApprovals, useFiles, useFileWrites } from './useFiles';

export function TaskFiles() {
  const { t } = useTranslation('files');
  const { may } = useOrg();
  const { task } = usePanel();
  const home = { taskId: task.id };
  const files = useFiles(home).data?.data ?? [];
  const approvals = useApprovals(files);
  const writes = useFileWrites();
  const uploads = useUploads((file, options) => writes.create(home, file, options));
  const [open, setOpen] = useState<Id | null>(null);
  const shown = files.find(({ id }) => id === open);
  const mayAdd = may('file:create');
  if (files.length === 0 && !mayAdd) return null;
  return (
    <Section
      title={t('files.title')}
      extra={files.length > 0 && files.length}
      action={
        mayAdd && (
          <PickFiles label={t('files.add')} onFiles={uploads.start}>
            <Button kind="ghost" size="sm">
              <FilePlus2 className="size-4" aria-hidden="true" />
              {t('files.add')}
            </Button>
          </PickFiles>
        )
      }
    >
      {files.length === 0 && uploads.uploads.length === 0 && <p className="text-sm text-faint">{t('files.onTask')}</p>}
      <ul>
        {files.map((file) => {
          const status = overallStatus(file, approvals.get(file.id) ?? []);
          return (
            <li key={file.id}>
              <button type="button" onClick={() => setOpen(file.id)} className="flex min-h-9 w-full items-center gap-2.5 rounded-md px-2 text-left text-sm hover:bg-hover">
                <KindIcon type={file.mimeType} />
                <MiddleText text={file.filename} className="flex-1" />
                {status && <ReviewBadge status={status} />}
                <span className="nums shrink-0 text-xs text-muted">v{file.currentVersion}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <UploadRows {...uploads} />
      {shown && <FileDialog file={shown} onClose={() => setOpen(null)} />}
    </Section>
  );
}
