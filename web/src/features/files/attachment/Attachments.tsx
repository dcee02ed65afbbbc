// The attachments of a task: pictures as pictures, the rest as lines. Files arrive by button, dropping and pasting.
import { Paperclip } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { usePanel } from '@/features/work/panel/context';
import { FilesSection } from '../FilesSection';
import { hasThumbnail } from '../kinds';
import { Preview, type Shown } from '../Preview';
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
  usePastedFiles(mayAdd ? uploads.start : undefined);
  if (!attachments) return null;
  const pictures = attachments.filter((one) => hasThumbnail(one.fileType) && one.sha256);
  const others = attachments.filter((one) => !pictures.includes(one));
  const ordered = [...pictures, ...others];
  const open = (attachment: Attachment) => setAt(ordered.indexOf(attachment));
  const item = (attachment: Attachment) => ({ attachment, onOpen: () => open(attachment), onTrash: attachment.can.includes('delete') ? () => trash(attachment) : undefined });
  return (
    <>
      <FilesSection
        title={t('attachments.title')}
        count={attachments.length}
        icon={Paperclip}
        add={t('attachments.add')}
        mayAdd={mayAdd}
        uploads={uploads}
        hint={t('attachments.drop')}
        dropHint={t('attachments.dropNow')}
      >
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
      </FilesSection>
      {at !== null && <Preview files={ordered.map(shown)} at={at} onAt={setAt} onClose={() => setAt(null)} />}
    </>
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
