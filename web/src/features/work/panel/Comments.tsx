// What people say about the task, in threads, as Markdown.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allOptions } from '@/api/collections';
import type { Comment } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { MarkdownEditor } from '../parts/MarkdownEditor';
import { CommentItem } from './CommentItem';
import { usePanel } from './context';
import { commentQuery, useCommentWrites } from './useCommentWrites';

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
