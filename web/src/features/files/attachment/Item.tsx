import { Download, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '@/api/types';
import { usePeople } from '@/features/org/useOrg';
import { formatAgo, formatExact } from '@/lib/format';
import { MiddleText } from '@/features/work/parts/marks';
import { IconButton } from '@/ui/Button';
import { KindIcon } from '../KindIcon';
import { formatBytes } from '../kinds';
import { downloadUrl } from '../Preview';

interface ItemProps {
  attachment: Attachment;
  onOpen: () => void;
  onTrash: (() => void) | undefined;
}

/** A picture that is attached; its name and what can be done with it show on hover and focus. */
export function Thumbnail({ attachment, onOpen, onTrash }: ItemProps) {
  const { t } = useTranslation('files');
  const { filename, filepath } = attachment;
  return (
    <li className="group/a relative overflow-hidden rounded-md border bg-sunken">
      <button type="button" aria-label={t('open', { name: filename })} title={filename} onClick={onOpen} className="block aspect-[4/3] w-full">
        <img src={filepath.replace(/content$/, 'thumbnail')} alt="" loading="lazy" className="size-full object-cover" />
      </button>
      <p className="truncate border-t bg-surface px-2 py-1 text-xs text-muted" title={filename}>
        {filename}
      </p>
      <span className="absolute top-1 right-1 flex rounded-md border bg-raised opacity-0 group-focus-within/a:opacity-100 group-hover/a:opacity-100 pointer-coarse:opacity-100">
        <Actions attachment={attachment} onTrash={onTrash} />
      </span>
    </li>
  );
}

export function AttachmentRow({ attachment, onOpen, onTrash }: ItemProps) {
  const { t } = useTranslation('files');
  const { byId } = usePeople();
  const { filename, fileType, fileSize, sha256, origin, uploadedBy, createdAt } = attachment;
  const by = byId.get(uploadedBy ?? '')?.name;
  return (
    <li className="group/a flex min-h-11 items-center gap-2.5 rounded-md px-2 hover:bg-hover">
      <KindIcon type={fileType} />
      <div className="min-w-0 flex-1 py-1 text-sm">
        {sha256 ? (
          <button type="button" aria-label={t('open', { name: filename })} onClick={onOpen} className="flex max-w-full min-w-0 text-left hover:underline">
            <MiddleText text={filename} />
          </button>
        ) : (
          <MiddleText text={filename} />
        )}
        <p className="truncate text-xs text-muted">
          {sha256 ? formatBytes(fileSize) : t('missing', { origin: origin ?? '' })}
          {by && ` · ${by}`} · <time title={formatExact(createdAt)}>{formatAgo(createdAt)}</time>
        </p>
      </div>
      <span className="flex shrink-0 opacity-0 group-focus-within/a:opacity-100 group-hover/a:opacity-100 pointer-coarse:opacity-100">
        <Actions attachment={attachment} onTrash={onTrash} />
      </span>
    </li>
  );
}

function Actions({ attachment: { filename, filepath, sha256 }, onTrash }: Pick<ItemProps, 'attachment' | 'onTrash'>) {
  const { t } = useTranslation('files');
  return (
    <>
      {sha256 && (
        <a href={downloadUrl(filepath)} download={filename} aria-label={t('download', { name: filename })} title={t('preview.download')} className="flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text">
          <Download className="size-4" aria-hidden="true" />
        </a>
      )}
      {onTrash && (
        <IconButton size="sm" label={t('trash', { name: filename })} onClick={onTrash}>
          <Trash2 />
        </IconButton>
      )}
    </>
  );
}
