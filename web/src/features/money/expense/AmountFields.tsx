import { Controller, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { sentence } from '@/lib/messages';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { CurrencySelect } from '../CurrencySelect';
import type { EntryValues } from './form';

/** How much: money with its currency, or hours. */
export function AmountFields({ form, kind, disabled }: { form: UseFormReturn<EntryValues>; kind: EntryValues['kind']; disabled: boolean }) {
  const { t } = useTranslation('expenses');
  const { errors } = form.formState;
  const fault = (name: 'amount' | 'currency' | 'hours') => errors[name]?.message && sentence(errors[name].message);
  if (kind === 'time') {
    return (
      <Field label={t('field.hours')} error={fault('hours')}>
        <Input inputMode="decimal" placeholder="1:30" disabled={disabled} autoComplete="off" {...form.register('hours')} />
      </Field>
    );
  }
  return (
    <div className="grid grid-cols-[1fr_104px] gap-2">
      <Field label={t('field.amount')} error={fault('amount')}>
        <Input inputMode="decimal" disabled={disabled} autoComplete="off" className="nums" {...form.register('amount')} />
      </Field>
      <Field label={t('field.currency')} error={fault('currency')}>
        <Controller control={form.control} name="currency" render={({ field }) => <CurrencySelect label={t('field.currency')} value={field.value} disabled={disabled} onChange={field.onChange} />} />
      </Field>
    </div>
  );
}
