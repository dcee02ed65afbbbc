import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { refresh, useTrash, write } from '@/api/collections';
import { ApiError } from '@/api/errors';
import type { Role } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { toastUndo } from '@/lib/undo';
import { useHolders } from './roles';

/** Deletes a role with undo. One that people hold or are invited to stays, and `onInUse` says so. */
export function useTrashRole(onInUse: () => void): (role: Role) => void {
  const { t } = useTranslation('admin');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const holders = useHolders();
  const trash = useTrash(org, 'roles');
  return (role) => {
    if (holders.has(role.name)) return onInUse();
    const back = () => write.restore(org, 'roles', role.id).then(() => refresh(client, org, 'roles'));
    trash.mutateAsync(role.id).then(
      () => toastUndo(t('role.deleted', { name: role.name }), back),
      (error: unknown) => (error instanceof ApiError && error.code === 'in_use' ? onInUse() : toastError(error)),
    );
  };
}
