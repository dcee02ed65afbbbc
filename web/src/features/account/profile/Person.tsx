import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import * as z from 'zod/mini';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import type { Me } from '@/api/types';
import { useMe } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'required')),
  email: z.string().check(z.trim(), z.regex(/^\S+@\S+$/, 'email')),
});

export function PersonForm() {
  const { t } = useTranslation(['account', 'common']);
  const me = useMe();
  const client = useQueryClient();
  const errorText = useErrorText();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: me.name, email: me.email } });
  const { errors, isDirty, isSubmitting, dirtyFields } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      const body = {
        ...(dirtyFields.name ? { name: values.name } : {}),
        ...(dirtyFields.email ? { email: values.email } : {}),
      };
      const saved = await request<Me>('PATCH', '/me', { body });
      form.reset({ name: saved.name, email: saved.email });
      await client.refetchQueries({ queryKey: keys.me });
      toast.success(t('profile.saved'));
    } catch (error) {
      applyError(form, error, { taken: 'email' });
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <Field label={t('field.name')} error={errorText(errors.name)}>
        <Input autoComplete="name" {...form.register('name')} />
      </Field>
      <Field label={t('field.email')} error={errorText(errors.email)}>
        <Input type="email" autoComplete="email" {...form.register('email')} />
      </Field>
      <Button type="submit" kind="primary" busy={isSubmitting} disabled={!isDirty} className="self-start">
        {t('common:actions.save')}
      </Button>
    </form>
  );
}
