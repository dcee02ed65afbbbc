// Freezes the plan as it is now under a name.
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isStatus } from '@/api/errors';
import type { Baseline } from '@/api/types';
import { formatDay } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';

interface FreezeDialogProps {
  today: string;
  onFreeze: (name: string) => Promise<Baseline>;
  onClose: (made?: Baseline) => void;
}

export function FreezeDialog({ today, onFreeze, onClose }: FreezeDialogProps) {
  const { t } = useTranslation(['baseline', 'common']);
  const form = useId();
  const [name, setName] = useState(t('freeze.standard', { day: formatDay(today) }));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return setError(t('freeze.required'));
    setBusy(true);
    try {
      onClose(await onFreeze(name.trim()));
    } catch (refused) {
      setBusy(false);
      setError(isStatus(refused, 409) ? t('freeze.taken') : messageOf(refused));
    }
  };
  return (
    <Dialog
      open
      onClose={() => onClose()}
      title={t('freeze.title')}
      description={t('freeze.text')}
      width="sm"
      footer={
        <>
          <Button onClick={() => onClose()}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy}>
            {t('freeze.action')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        <Field label={t('freeze.name')} error={error}>
          <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} onFocus={(event) => event.target.select()} />
        </Field>
      </form>
    </Dialog>
  );
}
