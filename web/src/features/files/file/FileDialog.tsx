// Everything about one file: how it looks, its versions, who reviews it.
import { Trash2 } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileVersion, StoredFile } from '@/api/types';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { KindIcon } from '../KindIcon';
import { hasThumbnail } from '../kinds';
import { Preview, type Shown } from '../Preview';
import { Reviews } from './Reviews';
import { currentOf, useApprovals, useFileWrites, type FileWrites } from './useFiles';
import { Versions } from './Versions';

const shown = (file: StoredFile, { versionNumber, url, size, mimeType: type }: FileVersion): Shown => ({ id: `${file.id}${versionNumber}`, name: file.filename, type, size, url });

export function FileDialog({ file, onClose }: { file: StoredFile; onClose: () => void }) {
  const { t } = useTranslation('files');
  const writes = useFileWrites();
  const approvals = useApprovals([file]).get(file.id) ?? [];
  const [looking, setLooking] = useState<FileVersion | null>(null);
  const current = currentOf(file);
  const trash = () => {
    onClose();
    writes.trash(file);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="lg"
      title={file.filename}
      footer={
        file.can.includes('delete') && (
          <Button kind="ghost" className="mr-auto" onClick={trash}>
            <Trash2 className="size-4" aria-hidden="true" />
            {t('moveToTrash')}
          </Button>
        )
      }
    >
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-[200px_minmax(0,1fr)]">
        <div className="flex flex-col gap-2">
          {current && <Look file={file} version={current} onOpen={() => setLooking(current)} />}
          {file.can.includes('update') && <Name file={file} writes={writes} />}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Reviews file={file} approvals={approvals} writes={writes} />
          <Versions file={file} writes={writes} onOpen={setLooking} />
        </div>
      </div>
      {looking && <Preview files={[shown(file, looking)]} at={0} onAt={() => undefined} onClose={() => setLooking(null)} />}
    </Dialog>
  );
}

function Look({ file, version, onOpen }: { file: StoredFile; version: FileVersion; onOpen: () => void }) {
  const { t } = useTranslation('files');
  return (
    <button type="button" disabled={!version.sha256} aria-label={t('open', { name: file.filename })} onClick={onOpen} className="flex aspect-[4/3] w-full items-center justify-center overflow-hidden rounded-md border bg-sunken hover:border-line-strong max-sm:aspect-[5/2]">
      {hasThumbnail(version.mimeType) && version.sha256 ? (
        <img src={version.url.replace(/content$/, 'thumbnail')} alt="" className="size-full object-contain" />
      ) : (
        <KindIcon type={version.mimeType} className="size-12" />
      )}
    </button>
  );
}

/** The name, edited where it stands. */
function Name({ file, writes }: { file: StoredFile; writes: FileWrites }) {
  const { t } = useTranslation('files');
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState('');
  const commit = () => {
    const name = text?.trim();
    if (name === undefined || name === '' || name === file.filename) return setText(null);
    setError('');
    writes.rename(file.id, name).then(
      () => setText(null),
      (failure: unknown) => setError(messageOf(failure)),
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key !== 'Escape' || text === null) return;
    event.stopPropagation();
    setText(null);
    setError('');
  };
  return (
    <div>
      <label className="text-xs text-muted">
        {t('name')}
        <input className="control mt-0.5" maxLength={255} aria-invalid={error !== ''} value={text ?? file.filename} onChange={(event) => setText(event.target.value)} onBlur={commit} onKeyDown={onKeyDown} />
      </label>
      {error && (
        <p role="alert" className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
