// Title and description: edited where they stand. What the server refuses stays in the field with the reason.
import { Pencil } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { MarkdownView } from '@/ui/MarkdownView';
import { MarkdownEditor } from '../parts/MarkdownEditor';
import { toHtml } from '../task/markdown';
import { usePanel } from './context';

export function Title() {
  const { t } = useTranslation('work');
  const { task, mode, may, save } = usePanel();
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const shown = text ?? task.title;
  useLayoutEffect(() => {
    const area = field.current;
    // Only browsers that can't make it as high as its text, whatever the width.
    if (!area || globalThis.CSS?.supports?.('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [shown]);
  // Over a view the project is the first heading of the page; on its own page the task is.
  const Heading = mode === 'page' ? 'h1' : 'h2';
  if (!may) return <Heading className="px-2 py-1 text-xl break-words">{task.title}</Heading>;
  const commit = () => {
    if (text === null) return;
    const title = text.replace(/\s+/g, ' ').trim();
    if (title === '') return setError(t('rule.required'));
    setError('');
    setText(null);
    if (title === task.title) return;
    save({ title }).catch((failure: unknown) => {
      setText(title);
      setError(messageOf(failure));
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') field.current?.blur();
    else if (event.key === 'Escape' && text !== null) {
      setText(null);
      setError('');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div>
      <Heading className="sr-only">{task.title}</Heading>
      <textarea
        ref={field}
        rows={1}
        aria-label={t('field.title')}
        aria-invalid={error !== ''}
        maxLength={500}
        value={shown}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
        className="field-sizing-content block w-full resize-none overflow-hidden rounded-md bg-transparent px-2 py-1 text-xl font-semibold tracking-[-0.011em] hover:bg-hover focus:bg-surface"
      />
      {error && (
        <p role="alert" className="px-2 text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

export function Description() {
  const { t } = useTranslation(['work', 'common']);
  const { task, may, save } = usePanel();
  const [text, setText] = useState<string | null>(null);
  const [preview, setPreview] = useState(false);
  const [error, setError] = useState('');
  const current = task.description ?? '';
  const html = useMemo(() => toHtml(text ?? current), [text, current]);
  const commit = () => {
    const typed = text;
    setText(null);
    setPreview(false);
    setError('');
    if (typed === null || typed === current) return;
    save({ description: typed }).catch((failure: unknown) => {
      setText(typed);
      setError(messageOf(failure));
    });
  };
  if (text === null) {
    return (
      <section aria-label={t('field.description')} className="group/d relative">
        {current ? (
          <div className="rounded-md px-2 py-1">
            <MarkdownView html={html} />
          </div>
        ) : (
          may && (
            <button type="button" onClick={() => setText('')} className="w-full rounded-md px-2 py-1.5 text-left text-base text-faint hover:bg-hover">
              {t('panel.describe')}
            </button>
          )
        )}
        {may && current && (
          <Button kind="ghost" size="sm" onClick={() => setText(current)} className="mt-1">
            <Pencil className="size-3.5" aria-hidden="true" />
            {t('panel.editDescription')}
          </Button>
        )}
      </section>
    );
  }
  const buttons = (
    <>
      <Button kind="ghost" size="sm" aria-pressed={preview} onClick={() => setPreview(!preview)}>
        {preview ? t('panel.write') : t('panel.preview')}
      </Button>
      <Button kind="ghost" size="sm" onClick={() => setText(null)}>
        {t('common:actions.cancel')}
      </Button>
      <Button kind="primary" size="sm" onClick={commit}>
        {t('common:actions.save')}
      </Button>
    </>
  );
  return (
    <section aria-label={t('field.description')}>
      {preview ? (
        <div className="rounded-md border px-3 py-2">
          <MarkdownView html={html} className="min-h-16" />
          <div className="mt-2 flex justify-end gap-1.5">{buttons}</div>
        </div>
      ) : (
        <MarkdownEditor autoFocus label={t('field.description')} value={text} onChange={setText} onSubmit={commit} onEscape={commit} invalid={error !== ''} placeholder={t('panel.describe')}>
          {buttons}
        </MarkdownEditor>
      )}
      {error && (
        <p role="alert" className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </section>
  );
}
