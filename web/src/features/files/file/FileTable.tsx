import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Approval, Id, StoredFile } from '@/api/types';
import { usePeople } from '@/features/org/useOrg';
import { MiddleText } from '@/features/work/parts/marks';
import { formatAgo, formatExact } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { KindIcon } from '../KindIcon';
import { formatBytes, hasThumbnail } from '../kinds';
import { overallStatus, ReviewBadge } from './ReviewBadge';
import { currentOf, useTaskNames, type TaskName } from './useFiles';

interface FileTableProps {
  files: readonly StoredFile[];
  approvals: ReadonlyMap<Id, Approval[]>;
  now: number;
  onOpen: (id: Id) => void;
}

const cell = 'hidden px-3 md:table-cell';

export function FileTable({ files, approvals, now, onOpen }: FileTableProps) {
  const { t } = useTranslation('files');
  const tasks = useTaskNames(files);
  if (files.length === 0) return null;
  return (
    <table aria-label={t('files.title')} className="w-full table-fixed text-sm">
      <thead className="max-md:sr-only">
        <tr className="h-8 border-b text-left text-xs text-muted">
          <th scope="col" className="px-4 font-medium">
            {t('column.name')}
          </th>
          <th scope="col" className="w-52 px-3 font-medium">{t('column.review')}</th>
          <th scope="col" className="w-40 px-3 font-medium">{t('column.task')}</th>
          <th scope="col" className="w-20 px-3 font-medium">{t('column.version')}</th>
          <th scope="col" className="w-24 px-3 text-right font-medium">{t('column.size')}</th>
          <th scope="col" className="w-44 px-3 font-medium">{t('column.uploaded')}</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <Row key={file.id} file={file} task={tasks.get(file.taskId ?? '')} approvals={approvals.get(file.id) ?? []} now={now} onOpen={() => onOpen(file.id)} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  file: StoredFile;
  task: TaskName | undefined;
  approvals: readonly Approval[];
  now: number;
  onOpen: () => void;
}

function Row({ file, task, approvals, now, onOpen }: RowProps) {
  const { byId } = usePeople();
  const version = currentOf(file);
  const status = overallStatus(file, approvals);
  const person = byId.get(version?.uploadedBy ?? '');
  return (
    <tr className="relative flex flex-wrap items-center gap-x-2 border-b px-4 py-2 hover:bg-hover md:table-row md:h-12">
      <td className="min-w-0 flex-1 basis-full md:px-4">
        <div className="flex min-w-0 items-center gap-3">
          <span className="flex h-9 w-12 shrink-0 items-center justify-center overflow-hidden rounded-sm border bg-sunken">
            {version?.sha256 && hasThumbnail(file.mimeType) ? <img src={version.url.replace(/content$/, 'thumbnail')} alt="" loading="lazy" className="size-full object-cover" /> : <KindIcon type={file.mimeType} />}
          </span>
          <button type="button" onClick={onOpen} className="flex min-w-0 text-left font-medium after:absolute after:inset-0">
            <MiddleText text={file.filename} />
          </button>
        </div>
      </td>
      <td className="px-3 max-md:order-2 max-md:px-0">{status && <ReviewBadge status={status} />}</td>
      <td className={cell}>{task && <TaskLink task={task} />}</td>
      <td className="nums px-3 text-muted max-md:order-1 max-md:px-0 max-md:pl-15 max-md:text-xs">v{file.currentVersion}</td>
      <td className={`nums text-right text-muted ${cell}`}>{version && formatBytes(version.size)}</td>
      <td className="px-3 text-muted max-md:order-1 max-md:px-0 max-md:text-xs">
        {version && (
          <span className="flex min-w-0 items-center gap-1.5" title={formatExact(version.uploadDate)}>
            <Avatar name={person?.name ?? '?'} id={version.uploadedBy} placeholder={person?.placeholder ?? false} size={20} />
            <span className="truncate">{formatAgo(version.uploadDate, now)}</span>
          </span>
        )}
      </td>
    </tr>
  );
}

/** Above the button that covers the row. */
function TaskLink({ task }: { task: TaskName }) {
  return (
    <Link to="." search={(old: Record<string, unknown>) => ({ ...old, task: task.id })} title={task.title} className="relative z-[1] block truncate text-muted hover:text-text hover:underline">
      <span className="nums">{task.key}</span> {task.title}
    </Link>
  );
}
