// Changes of checklists: shown at once, sent item by item, put back when the server refuses.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { mapCached, putBack, snapshot } from '@/api/cache';
import { request } from '@/api/client';
import { refresh, write } from '@/api/collections';
import type { Checklist, ChecklistItem, Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { remember } from '../task/undo';

export type ChecklistWrites = ReturnType<typeof useChecklistWrites>;

export function useChecklistWrites() {
  const { t } = useTranslation('work');
  const { id: org } = useOrg();
  const client = useQueryClient();
  const again = () => refresh(client, org, 'checklists');
  /** Shows the list as it will be, sends, and takes the server's or puts back what was. */
  const change = async (list: Checklist, next: Checklist, send: () => Promise<Checklist>) => {
    const saved = snapshot(client, org, 'checklists');
    mapCached(client, org, 'checklists', list.id, () => next);
    try {
      const answer = await send();
      mapCached(client, org, 'checklists', list.id, () => answer);
    } catch (error) {
      putBack(client, saved);
      toastError(error);
    }
  };
  const url = (list: Checklist, item?: Id) => `/organizations/${org}/checklists/${list.id}/items${item ? `/${item}` : ''}`;
  const items = (list: Checklist, next: ChecklistItem[]) => ({ ...list, items: next });
  return {
    create: (taskId: Id) => write.create(org, 'checklists', { taskId, title: t('checklist.title') }).then(again, toastError),
    rename: (list: Checklist, title: string) => change(list, { ...list, title }, () => write.patch(org, 'checklists', list.id, { title })),
    add: (list: Checklist, text: string) =>
      change(list, items(list, [...list.items, { id: `draft-${list.items.length}`, text, done: false }]), () => request('POST', url(list), { body: { text } })),
    edit: (list: Checklist, item: ChecklistItem, body: { text?: string; done?: boolean }) =>
      change(list, items(list, list.items.map((one) => (one.id === item.id ? { ...one, ...body } : one))), () => request('PATCH', url(list, item.id), { body })),
    remove: (list: Checklist, item: ChecklistItem) =>
      change(list, items(list, list.items.filter((one) => one.id !== item.id)), () => request('DELETE', url(list, item.id))),
    move: (list: Checklist, from: number, to: number) => {
      const next = [...list.items];
      const [moved] = next.splice(from, 1);
      if (!moved || to < 0 || to >= list.items.length) return;
      next.splice(to, 0, moved);
      void change(list, items(list, next), () => write.patch(org, 'checklists', list.id, { items: next }));
    },
    trash: async (list: Checklist) => {
      const remove = () => write.trash(org, 'checklists', list.id).then(again);
      mapCached(client, org, 'checklists', list.id, () => null);
      try {
        await remove();
        remember({ undo: () => write.restore(org, 'checklists', list.id).then(again), redo: remove }, t('toast.checklistTrashed'));
      } catch (error) {
        toastError(error);
        await again();
      }
    },
  };
}
