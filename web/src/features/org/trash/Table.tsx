import { Bookmark, File, FolderKanban, Paperclip, RotateCcw, SquareCheck, TextCursorInput, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useRestore } from '@/api/collections';
import type { Id, Instant } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatAgo, formatExact } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { GroupHeading } from '@/ui/GroupHeading';

export type TrashedKind = 'projects' | 'tasks' | 'files' | 'attachments' | 'field-definitions' | 'views';

const icons: Record<TrashedKind, LucideIcon> = { projects: FolderKanban, tasks: SquareCheck, files: File, attachments: Paperclip, 'field-definitions': TextCursorInput, views: Bookmark };

/** Something in the trash. */
export interface Trashed {
  collection: TrashedKind;
  id: Id;
  /** A short mark before the name. */
  key: string;
  name: string;
  /** What it was in. */
  place?: string;
  deletedAt: Instant | null;
  can: string[];
}

interface TrashTableProps {
  title: string;
  rows: Trashed[];
  onPurge: (row: Trashed) => void;
}

export function TrashTable({ title, rows, onPurge }: TrashTableProps) {
  const { t } = useTranslation('org');
  return (
    <section aria-label={title}>
      <GroupHeading title={title} count={rows.length} />
      <table aria-label={title} className="w-full table-fixed text-sm">
        <colgroup className="max-md:hidden">
          <col />
          <col className="w-36" />
          <col className="w-64" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('trash.column.name')}</th>
            <th scope="col">{t('trash.column.since')}</th>
            <th scope="col">{t('trash.column.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TrashRow key={row.id} row={row} onPurge={() => onPurge(row)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TrashRow({ row, onPurge }: { row: Trashed; onPurge: () => void }) {
  const { t } = useTranslation(['org', 'common']);
  const { id, may } = useOrg();
  const restore = useRestore(id, row.collection);
  const Icon = icons[row.collection];
  const since = row.deletedAt && formatAgo(row.deletedAt);
  const back = () =>
    void restore.mutateAsync(row.id).then(() => toast.success(t('trash.restored', { name: row.name })), toastError);
  return (
    <tr className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 hover:bg-hover md:table-row md:h-11">
      <td className="min-w-0 flex-1 basis-full md:pl-4">
        <div className="flex min-w-0 items-center gap-2.5">
          <Icon className="size-4 shrink-0 text-faint" aria-hidden="true" />
          <span className="nums hidden w-20 shrink-0 truncate text-xs text-faint md:inline">{row.key}</span>
          <span className="min-w-0 truncate font-medium" title={row.name}>
            {row.name}
          </span>
          {row.place && (
            <span className="hidden min-w-0 shrink truncate text-muted lg:inline" title={row.place}>
              {row.place}
            </span>
          )}
        </div>
      </td>
      <td className="flex-1 text-xs text-muted md:text-sm" title={row.deletedAt ? formatExact(row.deletedAt) : undefined}>
        {since}
      </td>
      <td className="md:pr-4">
        <div className="flex justify-end gap-2">
          {row.can.includes('delete') && (
            <Button size="sm" busy={restore.isPending} onClick={back} aria-label={t('trash.restoreNamed', { name: row.name })}>
              <RotateCcw className="size-3.5" aria-hidden="true" />
              {t('common:actions.restore')}
            </Button>
          )}
          {may('trash:purge') && (
            <Button size="sm" kind="ghost" onClick={onPurge} aria-label={t('trash.purgeNamed', { name: row.name })}>
              {t('trash.purge')}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}
