// An expense or an entry of time: entered, corrected, or read with the reason why it is locked.
import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOptions } from '@/api/collections';
import type { Expense, Id, Project } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SkeletonRows } from '@/ui/Skeleton';
import { StatusBadge } from '../StatusBadge';
import { isLocked, may } from './decisions';
import { EntryForm } from './EntryForm';
import type { ExpenseWrites } from './useExpenseWrites';

interface EntryDialogProps {
  id: Id | 'new';
  project: Project | null;
  writes: ExpenseWrites;
  standText: (entry: Expense) => string | null;
  onReject: (entry: Expense) => void;
  onClose: () => void;
}

const formId = 'entry-form';

export function EntryDialog({ id, project, writes, standText, onReject, onClose }: EntryDialogProps) {
  const { t } = useTranslation(['expenses', 'common']);
  const { id: org } = useOrg();
  const made = id !== 'new';
  const query = useQuery({ ...oneOptions(org, 'expenses', id), enabled: made });
  const entry = query.data ?? null;
  const editable = !made || entry?.can.includes('update') === true;
  const done = (work: Promise<unknown>) => void work.then(onClose);
  return (
    <Dialog
      open
      onClose={onClose}
      title={made ? (editable ? t('dialog.edit') : t('dialog.show')) : t('new')}
      footer={
        <>
          {entry && may('reject', entry) && <Button onClick={() => onReject(entry)}>{t('way.reject')}…</Button>}
          {entry && may('withdraw', entry) && <Button onClick={() => done(writes.withdraw([entry]))}>{t('way.withdraw')}</Button>}
          {entry && may('handBack', entry) && <Button onClick={() => done(writes.handBack([entry]))}>{t('way.handBack')}</Button>}
          {entry && may('price', entry) && <Button onClick={() => done(writes.price([entry]))}>{t('way.price')}</Button>}
          <Button onClick={onClose}>{editable ? t('common:actions.cancel') : t('common:actions.close')}</Button>
          {editable && (
            <Button kind="primary" type="submit" form={formId}>
              {t('common:actions.save')}
            </Button>
          )}
          {entry && may('approve', entry) && (
            <Button kind="primary" onClick={() => done(writes.approve([entry]))}>
              {t('way.approve')}
            </Button>
          )}
        </>
      }
    >
      {entry && <Stand entry={entry} text={standText(entry)} />}
      {made && query.isPending && <SkeletonRows rows={5} />}
      {made && query.error && !entry && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {(!made || entry) && <EntryForm key={`${entry?.id}.${entry?.revision}`} id={formId} entry={entry} project={project} writes={writes} editable={editable} onClose={onClose} />}
    </Dialog>
  );
}

function Stand({ entry, text }: { entry: Expense; text: string | null }) {
  const { t } = useTranslation('expenses');
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-sunken px-3 py-2 text-sm">
      <StatusBadge status={entry.status} />
      {text && <span className="min-w-0 wrap-anywhere">{text}</span>}
      {isLocked(entry) && (
        <span className="flex basis-full items-center gap-1.5 text-muted">
          <Lock className="size-3.5 shrink-0" aria-hidden="true" />
          {t(may('withdraw', entry) ? 'lockedTakeBack' : may('handBack', entry) ? 'lockedHandBack' : 'lockedAsk')}
        </span>
      )}
    </div>
  );
}
