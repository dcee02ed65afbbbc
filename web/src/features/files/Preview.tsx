// Looks at files one after the other, over everything else. What a browser can't show safely is offered for download:
// the server says which types are safe, and surrounds them with a sandbox of its own.
import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass, IconButton } from '@/ui/Button';
import { KindIcon } from './KindIcon';
import { formatBytes, kindOf } from './kinds';
import { TextPreview } from './TextPreview';

export interface Shown {
  id: string;
  name: string;
  type: string;
  size: number;
  /** Where the API hands it out. */
  url: string;
}

export const downloadUrl = (url: string): string => `${url}?download=true`;

interface PreviewProps {
  files: readonly Shown[];
  /** Which one is looked at. */
  at: number;
  onAt: (at: number) => void;
  onClose: () => void;
}

export function Preview({ files, at, onAt, onClose }: PreviewProps) {
  const { t } = useTranslation(['files', 'common']);
  const file = files[at];
  if (!file) return null;
  const step = (by: number) => files[at + by] && onAt(at + by);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') step(-1);
    if (event.key === 'ArrowRight') step(1);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-overlay" />
        <Dialog.Popup onKeyDown={onKeyDown} className="fixed inset-0 z-50 flex flex-col bg-surface outline-none sm:inset-4 sm:rounded-lg sm:border sm:shadow-float">
          <header className="flex h-12 shrink-0 items-center gap-1 border-b pr-2 pl-4">
            <Dialog.Title className="min-w-0 truncate text-sm font-medium" title={file.name}>
              {file.name}
            </Dialog.Title>
            <span className="nums ml-2 shrink-0 text-xs text-muted">{formatBytes(file.size)}</span>
            <span className="ml-auto flex shrink-0 items-center gap-0.5">
              {files.length > 1 && (
                <>
                  <span className="nums px-1 text-xs text-muted max-sm:sr-only">{t('preview.of', { at: at + 1, count: files.length })}</span>
                  <IconButton label={t('preview.previous')} keys="arrowleft" disabled={at === 0} onClick={() => step(-1)}>
                    <ChevronLeft />
                  </IconButton>
                  <IconButton label={t('preview.next')} keys="arrowright" disabled={at === files.length - 1} onClick={() => step(1)}>
                    <ChevronRight />
                  </IconButton>
                </>
              )}
              <a href={downloadUrl(file.url)} download={file.name} aria-label={t('download', { name: file.name })} title={t('preview.download')} className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text">
                <Download className="size-4" aria-hidden="true" />
              </a>
              <Dialog.Close aria-label={t('common:actions.close')} className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text">
                <X className="size-4" aria-hidden="true" />
              </Dialog.Close>
            </span>
          </header>
          <div className="flex min-h-0 flex-1 items-center justify-center overflow-auto bg-sunken sm:rounded-b-lg">
            <Content key={file.id} file={file} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ file }: { file: Shown }) {
  const { t } = useTranslation('files');
  switch (kindOf(file.type)) {
    case 'image':
      return <img src={file.url} alt={file.name} className="max-h-full max-w-full object-contain" />;
    case 'pdf':
      // A sandbox attribute would keep the browser's viewer out; the answer itself is sandboxed.
      return <iframe src={file.url} title={file.name} className="size-full border-0 sm:rounded-b-lg" />;
    case 'text':
      return <TextPreview file={file} />;
    case 'audio':
      return <audio controls src={file.url} aria-label={file.name} className="w-full max-w-xl px-4" />;
    case 'video':
      return <video controls src={file.url} aria-label={file.name} className="max-h-full max-w-full" />;
    default:
      return (
        <div className="flex flex-col items-center gap-3 px-6 text-center">
          <KindIcon type={file.type} className="size-10" />
          <p className="max-w-sm text-sm text-muted">{t('preview.none')}</p>
          <a href={downloadUrl(file.url)} download={file.name} className={buttonClass('primary')}>
            <Download className="size-4" aria-hidden="true" />
            {t('preview.download')}
          </a>
        </div>
      );
  }
}
