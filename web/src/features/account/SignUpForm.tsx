// The form that makes an account: with an organization of one's own, or into the one that sent an invitation.
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { signUp } from '@/api/session';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { PasswordInput } from './PasswordInput';

const required = z.string().check(z.trim(), z.minLength(1, 'required'));
const schema = z.object({
  name: required,
  email: z.string().check(z.trim(), z.regex(/^\S+@\S+$/, 'email')),
  password: z.string().check(z.minLength(8, 'password'), z.maxLength(128, 'password')),
  organizationName: z.string().check(z.trim()),
});

interface SignUpFormProps {
  /** The address and token of an invitation; then no organization is made. */
  invitation?: { email: string; token: string };
  onDone: () => void | Promise<void>;
}

export function SignUpForm({ invitation, onDone }: SignUpFormProps) {
  const { t } = useTranslation(['account', 'common']);
  const client = useQueryClient();
  const errorText = useErrorText();
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '', email: invitation?.email ?? '', password: '', organizationName: '' },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ organizationName, ...person }) => {
    if (!invitation && !organizationName) {
      form.setError('organizationName', { message: 'required' }, { shouldFocus: true });
      return;
    }
    try {
      await signUp(client, {
        ...person,
        ...(invitation ? { invitationToken: invitation.token } : { organizationName }),
      });
      await onDone();
    } catch (error) {
      applyError(form, error, { taken: 'email' });
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <Field label={t('field.name')} error={errorText(errors.name)}>
        <Input autoComplete="name" autoFocus {...form.register('name')} />
      </Field>
      <Field label={t('field.email')} error={errorText(errors.email)}>
        <Input type="email" autoComplete="email" readOnly={Boolean(invitation)} {...form.register('email')} />
      </Field>
      <Field label={t('field.password')} error={errorText(errors.password)} help={t('password.help')}>
        <PasswordInput autoComplete="new-password" {...form.register('password')} />
      </Field>
      {!invitation && (
        <Field
          label={t('field.organizationName')}
          error={errorText(errors.organizationName)}
          help={t('signUp.organizationHelp')}
        >
          <Input autoComplete="organization" {...form.register('organizationName')} />
        </Field>
      )}
      <Button type="submit" kind="primary" busy={isSubmitting}>
        {t('signUp.submit')}
      </Button>
    </form>
  );
}
