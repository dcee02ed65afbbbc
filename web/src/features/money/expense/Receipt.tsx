// The receipt of an expense: a file of the project, uploaded when it is chosen or dropped, looked at in place.
import { useQuery } from '@tanstack/react-query';
import { FileUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOptions, write } from '@/api/collections';
import type { Id, StoredFile } from '@/api/types';
import { upload } from '@/api/upload';
import { currentOf, type FileHome } from '@/features/files/file/useFiles';
import { KindIcon } from '@/features/files/KindIcon';
import { formatBytes, hasThumbnail } from '@/features/files/kinds';
import { PickFiles } from '@/features/files/PickFiles';
import { Preview } from '@/features/files/Preview';
import { UploadRows } from '@/features/files/UploadRows';
import { useDropFiles } from '@/features/files/useDropFiles';
import { useUploads } from '@/features/files/useUploads';
import { useOrg } from '@/features/org/useOrg';
import { MiddleText } from '@/features/work/parts/marks';
import { cx } from '@/lib/cx';
import { Button, IconButton } from '@/ui/Button';

interface ReceiptFieldProps {
  home: FileHome;
  value: Id | null;
  editable: boolean;
  error: string | undefined;
  onChange: (file: Id | null) => void;
  onUploaded: (file: Id) => void;
}

export function ReceiptField({ home, value, editable, error, onChange, onUploaded }: ReceiptFieldProps) {
  const { t } = useTranslation('expenses');
  const { id: org, may } = useOrg();
  const uploads = useUploads(async (file, options) => {
    const made = await upload<StoredFile>(`/organizations/${org}/files`, { ...home }, file, options);
    onUploaded(made.id);
    onChange(made.id);
  });
  const mayAdd = editable && may('file:create') && value === null;
  const start = ([first]: File[]) => first && uploads.start([first]);
  const drop = useDropFiles(mayAdd ? start : undefined);
  return (
    <div role="group" aria-label={t('receipt.label')} {...drop.handlers} className={cx('flex flex-col gap-1 rounded-md sm:col-span-2', drop.over && 'bg-accent-soft outline-2 outline-accent outline-dashed')}>
      <span className="text-sm font-medium">{t('receipt.label')}</span>
      {value !== null && <ReceiptFile id={value} onRemove={editable ? () => onChange(null) : undefined} />}
      {value === null && !mayAdd && <span className="text-sm text-muted">{t('receipt.none')}</span>}
      <UploadRows {...uploads} />
      {mayAdd && uploads.uploads.length === 0 && (
        <div className="flex items-center gap-3 rounded-md border border-dashed border-line-strong px-3 py-2">
          <PickFiles label={t('receipt.add')} multiple={false} onFiles={start}>
            <Button size="sm">
              <FileUp className="size-4" aria-hidden="true" />
              {t('receipt.add')}
            </Button>
          </PickFiles>
          <span className="text-sm text-muted max-sm:hidden">{t('receipt.drop')}</span>
        </div>
      )}
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

/** What was uploaded and is no receipt in the end goes to the trash when the form closes. */
export function useUploadedReceipts(): { uploaded: (file: Id) => void; keep: (file: Id | null) => void } {
  const { id: org } = useOrg();
  const all = useRef<Id[]>([]);
  const kept = useRef<Id | null>(null);
  useEffect(
    () => () => {
      for (const file of all.current) if (file !== kept.current) void write.trash(org, 'files', file).catch(() => undefined);
    },
    [org],
  );
  return { uploaded: (file) => void all.current.push(file), keep: (file) => void (kept.current = file) };
}

function ReceiptFile({ id, onRemove }: { id: Id; onRemove: (() => void) | undefined }) {
  const { t } = useTranslation(['expenses', 'files']);
  const { id: org } = useOrg();
  const { data: file } = useQuery(oneOptions(org, 'files', id));
  const [shown, setShown] = useState(false);
  if (!file) return <span className="text-sm text-muted">{t('receipt.reading')}</span>;
  const version = currentOf(file);
  return (
    <div className="flex min-h-11 items-center gap-3 rounded-md border px-2 py-1.5">
      <span className="flex h-9 w-12 shrink-0 items-center justify-center overflow-hidden rounded-sm border bg-sunken">
        {version?.sha256 && hasThumbnail(file.mimeType) ? <img src={version.url.replace(/content$/, 'thumbnail')} alt="" className="size-full object-cover" /> : <KindIcon type={file.mimeType} />}
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <button type="button" aria-label={t('files:open', { name: file.filename })} onClick={() => setShown(true)} className="flex max-w-full min-w-0 text-left font-medium hover:underline">
          <MiddleText text={file.filename} />
        </button>
        {version && <span className="nums text-xs text-muted">{formatBytes(version.size)}</span>}
      </div>
      {onRemove && (
        <IconButton size="sm" label={t('receipt.remove')} onClick={onRemove}>
          <X />
        </IconButton>
      )}
      {shown && version && (
        <Preview files={[{ id: file.id, name: file.filename, type: file.mimeType, size: version.size, url: version.url }]} at={0} onAt={() => undefined} onClose={() => setShown(false)} />
      )}
    </div>
  );
}
