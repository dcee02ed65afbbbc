import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { isStatus } from '@/api/errors';
import { signIn } from '@/api/session';
import { applyError, useErrorText } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { AuthCard, textLink } from './AuthCard';
import { PasswordInput } from './PasswordInput';

const schema = z.object({
  email: z.string().check(z.minLength(1, 'required')),
  password: z.string().check(z.minLength(1, 'required')),
});

export function SignIn() {
  const { t } = useTranslation(['account', 'common']);
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const errorText = useErrorText();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { email: '', password: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ email, password }) => {
    try {
      await signIn(client, email.trim(), password);
      await navigate({ href: next ?? '/', replace: true });
    } catch (error) {
      if (isStatus(error, 401)) form.setError('root', { message: t('signIn.wrong') });
      else applyError(form, error);
    }
  });
  return (
    <AuthCard
      title={t('signIn.title')}
      footer={
        <>
          {t('signIn.noAccount')}{' '}
          <Link to="/sign-up" search={next ? { next } : {}} className={textLink}>
            {t('signUp.link')}
          </Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field label={t('field.email')} error={errorText(errors.email)}>
          <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
        </Field>
        <Field label={t('field.password')} error={errorText(errors.password)}>
          <PasswordInput autoComplete="current-password" {...form.register('password')} />
        </Field>
        <Button type="submit" kind="primary" busy={isSubmitting}>
          {t('signIn.submit')}
        </Button>
      </form>
    </AuthCard>
  );
}
