import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '@/lib/messages';

interface QuickAddProps {
  label: string;
  onCreate: (title: string) => Promise<unknown>;
  onEnd: () => void;
}

/** A field at the head of a column: Enter adds and stays for the next one; what is refused comes back with the reason. */
export function QuickAdd({ label, onCreate, onEnd }: QuickAddProps) {
  const { t } = useTranslation('work');
  const [title, setTitle] = useState('');
  const [error, setError] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const create = () => {
    const text = title.trim();
    if (!text) return;
    setTitle('');
    setError('');
    onCreate(text).catch((failure: unknown) => {
      setError(messageOf(failure));
      setTitle((now) => now || text);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') create();
    if (event.key === 'Escape') onEnd();
  };
  return (
    <div className="px-1.5 pb-1.5">
      <input
        ref={field}
        data-draft
        aria-label={label}
        aria-invalid={error !== ''}
        placeholder={t('list.newTaskHint')}
        maxLength={500}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => title.trim() === '' && onEnd()}
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
