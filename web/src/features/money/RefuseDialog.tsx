import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/Dialog';
import { Textarea } from '@/ui/Input';

interface RefuseDialogProps {
  title: string;
  onClose: () => void;
  onConfirm: (reason: string) => void;
}

/** Asks why something is rejected: its person reads it. */
export function RefuseDialog({ title, onClose, onConfirm }: RefuseDialogProps) {
  const { t } = useTranslation('money');
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog open onClose={onClose} title={title} text={t('sheet.rejectText')} action={t('sheet.reject')} ready={reason.trim() !== ''} onConfirm={() => onConfirm(reason.trim())}>
      <Textarea aria-label={t('sheet.reason')} rows={3} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmDialog>
  );
}
