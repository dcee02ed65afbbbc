// The dialogs that make a role, out of another one, and rename it.
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Controller, useForm, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import * as z from 'zod/mini';
import { keys } from '@/api/cache';
import { refresh, useCreate, usePatch } from '@/api/collections';
import type { Id, Role } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { applyError, useErrorText } from '@/lib/form';
import { toastUndo } from '@/lib/undo';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field, FormError } from '@/ui/Field';
import { Input, Textarea } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { levelsOf } from './levels';
import { useRoleName } from './roles';

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'required')),
  description: z.string().check(z.trim()),
  from: z.string(),
});
type Values = z.infer<typeof schema>;

const useRoleForm = (defaultValues: Values) => useForm<Values>({ resolver: zodResolver(schema), defaultValues });
const empty = 'none';

interface NewRoleDialogProps {
  roles: readonly Role[];
  /** The role it begins as. */
  from: Id | undefined;
  onClose: () => void;
  onMade: (role: Role) => void;
}

export function NewRoleDialog({ roles, from, onClose, onMade }: NewRoleDialogProps) {
  const { t } = useTranslation(['admin', 'common']);
  const { id: org, permissions } = useOrg();
  const nameOf = useRoleName();
  const create = useCreate(org, 'roles');
  const form = useRoleForm({ name: '', description: '', from: from ?? roles.find((role) => role.name === 'Viewer')?.id ?? empty });
  const submit = form.handleSubmit(async ({ name, description, from: source }) => {
    try {
      // Nobody grants more than they hold: what is beyond the caller is left out of the copy.
      const mine = levelsOf(permissions);
      const copied = roles.find((role) => role.id === source)?.permissions ?? [];
      const within = copied.filter((one) => mine[one.replace(/:own$/, '')] === 'all' || permissions.includes(one));
      onMade(await create.mutateAsync({ name, description, permissions: within }));
      onClose();
    } catch (error) {
      applyError(form, error, { taken: 'name' });
    }
  });
  const choices = [{ value: empty, label: t('role.fromNothing') }, ...roles.map((role) => ({ value: role.id, label: nameOf(role.name) }))];
  return (
    <RoleDialog title={t('role.new')} text={t('role.newText')} action={t('role.create')} form={form} onSubmit={submit} onClose={onClose}>
      <Controller
        control={form.control}
        name="from"
        render={({ field }) => (
          <Field label={t('role.from')} help={t('role.fromHelp')}>
            <Select value={field.value} onChange={field.onChange} choices={choices} />
          </Field>
        )}
      />
    </RoleDialog>
  );
}

export function EditRoleDialog({ role, onClose }: { role: Role; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const { id: org } = useOrg();
  const client = useQueryClient();
  const patch = usePatch(org, 'roles');
  const form = useRoleForm({ name: role.name, description: role.description, from: empty });
  /** The name stands with everybody who holds the role. */
  const rename = async (changes: { name: string; description: string }) => {
    await patch.mutateAsync({ id: role.id, changes });
    await Promise.all([refresh(client, org, 'members'), refresh(client, org, 'invitations'), client.invalidateQueries({ queryKey: keys.me })]);
  };
  const submit = form.handleSubmit(async ({ name, description }) => {
    try {
      await rename({ name, description });
      if (name === role.name) toast.success(t('common:actions.saved'));
      else toastUndo(t('role.renamed', { from: role.name, name }), () => rename({ name: role.name, description: role.description }));
      onClose();
    } catch (error) {
      applyError(form, error, { taken: 'name' });
    }
  });
  return <RoleDialog title={t('role.editTitle', { name: role.name })} action={t('common:actions.save')} form={form} onSubmit={submit} onClose={onClose} />;
}

interface RoleDialogProps {
  title: string;
  text?: string;
  action: string;
  form: UseFormReturn<Values>;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}

function RoleDialog({ title, text, action, form, onSubmit, onClose, children }: RoleDialogProps) {
  const { t } = useTranslation(['admin', 'common', 'org']);
  const errorText = useErrorText();
  const { errors, isSubmitting } = form.formState;
  const send = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="sm"
      title={title}
      {...(text ? { description: text } : {})}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" type="submit" form="role-form" busy={isSubmitting}>
            {action}
          </Button>
        </>
      }
    >
      <form id="role-form" noValidate onSubmit={send} className="flex flex-col gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field label={t('role.name')} error={errorText(errors.name)}>
          <Input autoFocus maxLength={64} autoComplete="off" {...form.register('name')} />
        </Field>
        <Field label={t('role.description')} optional={t('org:optional')} error={errorText(errors.description)}>
          <Textarea rows={2} maxLength={500} {...form.register('description')} />
        </Field>
        {children}
      </form>
    </Dialog>
  );
}
