// The files of a task: those with versions and reviews.
import { FilePlus2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { usePanel } from '@/features/work/panel/context';
import { MiddleText } from '@/features/work/parts/marks';
import { FilesSection } from '../FilesSection';
import { KindIcon } from '../KindIcon';
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
  return (
    <>
      <FilesSection
        title={t('files.title')}
        count={files.length}
        icon={FilePlus2}
        add={t('files.add')}
        mayAdd={mayAdd}
        uploads={uploads}
        hint={t('files.onTask')}
        dropHint={t('files.dropNow')}
      >
        {files.length > 0 && (
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
        )}
      </FilesSection>
      {shown && <FileDialog file={shown} onClose={() => setOpen(null)} />}
    </>
  );
}
