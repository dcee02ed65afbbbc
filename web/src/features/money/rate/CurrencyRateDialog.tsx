import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CurrencyRate } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { today } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { DatePicker } from '@/ui/DatePicker';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { CurrencySelect } from '../CurrencySelect';
import { decimalOf } from './paste';
import type { useCurrencyRateWrites } from './useRateWrites';

interface CurrencyRateDialogProps {
  /** None to add one. */
  rate: CurrencyRate | null;
  /** The pair that is looked at. */
  pair: string | undefined;
  writes: ReturnType<typeof useCurrencyRateWrites>;
  onClose: () => void;
}

export function CurrencyRateDialog({ rate, pair, writes, onClose }: CurrencyRateDialogProps) {
  const { t } = useTranslation(['rates', 'common']);
  const { organization } = useOrg();
  const form = useId();
  const [first, second] = pair?.split('-') ?? [];
  const [from, setFrom] = useState(rate?.from ?? first ?? '');
  const [to, setTo] = useState(rate?.to ?? second ?? organization.currency);
  const [date, setDate] = useState(rate?.date ?? today(organization.timeZone));
  const [worth, setWorth] = useState(rate?.rate ?? '');
  const [error, setError] = useState<{ from?: string; worth?: string; form?: string }>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const decimal = decimalOf(worth);
    if (!from || from === to) return setError({ from: t('rule.pair') });
    if (decimal === null) return setError({ worth: t('rule.rate') });
    setBusy(true);
    try {
      await (rate ? writes.change(rate, { date, rate: decimal }) : writes.create({ from, to, date, rate: decimal }));
      onClose();
    } catch (refused) {
      setBusy(false);
      setError({ form: messageOf(refused) });
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={rate ? t('currency.change') : t('currency.add')}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy}>
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void submit(event)} className="grid grid-cols-2 gap-4">
        <div className="col-span-2 empty:hidden">
          <FormError>{error.form}</FormError>
        </div>
        <Field label={t('field.base')} error={error.from}>
          <CurrencySelect label={t('field.base')} value={from} likely={['EUR', 'USD', 'GBP', 'CHF', 'JPY']} disabled={rate !== null} onChange={setFrom} />
        </Field>
        <Field label={t('field.quote')}>
          <CurrencySelect label={t('field.quote')} value={to} disabled={rate !== null} onChange={setTo} />
        </Field>
        <Field label={t('field.from')}>
          <DatePicker label={t('field.from')} value={date} onChange={(day) => day && setDate(day)} />
        </Field>
        <Field label={from ? t('field.worth', { from, to }) : t('field.rate')} error={error.worth}>
          <Input inputMode="decimal" autoComplete="off" value={worth} onChange={(event) => setWorth(event.target.value)} className="nums" />
        </Field>
      </form>
    </Dialog>
  );
}
