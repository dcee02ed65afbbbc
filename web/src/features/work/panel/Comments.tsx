// What people say about the task, in threads, as Markdown.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys, mapCached } from '@/api/cache';
import { allOptions, refresh, write } from '@/api/collections';
import type { Comment, Id, Page } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { messageOf, toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { MarkdownEditor } from '../parts/MarkdownEditor';
import { draftId } from '../task/pending';
import { toHtml } from '../task/markdown';
import { remember } from '../task/undo';
import { CommentItem } from './CommentItem';
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

export function Comments() {
  const { t } = useTranslation('work');
  const { id: org, may } = useOrg();
  const { task } = usePanel();
  const writes = useCommentWrites();
  const { data } = useQuery(allOptions(org, 'comments', commentQuery(task.id)));
  const threads = useMemo(() => threadsOf(data?.data ?? []), [data]);
  const mayWrite = task.can.includes('comment') || may('comment:create');
  return (
    <div className="flex flex-col gap-4">
      {threads.roots.length === 0 && <p className="text-sm text-faint">{t('comments.none')}</p>}
      <ol className="flex flex-col gap-4">
        {threads.roots.map((comment) => (
          <CommentItem key={comment.id} comment={comment} answers={threads.answers} writes={writes} may={mayWrite} />
        ))}
      </ol>
      {mayWrite && <Composer label={t('comments.write')} action={t('comments.send')} onSend={(text) => writes.create(text, null)} />}
    </div>
  );
}

/** Two levels on screen: every answer stands under the comment that began the thread. */
function threadsOf(comments: readonly Comment[]) {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const rootOf = (comment: Comment): Comment => {
    let at = comment;
    for (let parent = byId.get(at.parentId ?? ''); parent; parent = byId.get(at.parentId ?? '')) at = parent;
    return at;
  };
  const roots = comments.filter((comment) => rootOf(comment) === comment);
  const answers = Map.groupBy(
    comments.filter((comment) => rootOf(comment) !== comment),
    (comment) => rootOf(comment).id,
  );
  return { roots, answers };
}

interface ComposerProps {
  label: string;
  action: string;
  text?: string;
  autoFocus?: boolean;
  onSend: (text: string) => Promise<void>;
  onCancel?: () => void;
}

/** Where a comment is written; a refused one stays with the reason. */
export function Composer({ label, action, text: initial = '', autoFocus, onSend, onCancel }: ComposerProps) {
  const { t } = useTranslation(['work', 'common']);
  const [text, setText] = useState(initial);
  const [error, setError] = useState('');
  const send = () => {
    const content = text.trim();
    if (content === '') return;
    setError('');
    setText('');
    onSend(content).then(onCancel, (failure: unknown) => {
      setText(content);
      setError(messageOf(failure));
    });
  };
  return (
    <div>
      <MarkdownEditor
        label={label}
        placeholder={label}
        value={text}
        onChange={setText}
        onSubmit={send}
        invalid={error !== ''}
        {...(autoFocus ? { autoFocus } : {})}
        {...(onCancel ? { onEscape: onCancel } : {})}
      >
        {onCancel && (
          <Button kind="ghost" size="sm" onClick={onCancel}>
            {t('common:actions.cancel')}
          </Button>
        )}
        <Button kind="primary" size="sm" disabled={text.trim() === ''} onClick={send}>
          {action}
        </Button>
      </MarkdownEditor>
      {error && (
        <p role="alert" className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
