import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { refresh, write } from '@/api/collections';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { ConfirmDialog } from '@/ui/Dialog';
import type { Trashed } from './Table';

export function PurgeDialog({ object, onClose }: { object: Trashed; onClose: () => void }) {
  const { t } = useTranslation('org');
  const { id } = useOrg();
  const client = useQueryClient();
  const { collection, name } = object;
  const purge = useMutation({
    mutationFn: () => write.purge(id, collection, object.id),
    onSuccess: async () => {
      onClose();
      toast.success(t('trash.purged', { name }));
      await refresh(client, id, collection);
    },
    onError: toastError,
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('trash.purgeTitle', { name })}
      text={t(`trash.purgeText.${collection}`)}
      action={t('trash.purge')}
      busy={purge.isPending}
      onConfirm={() => purge.mutate()}
    />
  );
}
