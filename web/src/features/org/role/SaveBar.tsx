import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/Dialog';
import type { Drafts } from './useDrafts';

/** What is changed and not saved, and the way out of it; asks before the page is left with changes. */
export function SaveBar({ drafts }: { drafts: Drafts }) {
  const { t } = useTranslation(['admin', 'common']);
  const dirty = drafts.count > 0;
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
            {t('role.unsaved', { count: drafts.count })}
          </p>
          <Button onClick={drafts.discard} disabled={drafts.saving}>
            {t('role.discard')}
          </Button>
          <Button kind="primary" busy={drafts.saving} onClick={drafts.save}>
            {t('role.save')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={blocker.status === 'blocked'}
        onClose={() => blocker.reset?.()}
        title={t('role.leaveTitle')}
        text={t('role.leaveText', { count: drafts.count })}
        action={t('role.leave')}
        onConfirm={() => blocker.proceed?.()}
      />
    </>
  );
}
