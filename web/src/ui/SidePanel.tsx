import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface SidePanelProps {
  title: string;
  /** What stands beside the title: a face, an icon. */
  icon?: ReactNode;
  /** A line under the title. */
  text?: string;
  onClose: () => void;
  children: ReactNode;
}

/** Slides over the content from the right and leaves the rest of the page usable; Esc closes it. */
export function SidePanel({ title, icon, text, onClose, children }: SidePanelProps) {
  const { t } = useTranslation();
  return (
    <Base.Root open modal={false} disablePointerDismissal onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Popup className="panel-in fixed inset-y-0 right-0 z-30 flex w-full flex-col border-l bg-surface shadow-float outline-none md:w-[min(520px,calc(100vw-64px))]">
          <div className="flex min-h-12 shrink-0 items-center gap-3 border-b px-4 py-2 pr-12">
            {icon}
            <div className="min-w-0 leading-tight">
              <Base.Title className="truncate text-base" title={title}>
                {title}
              </Base.Title>
              {text && <Base.Description className="truncate text-xs text-muted">{text}</Base.Description>}
            </div>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          <Base.Close
            aria-label={t('actions.close')}
            className="absolute top-2 right-3 flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
          >
            <X className="size-4" aria-hidden="true" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
