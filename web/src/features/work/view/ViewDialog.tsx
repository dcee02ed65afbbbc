import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { View } from '@/api/types';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';

interface ViewDialogProps {
  /** Null for a new one. */
  view: View | null;
  mayShare: boolean;
  onSave: (name: string, shared: boolean) => Promise<unknown>;
  onClose: () => void;
}

/** The name of a view, and for a new one whether others see it. */
export function ViewDialog({ view, mayShare, onSave, onClose }: ViewDialogProps) {
  const { t } = useTranslation(['work', 'common']);
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return setError(t('common:rules.required'));
    setBusy(true);
    setError('');
    onSave(name.trim(), shared).then(onClose, (failure: unknown) => {
      setBusy(false);
      setError(messageOf(failure));
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="sm"
      title={view ? t('view.renameTitle') : t('view.newTitle')}
      {...(view ? {} : { description: t('view.newText') })}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form="view-form" busy={busy}>
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <form id="view-form" onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('view.name')} error={error || undefined}>
          <Input autoFocus value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
        {!view && mayShare && <Checkbox label={t('view.shareNew')} checked={shared} onChange={setShared} />}
      </form>
    </Dialog>
  );
}
