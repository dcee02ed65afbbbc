// Exchange rates from a table or a file of commas, shown as they will be before anything is kept.
import { Check, CircleX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Textarea } from '@/ui/Input';
import { readPasted, type NewRate } from './paste';
import { mostPasted } from './useRateWrites';

const fewLines = 100;

export function PasteDialog({ onPaste, onClose }: { onPaste: (rates: NewRate[]) => Promise<void>; onClose: () => void }) {
  const { t } = useTranslation(['rates', 'common']);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const lines = readPasted(text);
  const rates = lines.flatMap(({ rate }) => rate ?? []);
  const wrong = lines.length - rates.length;
  const ready = rates.length > 0 && wrong === 0 && rates.length <= mostPasted;
  const save = async () => {
    setBusy(true);
    try {
      await onPaste(rates);
      onClose();
    } catch (refused) {
      setBusy(false);
      setError(messageOf(refused));
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('paste.title')}
      footer={
        <>
          <span role="status" className="mr-auto text-sm text-muted">
            {lines.length > 0 && (wrong > 0 ? t('paste.wrong', { count: wrong }) : rates.length > mostPasted ? t('paste.tooMany', { count: mostPasted }) : t('paste.ready', { count: rates.length }))}
          </span>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" disabled={!ready} busy={busy} onClick={() => void save()}>
            {t('paste.action')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <FormError>{error}</FormError>
        <Field label={t('paste.label')} help={t('paste.help')}>
          <Textarea rows={6} autoFocus spellCheck={false} placeholder={'2026-11-02, USD, EUR, 0.92'} value={text} onChange={(event) => setText(event.target.value)} className="nums" />
        </Field>
        {lines.length > 0 && (
          <ul aria-label={t('paste.lines')} tabIndex={0} className="max-h-60 overflow-y-auto rounded-md border text-sm">
            {lines.slice(0, fewLines).map(({ line, text: written, rate, fault }) => (
              <li key={line} className="nums flex items-center gap-2 border-b px-3 py-1.5 last:border-b-0">
                {rate ? <Check className="size-4 shrink-0 text-ok" aria-hidden="true" /> : <CircleX className="size-4 shrink-0 text-danger" aria-hidden="true" />}
                {rate ? (
                  <span className="truncate">
                    {formatDay(rate.date)}: 1 {rate.from} = {rate.rate} {rate.to}
                  </span>
                ) : (
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{written}</span>
                    <span className="block text-danger">{t('paste.line', { line, fault: fault ? t(`paste.fault.${fault}`) : '' })}</span>
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
