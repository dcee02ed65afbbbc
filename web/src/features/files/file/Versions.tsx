// The versions of a file, newest first, and how the next one comes.
import { Download, Upload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileVersion, StoredFile } from '@/api/types';
import { usePeople } from '@/features/org/useOrg';
import { formatAgo, formatExact } from '@/lib/format';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { formatBytes } from '../kinds';
import { PickFiles } from '../PickFiles';
import { downloadUrl } from '../Preview';
import { UploadRows } from '../UploadRows';
import { useUploads } from '../useUploads';
import type { FileWrites } from './useFiles';

interface VersionsProps {
  file: StoredFile;
  writes: FileWrites;
  onOpen: (version: FileVersion) => void;
}

export function Versions({ file, writes, onOpen }: VersionsProps) {
  const { t } = useTranslation('files');
  const [next, setNext] = useState<File | null>(null);
  return (
    <section aria-label={t('version.title')}>
      <div className="flex h-8 items-center justify-between">
        <h3 className="text-sm">{t('version.title')}</h3>
        {file.can.includes('update') && !next && (
          <PickFiles multiple={false} label={t('version.add')} onFiles={([chosen]) => setNext(chosen ?? null)}>
            <Button kind="ghost" size="sm">
              <Upload className="size-4" aria-hidden="true" />
              {t('version.add')}
            </Button>
          </PickFiles>
        )}
      </div>
      {next && <NextVersion file={file} next={next} writes={writes} onEnd={() => setNext(null)} />}
      <ol reversed className="flex flex-col">
        {file.versions.toReversed().map((version) => (
          <Version key={version.versionNumber} version={version} file={file} onOpen={() => onOpen(version)} />
        ))}
      </ol>
    </section>
  );
}

function Version({ version, file, onOpen }: { version: FileVersion; file: StoredFile; onOpen: () => void }) {
  const { t } = useTranslation('files');
  const { byId } = usePeople();
  const { versionNumber: number, note, size, uploadDate, uploadedBy, sha256, origin, url } = version;
  return (
    <li className="group/v flex items-start gap-2.5 border-b py-2 text-sm last:border-b-0">
      <span className="nums mt-px w-7 shrink-0 font-medium">v{number}</span>
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2">
          <span className="min-w-0 break-words">{note || <span className="text-faint">{t('version.noNote')}</span>}</span>
          {number === file.currentVersion && <Badge tone="accent">{t('version.current')}</Badge>}
        </p>
        <p className="nums text-xs text-muted">
          {byId.get(uploadedBy)?.name ?? t('someone')} · <time title={formatExact(uploadDate)}>{formatAgo(uploadDate)}</time> · {sha256 ? formatBytes(size) : t('missing', { origin: origin ?? '' })}
        </p>
      </div>
      {sha256 && (
        <span className="flex shrink-0 items-center">
          <Button kind="ghost" size="sm" aria-label={t('version.openNamed', { version: number })} onClick={onOpen}>
            {t('version.open')}
          </Button>
          <a href={downloadUrl(url)} download={file.filename} aria-label={t('version.download', { version: number })} title={t('preview.download')} className="flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text">
            <Download className="size-4" aria-hidden="true" />
          </a>
        </span>
      )}
    </li>
  );
}

interface NextProps {
  file: StoredFile;
  next: File;
  writes: FileWrites;
  onEnd: () => void;
}

function NextVersion({ file, next, writes, onEnd }: NextProps) {
  const { t } = useTranslation(['files', 'common']);
  const [note, setNote] = useState('');
  const uploads = useUploads((chosen, options) => writes.addVersion(file.id, note.trim(), chosen, options).then(onEnd));
  if (uploads.uploads.length > 0) return <UploadRows {...uploads} />;
  return (
    <form
      className="mb-2 flex flex-col gap-2 rounded-md border bg-canvas p-3"
      onSubmit={(event) => {
        event.preventDefault();
        uploads.start([next]);
      }}
    >
      <p className="truncate text-sm" title={next.name}>
        {next.name} <span className="nums text-muted">{formatBytes(next.size)}</span>
      </p>
      <Field label={t('version.note')} optional={t('optional')}>
        <Input autoFocus value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onEnd}>
          {t('common:actions.cancel')}
        </Button>
        <Button size="sm" kind="primary" type="submit">
          {t('version.upload', { version: file.currentVersion + 1 })}
        </Button>
      </div>
    </form>
  );
}
