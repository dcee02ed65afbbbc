// The attachments of a task: pictures as pictures, the rest as lines. Files arrive by button, dropping and pasting.
import { Paperclip } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { usePanel } from '@/features/work/panel/context';
import { Section } from '@/features/work/panel/Section';
import { cx } from '@/lib/cx';
import { Button } from '@/ui/Button';
import { hasThumbnail } from '../kinds';
import { PickFiles } from '../PickFiles';
import { Preview, type Shown } from '../Preview';
import { UploadRows } from '../UploadRows';
import { useDropFiles } from '../useDropFiles';
import { AttachmentRow, Thumbnail } from './Item';
import { useAttachments } from './useAttachments';

const shown = ({ id, filename, fileType, fileSize, filepath }: Attachment): Shown => ({ id, name: filename, type: fileType, size: fileSize, url: filepath });

export function Attachments() {
  const { t } = useTranslation('files');
  const { may } = useOrg();
  const { task } = usePanel();
  const { attachments, uploads, trash } = useAttachments(task.id);
  const [at, setAt] = useState<number | null>(null);
  const mayAdd = may('attachment:create');
  const drop = useDropFiles(mayAdd ? uploads.start : undefined);
  usePastedFiles(mayAdd ? uploads.start : undefined);
  if (!attachments || (attachments.length === 0 && !mayAdd)) return null;
  const pictures = attachments.filter((one) => hasThumbnail(one.fileType) && one.sha256);
  const others = attachments.filter((one) => !pictures.includes(one));
  const ordered = [...pictures, ...others];
  const open = (attachment: Attachment) => setAt(ordered.indexOf(attachment));
  const item = (attachment: Attachment) => ({ attachment, onOpen: () => open(attachment), onTrash: attachment.can.includes('delete') ? () => trash(attachment) : undefined });
  return (
    <Section
      title={t('attachments.title')}
      extra={attachments.length > 0 && attachments.length}
      action={
        mayAdd && (
          <PickFiles label={t('attachments.add')} onFiles={uploads.start}>
            <Button kind="ghost" size="sm">
              <Paperclip className="size-4" aria-hidden="true" />
              {t('attachments.add')}
            </Button>
          </PickFiles>
        )
      }
    >
      <div {...drop.handlers} className={cx('mt-1 flex flex-col gap-2 rounded-lg', drop.over && 'bg-accent-soft outline-2 outline-offset-2 outline-accent outline-dashed')}>
        {pictures.length > 0 && (
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(112px,1fr))] gap-2">
            {pictures.map((one) => (
              <Thumbnail key={one.id} {...item(one)} />
            ))}
          </ul>
        )}
        {others.length > 0 && (
          <ul>
            {others.map((one) => (
              <AttachmentRow key={one.id} {...item(one)} />
            ))}
          </ul>
        )}
        <UploadRows {...uploads} />
        {mayAdd && <p className={cx('rounded-md border border-dashed px-3 py-2 text-sm text-muted', attachments.length > 0 && !drop.over && 'sr-only')}>{drop.over ? t('attachments.dropNow') : t('attachments.drop')}</p>}
      </div>
      {at !== null && <Preview files={ordered.map(shown)} at={at} onAt={setAt} onClose={() => setAt(null)} />}
    </Section>
  );
}

/** A picture or file pasted anywhere in the page, unless a field takes it. */
function usePastedFiles(onFiles: ((files: File[]) => void) | undefined): void {
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || event.defaultPrevented || !latest.current) return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
