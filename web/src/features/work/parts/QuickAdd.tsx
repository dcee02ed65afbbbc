import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '@/api/types';
import { messageOf } from '@/lib/messages';

interface QuickAddProps {
  label: string;
  /** Null when a window asked for more and was given up. */
  onCreate: (title: string) => Promise<Task | null>;
  onEnd: () => void;
}

/** A field for titles: Enter adds and stays for the next one; what was not made comes back, a refusal with its reason. */
export function QuickAdd({ label, onCreate, onEnd }: QuickAddProps) {
  const { t } = useTranslation('work');
  const [title, setTitle] = useState('');
  const [error, setError] = useState('');
  const making = useRef(0);
  const create = () => {
    const text = title.trim();
    if (!text) return onEnd();
    const back = () => setTitle((now) => now || text);
    setTitle('');
    setError('');
    making.current += 1;
    onCreate(text)
      .then(
        (made) => made === null && back(),
        (failure: unknown) => {
          setError(messageOf(failure));
          back();
        },
      )
      .finally(() => (making.current -= 1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') create();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onEnd();
  };
  return (
    <div>
      <input
        autoFocus
        data-draft
        aria-label={label}
        aria-invalid={error !== ''}
        placeholder={t('list.newTaskHint')}
        maxLength={500}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={onKeyDown}
        // A window that asks for more takes the focus; the field waits for the answer.
        onBlur={() => title.trim() === '' && making.current === 0 && onEnd()}
        className="control"
      />
      {error && (
        <p role="alert" className="px-1 pt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
