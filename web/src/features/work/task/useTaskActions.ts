// What can be done with tasks from keys, menus and the bulk bar; list and board share it.
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import type { TaskChanges } from './effects';
import { isDraft } from './pending';
import { indentPlace, outdentPlace, shiftPlace, type Drop } from './place';
import { childrenOf, topmost, type Tree } from './tree';
import { useTaskWrites } from './writes';

export type TaskActions = ReturnType<typeof useTaskActions>;

export function useTaskActions(tree: Tree) {
  const { t } = useTranslation(['work', 'common']);
  const { id: org } = useOrg();
  const navigate = useNavigate();
  const writes = useTaskWrites();
  return useMemo(() => {
    const roots = (ids: readonly Id[]): Id[] => topmost(tree, new Set(ids.filter((id) => !isDraft(id)))).map((task) => task.id);
    const run = (work: Promise<unknown>): void => void work.catch(toastError);
    const move = (ids: readonly Id[], ...rest: Parameters<typeof writes.move> extends [unknown, ...infer R] ? R : never) => {
      const moved = roots(ids);
      if (moved.length > 0) run(writes.move(moved, ...rest));
    };
    return {
      open: (id: Id) => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, task: id }) }),
      edit: (ids: readonly Id[], changes: TaskChanges) => run(writes.edit(ids.filter((id) => !isDraft(id)), changes)),
      indent: (ids: readonly Id[]) => move(ids, indentPlace, true),
      // Last first: each goes right after the parent, so that the order stays.
      outdent: (ids: readonly Id[]) => move(roots(ids).toReversed(), outdentPlace, true),
      shift: (ids: readonly Id[], step: 1 | -1) => {
        const moved = step === 1 ? roots(ids).toReversed() : roots(ids);
        const first = tree.byId.get(moved[0] ?? '');
        if (first && shiftPlace(tree, first, step)) run(writes.move(moved, (now, task) => shiftPlace(now, task, step), true));
      },
      drop: (ids: readonly Id[], { place }: Drop) => {
        // One after the other behind the first, in their order.
        let last: Id | null = null;
        move(ids, (_tree, task) => {
          const to = last === null ? place : { parentId: place.parentId, after: last };
          last = task.id;
          return to;
        });
      },
      moveInto: (ids: readonly Id[], parentId: Id | null) =>
        move(ids, (now, task) => (childrenOf(now, parentId).at(-1)?.id === task.id ? null : { parentId })),
      moveToProject: (id: Id, project: Id, parentId: Id | null) => run(writes.moveToProject(id, project, parentId)),
      trash: (ids: readonly Id[]) => {
        const gone = ids.filter((id) => !isDraft(id));
        if (gone.length > 0) run(writes.trash(gone));
      },
      copyLink: (id: Id) =>
        void navigator.clipboard.writeText(`${location.origin}/o/${org}/tasks/${id}`).then(
          () => toast.success(t('toast.linkCopied')),
          () => toast.error(t('toast.linkNotCopied')),
        ),
      writes,
    };
  }, [tree, org, navigate, writes, t]);
}
