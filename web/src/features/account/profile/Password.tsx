import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import * as z from 'zod/mini';
import { request } from '@/api/client';
import { renewSession } from '@/api/session';
import { useMe } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Field, FormError } from '@/ui/Field';
import { PasswordInput } from '../PasswordInput';

const schema = z.object({
  currentPassword: z.string().check(z.minLength(1, 'required')),
  password: z.string().check(z.minLength(8, 'password'), z.maxLength(128, 'password')),
});

export function PasswordForm() {
  const { t } = useTranslation('account');
  const { email } = useMe();
  const client = useQueryClient();
  const errorText = useErrorText();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { currentPassword: '', password: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      await request('PATCH', '/me', { body: values });
      // A change ends every session, this one too: begin the next at once.
      await renewSession(client, email, values.password);
      form.reset();
      toast.success(t('profile.passwordChanged'));
    } catch (error) {
      applyError(form, error);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <input type="text" hidden readOnly autoComplete="username" value={email} />
      <Field label={t('profile.currentPassword')} error={errorText(errors.currentPassword)}>
        <PasswordInput autoComplete="current-password" {...form.register('currentPassword')} />
      </Field>
      <Field label={t('profile.newPassword')} error={errorText(errors.password)} help={t('password.help')}>
        <PasswordInput autoComplete="new-password" {...form.register('password')} />
      </Field>
      <Button type="submit" busy={isSubmitting} className="self-start">
        {t('profile.changePassword')}
      </Button>
    </form>
  );
}
