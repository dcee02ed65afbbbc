// What the organization is called, where its working day is, what it counts in, what it remembers; and its end.
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { Controller, useForm, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import * as z from 'zod/mini';
import { keys } from '@/api/cache';
import { requestMoving } from '@/api/cascade';
import type { Organization } from '@/api/types';
import { OwnCalendar } from '@/features/org/calendar/OwnCalendar';
import { SettingsFrame } from '@/features/org/settings/Frame';
import { useOrg } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Section } from '@/ui/Section';
import { DeleteOrganization } from './Delete';
import { RetentionForm } from './Retention';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'required')),
  domain: z.string().check(z.trim()),
  timeZone: z.string(),
  currency: z.string(),
});
type Values = z.infer<typeof schema>;

export function SettingsPage() {
  const { t } = useTranslation(['org', 'admin', 'worktime']);
  const { may, organization } = useOrg();
  return (
    <SettingsFrame title={t('settings.title')} narrow>
      <Section title={t('settings.general')} text={may('organization:update') ? t('settings.generalText') : t('settings.readOnly')}>
        <GeneralForm key={organization.id} />
      </Section>
      {may('calendar:read') && (
        <Section title={t('worktime:title')} text={t('worktime:field.organizationHelp')}>
          <OwnCalendar />
        </Section>
      )}
      <Section title={t('admin:retention.title')} text={t('admin:retention.text')}>
        <RetentionForm key={organization.id} />
      </Section>
      {may('organization:delete') && (
        <Section title={t('settings.danger')} text={t('settings.dangerText', { name: organization.name })}>
          <DeleteOrganization />
        </Section>
      )}
    </SettingsFrame>
  );
}

function GeneralForm() {
  const { t } = useTranslation(['org', 'common']);
  const { id, organization, may } = useOrg();
  const client = useQueryClient();
  const { name, domain, timeZone, currency } = organization;
  const form = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: { name, domain: domain ?? '', timeZone, currency },
    disabled: !may('organization:update'),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const errorText = useErrorText();
  const submit = form.handleSubmit(async (values) => {
    try {
      const body = { ...values, domain: values.domain || null };
      const saved = await requestMoving<Organization>('PATCH', `/organizations/${id}`, { body });
      await client.refetchQueries({ queryKey: keys.me });
      form.reset({ name: saved.name, domain: saved.domain ?? '', timeZone: saved.timeZone, currency: saved.currency });
      toast.success(t('settings.saved'));
    } catch (error) {
      applyError(form, error);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <Field label={t('settings.name')} error={errorText(errors.name)}>
        <Input {...form.register('name')} />
      </Field>
      <Field label={t('settings.domain')} optional={t('optional')} help={t('settings.domainHelp')} error={errorText(errors.domain)}>
        <Input {...form.register('domain')} />
      </Field>
      <ListField form={form} name="timeZone" values={Intl.supportedValuesOf('timeZone')} />
      <ListField form={form} name="currency" values={Intl.supportedValuesOf('currency')} />
      {may('organization:update') && (
        <Button type="submit" kind="primary" busy={isSubmitting} disabled={!isDirty} className="self-start">
          {t('common:actions.save')}
        </Button>
      )}
    </form>
  );
}

interface ListFieldProps {
  form: UseFormReturn<Values>;
  name: 'timeZone' | 'currency';
  values: string[];
}

function ListField({ form, name, values }: ListFieldProps) {
  const { t, i18n } = useTranslation('org');
  const errorText = useErrorText();
  const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
  const choices = [...new Set([form.getValues(name), 'UTC', ...values])]
    .filter((value) => name === 'timeZone' || value !== 'UTC')
    .map((value) => (name === 'currency' ? { value, label: value, help: names.of(value) ?? '' } : { value, label: value.replaceAll('_', ' ') }));
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field }) => (
        <Field label={t(`settings.${name}`)} help={t(`settings.${name}Help`)} error={errorText(form.formState.errors[name])}>
          <Combobox
            label={t(`settings.${name}`)}
            choices={choices}
            value={field.value}
            disabled={field.disabled ?? false}
            onChange={(value) => value && field.onChange(value)}
          />
        </Field>
      )}
    />
  );
}
