// What is attached to a task: reading it, adding to it, taking away with undo.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { mapCached } from '@/api/cache';
import { allOptions, refresh, write } from '@/api/collections';
import type { Attachment, Id } from '@/api/types';
import { upload } from '@/api/upload';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { remember } from '@/features/work/task/undo';
import { useUploads } from '../useUploads';

export function useAttachments(task: Id) {
  const { t } = useTranslation('files');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const { data } = useQuery(allOptions(org, 'attachments', { task }));
  const again = () => refresh(client, org, 'attachments');
  const uploads = useUploads((file, options) => upload<Attachment>(`/organizations/${org}/attachments`, { task }, file, options).then(again));
  const trash = (attachment: Attachment) => {
    const { id, filename: name } = attachment;
    const remove = async () => {
      mapCached(client, org, 'attachments', id, () => null);
      await write.trash(org, 'attachments', id);
    };
    const back = () => write.restore(org, 'attachments', id).then(again);
    remove().then(
      () => remember({ undo: back, redo: remove }, t('toast.trashed', { name })),
      (error: unknown) => {
        toastError(error);
        void again();
      },
    );
  };
  const rename = (attachment: Attachment, filename: string) =>
    write.patch(org, 'attachments', attachment.id, { filename }).then((changed) => mapCached(client, org, 'attachments', changed.id, () => changed));
  return { attachments: data?.data, uploads, trash, rename };
}
