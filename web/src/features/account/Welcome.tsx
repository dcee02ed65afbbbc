// For somebody without an organization, and for whoever wants another one: name it, or look around in a sample.
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, Sparkles } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import type { Organization } from '@/api/types';
import { useMe } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { AuthCard, textLink } from './AuthCard';
import { DeletedOrganizations } from './DeletedOrganizations';

const schema = z.object({ name: z.string().check(z.trim(), z.minLength(1, 'required')) });

/** Opens an organization that was just made. */
export function useEnterNew() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (organization: Organization) => {
    await client.refetchQueries({ queryKey: keys.me });
    await navigate({ to: '/o/$org', params: { org: organization.id } });
  };
}

/** Makes the sample organization and opens it. */
export function useExploreSample() {
  const enter = useEnterNew();
  return useMutation({
    mutationFn: () => request<Organization>('POST', '/organizations/sample'),
    onSuccess: enter,
    onError: toastError,
  });
}

export function Welcome() {
  const { t } = useTranslation(['account', 'common']);
  const me = useMe();
  const first = me.memberships.length === 0;
  const enter = useEnterNew();
  const sample = useExploreSample();
  const errorText = useErrorText();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ name }) => {
    try {
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      await enter(await request<Organization>('POST', '/organizations', { body: { name, timeZone } }));
    } catch (error) {
      applyError(form, error);
    }
  });
  return (
    <AuthCard
      title={first ? t('welcome.firstTitle', { name: me.name }) : t('welcome.title')}
      text={t('welcome.text')}
      footer={
        !first && (
          <Link to="/" className={`inline-flex items-center gap-1.5 ${textLink}`}>
            <ArrowLeft className="size-4" aria-hidden="true" />
            {t('common:actions.back')}
          </Link>
        )
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field label={t('field.organizationName')} error={errorText(errors.name)}>
          <Input autoFocus {...form.register('name')} />
        </Field>
        <Button type="submit" kind="primary" busy={isSubmitting}>
          {t('welcome.create')}
        </Button>
      </form>
      <div className="my-5 flex items-center gap-3 text-sm text-faint">
        <span className="h-px flex-1 bg-line" />
        {t('welcome.or')}
        <span className="h-px flex-1 bg-line" />
      </div>
      <Button className="w-full" busy={sample.isPending} onClick={() => sample.mutate()}>
        {!sample.isPending && <Sparkles className="size-4" aria-hidden="true" />}
        {t('welcome.sample')}
      </Button>
      <p className="mt-2 text-sm text-muted">{t('welcome.sampleHelp')}</p>
      <DeletedOrganizations onRestored={enter} />
    </AuthCard>
  );
}
