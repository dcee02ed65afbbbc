import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { Button } from './Button';

const backdrop =
  'fixed inset-0 z-40 bg-overlay transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0';
const frame =
  'popup fixed z-40 flex max-h-[min(90dvh,860px)] w-[calc(100vw-24px)] flex-col rounded-lg left-1/2 -translate-x-1/2 top-[max(3vh,12px)] sm:top-[10vh] sm:max-h-[82dvh]';
const sheet =
  'panel-in fixed inset-y-0 right-0 z-30 flex w-full flex-col border-l bg-surface shadow-float outline-none md:w-[min(520px,calc(100vw-64px))]';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  width?: 'sm' | 'md' | 'lg';
  /** Slides over from the right and leaves the rest of the page usable. */
  side?: boolean;
  /** What stands beside the title: a face, an icon. */
  icon?: ReactNode;
  /** Buttons at the foot. */
  footer?: ReactNode;
  /** What there is to read, by name: it takes the focus, and the arrow keys scroll it. */
  reading?: string;
  /** What takes the focus when it opens. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** What takes it when it closes; by itself what had it before. */
  finalFocus?: () => HTMLElement | true;
  children: ReactNode;
}

const widths = { sm: 'sm:max-w-[420px]', md: 'sm:max-w-[540px]', lg: 'sm:max-w-[820px]' };

export function Dialog({ open, onClose, title, description, width = 'md', side = false, icon, footer, reading, initialFocus, finalFocus, children }: DialogProps) {
  const { t } = useTranslation();
  const content = useRef<HTMLDivElement>(null);
  const first = initialFocus ?? (reading ? content : undefined);
  return (
    <Base.Root open={open} modal={!side} disablePointerDismissal={side} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        {!side && <Base.Backdrop className={backdrop} />}
        <Base.Popup className={side ? sheet : cx(frame, widths[width])} {...(first ? { initialFocus: first } : {})} {...(finalFocus ? { finalFocus } : {})}>
          {/* No landmarks: at the side the page keeps its own. */}
          <div className="flex shrink-0 items-center gap-3 pt-4 pr-12 pb-3 pl-5">
            {icon}
            <div className="min-w-0">
              <Base.Title className="text-lg wrap-anywhere">{title}</Base.Title>
              {description && <Base.Description className="mt-0.5 text-sm text-muted">{description}</Base.Description>}
            </div>
          </div>
          <div
            ref={content}
            className="min-h-0 flex-1 overflow-y-auto px-5 pb-5 focus-visible:-outline-offset-2"
            {...(reading ? { role: 'region', tabIndex: 0, 'aria-label': reading } : {})}
          >
            {children}
          </div>
          {footer && <div className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3">{footer}</div>}
          {/* Last, so that the focus begins in the content. */}
          <Base.Close
            aria-label={t('actions.close')}
            className="absolute top-3 right-3 flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
          >
            <X className="size-4" aria-hidden="true" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  text: ReactNode;
  action: string;
  busy?: boolean;
  /** False until what must be typed was typed. */
  ready?: boolean;
  onConfirm: () => void;
  children?: ReactNode;
}

/** Asks before what can't be undone; everything else is done at once and offers undo. */
export function ConfirmDialog({ open, onClose, title, text, action, busy, ready = true, onConfirm, children }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdrop} />
        <AlertDialog.Popup className={cx(frame, widths.sm, 'gap-3 p-5')}>
          <AlertDialog.Title className="text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-sm text-muted">{text}</AlertDialog.Description>
          {children}
          <div className="mt-2 flex justify-end gap-2">
            <Button onClick={onClose}>{t('actions.cancel')}</Button>
            <Button kind="danger" busy={busy ?? false} disabled={!ready} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
