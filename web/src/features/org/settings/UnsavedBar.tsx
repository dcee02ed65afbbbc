import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/Dialog';

interface UnsavedBarProps {
  dirty: boolean;
  saving: boolean;
  /** It cannot be saved as it is. */
  disabled?: boolean;
  /** What is lost when the page is left. */
  leaveText: string;
  onSave: () => void;
  onDiscard: () => void;
  /** What is changed and not saved. */
  children: ReactNode;
}

/** What is changed and not saved, and the way out of it; asks before the page is left with changes. */
export function UnsavedBar({ dirty, saving, disabled = false, leaveText, onSave, onDiscard, children }: UnsavedBarProps) {
  const { t } = useTranslation(['admin', 'common']);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  return (
    <>
      {dirty && (
        <div className="flex flex-wrap items-center gap-2 border-t bg-raised px-4 py-2 shadow-float">
          <p role="status" className="nums flex-1 basis-full text-sm sm:basis-0">
            {children}
          </p>
          <Button onClick={onDiscard} disabled={saving}>
            {t('unsaved.discard')}
          </Button>
          <Button kind="primary" busy={saving} disabled={disabled} onClick={onSave}>
            {t('unsaved.save')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={blocker.status === 'blocked'}
        onClose={() => blocker.reset?.()}
        title={t('unsaved.leaveTitle')}
        text={leaveText}
        action={t('unsaved.leave')}
        onConfirm={() => blocker.proceed?.()}
      />
    </>
  );
}
