// The filter as a text. Enter applies it; a text that can't be read is marked at the character where it goes wrong.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { messageOf } from '@/lib/messages';
import { Button } from '@/ui/Button';
import type { FilterField } from './fields';
import { indexOfCharacter } from './language';
import { useCompletion } from './useCompletion';
import { badFilter, type BadFilter } from './useMatches';

interface FilterTextProps {
  fields: readonly FilterField[];
  value: string;
  /** Why the server could not use `value`. */
  error: unknown;
  /** It was asked for, and takes the focus. */
  autoFocus: boolean;
  onApply: (text: string) => void;
  onClose: () => void;
}

const look = 'col-start-1 row-start-1 m-0 w-full px-2.5 py-1.5 font-mono text-sm leading-5 break-words whitespace-pre-wrap';

export function FilterText({ fields, value, error, autoFocus, onApply, onClose }: FilterTextProps) {
  const { t } = useTranslation('work');
  const [text, setText] = useState(value);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setText(value), [value]);
  const bad = text === value ? badFilter(error) : null;
  const at = bad ? indexOfCharacter(text, bad.position) : -1;
  // The caret waits where the text goes wrong.
  useEffect(() => {
    if (at >= 0) field.current?.setSelectionRange(at, at);
  }, [at]);
  const apply = () => text.trim() !== value && onApply(text.trim());
  const help = useCompletion(text, fields, field, setText);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (help.onKey(event)) {
      // The list took it.
    } else if (event.key === 'Enter' && !event.shiftKey) apply();
    else if (event.key === 'Escape' && text !== value) setText(value);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="flex shrink-0 flex-wrap items-start gap-2 border-b bg-canvas px-3 py-2">
      <div className="min-w-60 flex-1">
        <div className={cx('relative grid rounded-md border bg-surface', bad ? 'border-danger' : 'border-control/70 focus-within:border-accent')}>
          <div aria-hidden="true" className={cx(look, 'pointer-events-none text-transparent')}>
            {bad ? <Marked text={text} at={at} /> : text}{' '}
          </div>
          {/* Where the word at the caret begins, for the list. */}
          <div aria-hidden="true" className={cx(look, 'invisible')}>
            {text.slice(0, help.from)}
            <span ref={help.mark} />
          </div>
          <textarea
            ref={field}
            rows={1}
            autoFocus={autoFocus}
            spellCheck={false}
            autoCapitalize="off"
            aria-label={t('filter.asText')}
            aria-invalid={bad !== null}
            aria-describedby="filter-text-help"
            value={text}
            placeholder={t('filter.example')}
            {...help.aria}
            onChange={(event) => {
              setText(event.target.value);
              help.onCaret(event.target.selectionStart, true);
            }}
            onSelect={(event) => help.onCaret(event.currentTarget.selectionStart)}
            onBlur={help.close}
            onKeyDown={onKeyDown}
            className={cx(look, 'resize-none overflow-hidden rounded-md bg-transparent')}
          />
          {help.list}
        </div>
        <div id="filter-text-help" className="mt-1 text-xs text-muted">
          {error && text === value ? <Reason bad={bad} error={error} /> : t('filter.textHelp')}
        </div>
      </div>
      <Button kind="primary" size="sm" className="mt-0.5" disabled={text.trim() === value} onClick={apply}>
        {t('filter.apply')}
      </Button>
    </div>
  );
}

function Reason({ bad, error }: { bad: BadFilter | null; error: unknown }) {
  const { t } = useTranslation('work');
  return (
    <p role="alert" className="text-danger">
      {bad ? t('filter.bad', { position: bad.position + 1, found: bad.found, expected: bad.expected }) : messageOf(error)}
    </p>
  );
}

/** What stands at the character is underlined, or a gap behind the end. */
function Marked({ text, at }: { text: string; at: number }) {
  const wrong = /^(?:"[^"]*"?|'[^']*'?|[\w.+-]+|\S)/u.exec(text.slice(at))?.[0] ?? '  ';
  return (
    <>
      {text.slice(0, at)}
      <span className="rounded-sm bg-danger-soft underline decoration-danger decoration-wavy decoration-[1.5px] underline-offset-3">{wrong}</span>
      {text.slice(at + wrong.length)}
    </>
  );
}
