// The files that are on their way, each with its progress and a way to stop it.
import { RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '@/lib/format';
import { IconButton } from '@/ui/Button';
import { ProgressLine } from '@/ui/ProgressLine';
import { KindIcon } from './KindIcon';
import { formatBytes } from './kinds';
import type { Upload, Uploads } from './useUploads';

export function UploadRows({ uploads, cancel, retry }: Pick<Uploads, 'uploads' | 'cancel' | 'retry'>) {
  const { t } = useTranslation('files');
  if (uploads.length === 0) return null;
  return (
    <ul aria-label={t('upload.list')} className="flex flex-col">
      {uploads.map((upload) => (
        <Row key={upload.id} upload={upload} onCancel={() => cancel(upload.id)} onRetry={() => retry(upload)} />
      ))}
    </ul>
  );
}

function Row({ upload, onCancel, onRetry }: { upload: Upload; onCancel: () => void; onRetry: () => void }) {
  const { t } = useTranslation(['files', 'common']);
  const { file, share, waiting, error } = upload;
  return (
    <li className="flex min-h-11 items-center gap-2.5 rounded-md px-2 py-1 text-sm">
      <KindIcon type={file.type} />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 gap-2">
          <span className="min-w-0 truncate" title={file.name}>
            {file.name}
          </span>
          <span className="nums ml-auto shrink-0 text-xs leading-5 text-muted">{waiting ? t('upload.waiting') : error ? formatBytes(file.size) : formatPercent(share * 100)}</span>
        </p>
        {error ? (
          <p role="alert" className="text-sm text-danger">
            {error}
          </p>
        ) : (
          <ProgressLine value={share} label={t('upload.progress', { name: file.name })} className="mt-1" />
        )}
      </div>
      {error && (
        <IconButton size="sm" label={t('upload.again', { name: file.name })} onClick={onRetry}>
          <RotateCcw />
        </IconButton>
      )}
      <IconButton size="sm" label={error ? t('upload.dismiss', { name: file.name }) : t('upload.cancel', { name: file.name })} onClick={onCancel}>
        <X />
      </IconButton>
    </li>
  );
}
