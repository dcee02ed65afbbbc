// Inviting somebody: makes a link, which is shown once.
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { request } from '@/api/client';
import { refresh } from '@/api/collections';
import type { Id, CreatedInvitation } from '@/api/types';
import { useOrg, usePeople } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { formatExact } from '@/lib/format';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { PersonSelect } from '../PersonSelect';
import { useRoleChoices } from '../role/roles';

const schema = z.object({
  email: z.string().check(z.trim(), z.regex(/^\S+@\S+$/, 'email')),
  role: z.string(),
  memberId: z.nullable(z.string()),
});

interface InviteDialogProps {
  /** The person without an account whom it is for. */
  takeOver: Id | undefined;
  onClose: () => void;
}

export function InviteDialog({ takeOver, onClose }: InviteDialogProps) {
  const { t } = useTranslation('org');
  const [made, setMade] = useState<CreatedInvitation | null>(null);
  return (
    <Dialog
      open
      onClose={onClose}
      width="sm"
      title={made ? t('invitation.ready', { email: made.email }) : t('invitation.title')}
      description={
        made ? t('invitation.readyText', { date: formatExact(made.expiresAt) }) : t('invitation.text')
      }
    >
      {made ? (
        <div className="flex flex-col gap-5">
          <CopyField label={t('invitation.link')} value={location.origin + made.url} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setMade(null)}>{t('invitation.another')}</Button>
            <Button kind="primary" onClick={onClose}>
              {t('invitation.done')}
            </Button>
          </div>
        </div>
      ) : (
        <InviteForm takeOver={takeOver} onMade={setMade} />
      )}
    </Dialog>
  );
}

function InviteForm({ takeOver, onMade }: { takeOver: Id | undefined; onMade: (invitation: CreatedInvitation) => void }) {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const { current } = usePeople();
  const choices = useRoleChoices();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      request<CreatedInvitation>('POST', `/organizations/${id}/invitations`, { body }),
    onSuccess: () => refresh(client, id, 'invitations'),
  });
  const errorText = useErrorText();
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { email: '', role: 'Editor', memberId: takeOver ?? null },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async ({ memberId, ...body }) => {
    try {
      onMade(await create.mutateAsync({ ...body, ...(memberId ? { memberId } : {}) }));
    } catch (error) {
      applyError(form, error);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <Field label={t('invitation.email')} error={errorText(errors.email)}>
        <Input type="email" autoComplete="off" autoFocus {...form.register('email')} />
      </Field>
      <Controller
        control={form.control}
        name="role"
        render={({ field }) => (
          <Field label={t('invitation.role')} error={errorText(errors.role)}>
            <Select value={field.value} onChange={field.onChange} choices={choices} />
          </Field>
        )}
      />
      {current.some((member) => member.placeholder) && (
        <Controller
          control={form.control}
          name="memberId"
          render={({ field }) => (
            <Field
              label={t('invitation.takesOver')}
              optional={t('optional')}
              help={t('invitation.takesOverHelp')}
              error={errorText(errors.memberId)}
            >
              <PersonSelect placeholders label={t('invitation.takesOver')} value={field.value} onChange={field.onChange} />
            </Field>
          )}
        />
      )}
      <Button type="submit" kind="primary" busy={create.isPending} className="self-end">
        {t('invitation.create')}
      </Button>
    </form>
  );
}
