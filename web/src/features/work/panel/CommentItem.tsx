import { CornerDownRight, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comment, Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatAgo, formatExact } from '@/lib/format';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/Button';
import { MarkdownView } from '@/ui/MarkdownView';
import { Composer } from './Comments';
import { usePanel } from './context';
import type { CommentWrites } from './useCommentWrites';

interface CommentItemProps {
  comment: Comment;
  answers: ReadonlyMap<Id, Comment[]>;
  writes: CommentWrites;
  /** Whether the reader may answer. */
  may: boolean;
}

/** One comment with its answers below. */
export function CommentItem({ comment, answers, writes, may }: CommentItemProps) {
  const { t } = useTranslation(['work', 'common']);
  const [answering, setAnswering] = useState(false);
  const below = answers.get(comment.id) ?? [];
  const answer = (text: string) => writes.create(text, comment.id);
  return (
    <li>
      <One comment={comment} writes={writes} onAnswer={may ? () => setAnswering(true) : undefined} />
      {(below.length > 0 || answering) && (
        <div className="mt-3 ml-3 flex flex-col gap-3 border-l pl-5">
          <ol className="flex flex-col gap-3">
            {below.map((one) => (
              <li key={one.id}>
                <One comment={one} writes={writes} onAnswer={may ? () => setAnswering(true) : undefined} />
              </li>
            ))}
          </ol>
          {answering && <Composer autoFocus label={t('comments.answer')} action={t('comments.send')} onSend={answer} onCancel={() => setAnswering(false)} />}
        </div>
      )}
    </li>
  );
}

function One({ comment, writes, onAnswer }: { comment: Comment; writes: CommentWrites; onAnswer?: (() => void) | undefined }) {
  const { t } = useTranslation(['work', 'common']);
  const { me } = useOrg();
  const { lookup } = usePanel();
  const [editing, setEditing] = useState(false);
  const author = lookup.people.get(comment.user ?? '');
  const name = author?.name ?? t('activity.someone');
  const can = (what: string) => comment.can.includes(what);
  return (
    <article aria-label={t('comments.by', { name })} className="group/c flex gap-2.5">
      <Avatar name={name} id={comment.user ?? ''} placeholder={author?.placeholder ?? false} size={24} />
      <div className="min-w-0 flex-1">
        <header className="flex h-6 items-center gap-2 text-sm">
          <span className="truncate font-medium" title={name}>
            {name}
          </span>
          <time dateTime={comment.createdAt} title={formatExact(comment.createdAt)} className="shrink-0 text-xs text-muted">
            {formatAgo(comment.createdAt)}
          </time>
          {comment.editedAt && (
            <span title={formatExact(comment.editedAt)} className="shrink-0 text-xs text-faint">
              {t('comments.edited')}
            </span>
          )}
          <span className="ml-auto flex opacity-0 group-focus-within/c:opacity-100 group-hover/c:opacity-100 pointer-coarse:opacity-100">
            {onAnswer && (
              <IconButton size="sm" label={t('comments.answer')} onClick={onAnswer}>
                <CornerDownRight />
              </IconButton>
            )}
            {can('update') && comment.user === me.id && (
              <IconButton size="sm" label={t('comments.edit')} onClick={() => setEditing(true)}>
                <Pencil />
              </IconButton>
            )}
            {can('delete') && (
              <IconButton size="sm" label={t('menu.trash')} onClick={() => writes.trash(comment)}>
                <Trash2 />
              </IconButton>
            )}
          </span>
        </header>
        {editing ? (
          <Composer
            autoFocus
            label={t('comments.edit')}
            action={t('common:actions.save')}
            text={comment.content}
            onSend={(text) => writes.edit(comment, text)}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <MarkdownView html={comment.contentHtml} />
        )}
      </div>
    </article>
  );
}
