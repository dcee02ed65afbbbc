// How long the log is kept. What leaves it is gone for good.
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { Controller, useForm, type Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import * as z from 'zod/mini';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import type { Organization } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Field, FormError } from '@/ui/Field';
import { Select } from '@/ui/Select';

const schema = z.object({ eventRetentionDays: z.string(), auditRetentionDays: z.string() });
type Values = z.infer<typeof schema>;

const always = 'always';
const terms = ['30', '90', '180', '365', '730', '1825', '3650'];
const valuesOf = ({ eventRetentionDays, auditRetentionDays }: Organization): Values => ({
  eventRetentionDays: eventRetentionDays?.toString() ?? always,
  auditRetentionDays: auditRetentionDays?.toString() ?? always,
});
const daysOf = (value: string): number | null => (value === always ? null : Number(value));

export function RetentionForm() {
  const { t } = useTranslation(['admin', 'common']);
  const { id, organization, may } = useOrg();
  const client = useQueryClient();
  const form = useForm<Values>({ resolver: zodResolver(schema), defaultValues: valuesOf(organization), disabled: !may('organization:update') });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      const body = { eventRetentionDays: daysOf(values.eventRetentionDays), auditRetentionDays: daysOf(values.auditRetentionDays) };
      const saved = await request<Organization>('PATCH', `/organizations/${id}`, { body });
      await client.refetchQueries({ queryKey: keys.me });
      form.reset(valuesOf(saved));
      toast.success(t('common:actions.saved'));
    } catch (error) {
      applyError(form, error);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <TermField control={form.control} name="eventRetentionDays" error={errors.eventRetentionDays} />
      <TermField control={form.control} name="auditRetentionDays" error={errors.auditRetentionDays} />
      {may('organization:update') && (
        <Button type="submit" kind="primary" busy={isSubmitting} disabled={!isDirty} className="self-start">
          {t('common:actions.save')}
        </Button>
      )}
    </form>
  );
}

interface TermFieldProps {
  control: Control<Values>;
  name: keyof Values;
  error: { message?: string } | undefined;
}

function TermField({ control, name, error }: TermFieldProps) {
  const { t } = useTranslation('admin');
  const errorText = useErrorText();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => {
        const days = [...new Set([...terms, field.value])].filter((value) => value !== always).toSorted((a, b) => Number(a) - Number(b));
        const choices = [{ value: always, label: t('retention.always') }, ...days.map((value) => ({ value, label: t('retention.days', { count: Number(value) }) }))];
        return (
          <Field label={t(`retention.${name}`)} help={t(`retention.${name}Help`)} error={errorText(error)}>
            <Select value={field.value} onChange={field.onChange} choices={choices} disabled={field.disabled ?? false} />
          </Field>
        );
      }}
    />
  );
}
