import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/cache';
import { request } from '@/api/client';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { toastUndo } from '@/lib/undo';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';

/** It ends the work of everyone, so the name must be typed. */
export function DeleteOrganization() {
  const { t } = useTranslation('org');
  const { id, organization } = useOrg();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const back = async () => {
    await request('POST', `/organizations/${id}/restore`);
    await client.refetchQueries({ queryKey: keys.me });
    await navigate({ to: '/o/$org', params: { org: id } });
  };
  const remove = useMutation({
    mutationFn: () => request<void>('DELETE', `/organizations/${id}`),
    onSuccess: async () => {
      toastUndo(t('settings.deleted', { name: organization.name }), back);
      client.removeQueries({ queryKey: ['org', id] });
      setAsking(false);
      await client.refetchQueries({ queryKey: keys.me });
      await navigate({ to: '/' });
    },
    onError: toastError,
  });
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {t('settings.delete')}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('settings.deleteTitle', { name: organization.name })}
        text={t('settings.deleteText')}
        action={t('settings.delete')}
        busy={remove.isPending}
        ready={typed.trim() === organization.name.trim()}
        onConfirm={() => remove.mutate()}
      >
        <Field label={t('settings.deleteConfirm')} help={organization.name}>
          <Input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </>
  );
}
