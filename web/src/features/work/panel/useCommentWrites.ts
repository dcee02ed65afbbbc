// Changes of a task's comments: shown at once, and taken back with the reason when the server refuses.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys, mapCached } from '@/api/cache';
import { refresh, write } from '@/api/collections';
import type { Comment, Id, Page } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { toastError } from '@/lib/messages';
import { toHtml } from '../task/markdown';
import { draftId } from '../task/pending';
import { remember } from '../task/undo';
import { usePanel } from './context';

export const commentQuery = (task: Id) => ({ task, sort: 'createdAt' });

export function useCommentWrites() {
  const { t } = useTranslation('work');
  const { id: org, me } = useOrg();
  const { task } = usePanel();
  const client = useQueryClient();
  const key = keys.list(org, 'comments', { ...commentQuery(task.id), limit: 'all' });
  const again = () => refresh(client, org, 'comments');
  const count = (by: number) => mapCached(client, org, 'tasks', task.id, (one) => ({ ...one, commentCount: one.commentCount + by }));
  const mapList = (change: (comments: Comment[]) => Comment[]) =>
    client.setQueryData<Page<Comment>>(key, (page) => page && { ...page, data: change(page.data) });
  const shown = (content: string, parentId: Id | null): Comment => {
    const now = new Date().toISOString();
    return {
      id: draftId(),
      organizationId: org,
      task: task.id,
      user: me.id,
      parentId,
      content,
      contentHtml: toHtml(content),
      replies: [],
      editedAt: null,
      deletedAt: null,
      createdAt: now,
      updatedAt: now,
      revision: 0,
      can: [],
    };
  };
  return {
    create: async (content: string, parentId: Id | null): Promise<void> => {
      const draft = shown(content, parentId);
      mapList((comments) => [...comments, draft]);
      count(1);
      try {
        const made = await write.create(org, 'comments', { task: task.id, content, ...(parentId ? { parentId } : {}) });
        mapList((comments) => comments.map((comment) => (comment.id === draft.id ? made : comment)));
      } catch (error) {
        mapList((comments) => comments.filter((comment) => comment.id !== draft.id));
        count(-1);
        throw error;
      }
    },
    edit: async (comment: Comment, content: string): Promise<void> => {
      const made = await write.patch(org, 'comments', comment.id, { content });
      mapList((comments) => comments.map((one) => (one.id === comment.id ? made : one)));
    },
    trash: (comment: Comment): void => {
      const remove = async () => {
        mapList((comments) => comments.filter((one) => one.id !== comment.id));
        count(-1);
        await write.trash(org, 'comments', comment.id);
      };
      const back = async () => {
        await write.restore(org, 'comments', comment.id);
        count(1);
        await again();
      };
      remove().then(
        () => remember({ undo: back, redo: remove }, t('toast.commentTrashed')),
        (error: unknown) => {
          count(1);
          toastError(error);
          void again();
        },
      );
    },
  };
}

export type CommentWrites = ReturnType<typeof useCommentWrites>;
