import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day, Member, PersonRate, Schemas } from '@/api/types';
import { useOrg, useProjects } from '@/features/org/useOrg';
import { formatAmount } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { DatePicker } from '@/ui/DatePicker';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { CurrencySelect } from '../CurrencySelect';
import { parseAmount } from '../parse';

export type PersonRateBody = Omit<Required<Schemas['PersonRateCreate']>, 'id'>;

interface PersonRateFormProps {
  member: Member;
  /** None to add one. */
  rate: PersonRate | null;
  today: Day;
  onSave: (body: PersonRateBody) => Promise<void>;
  onClose: () => void;
}

export function PersonRateForm({ member, rate, today, onSave, onClose }: PersonRateFormProps) {
  const { t } = useTranslation(['rates', 'common']);
  const { organization } = useOrg();
  const { projects } = useProjects();
  const [projectId, setProject] = useState(rate?.projectId ?? null);
  const [from, setFrom] = useState(rate?.from ?? today);
  const [hourly, setHourly] = useState(rate ? formatAmount(rate.hourlyRate, rate.currency) : '');
  const [currency, setCurrency] = useState(rate?.currency ?? organization.currency);
  const [error, setError] = useState<{ hourly?: string; form?: string }>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const hourlyRate = parseAmount(hourly);
    if (hourlyRate === null || hourlyRate < 0) return setError({ hourly: t('rule.hourly') });
    setBusy(true);
    try {
      await onSave({ userId: member.id, projectId, from, hourlyRate, currency });
      onClose();
    } catch (refused) {
      setBusy(false);
      setError({ form: messageOf(refused) });
    }
  };
  return (
    <form noValidate aria-label={rate ? t('person.change') : t('person.add')} onSubmit={(event) => void submit(event)} className="grid grid-cols-2 gap-3 rounded-md bg-sunken p-3">
      <div className="col-span-2 empty:hidden">
        <FormError>{error.form}</FormError>
      </div>
      <Field label={t('field.hourly')} error={error.hourly}>
        <Input autoFocus inputMode="decimal" autoComplete="off" value={hourly} onChange={(event) => setHourly(event.target.value)} className="nums" />
      </Field>
      <Field label={t('field.currency')}>
        <CurrencySelect label={t('field.currency')} value={currency} onChange={setCurrency} />
      </Field>
      <Field label={t('field.from')}>
        <DatePicker label={t('field.from')} value={from} onChange={(day) => day && setFrom(day)} />
      </Field>
      <Field label={t('field.scope')}>
        <Combobox
          label={t('field.scope')}
          disabled={rate !== null}
          choices={[{ value: '', label: t('scope.everywhere') }, ...projects.map(({ id, name, key }) => ({ value: id, label: name, help: key }))]}
          value={projectId ?? ''}
          onChange={(project) => setProject(project || null)}
        />
      </Field>
      <div className="col-span-2 flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          {t('common:actions.cancel')}
        </Button>
        <Button size="sm" kind="primary" type="submit" busy={busy}>
          {t('common:actions.save')}
        </Button>
      </div>
    </form>
  );
}
