// The field over a cell that is edited as text. Enter and leaving keep, Esc reverts, Tab goes on to the next cell.
// After a refusal it comes back with what was typed and the reason.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { cx } from '@/lib/cx';

export type Next = 'stay' | 'next' | 'previous' | 'leave';

interface CellEditorProps {
  label: string;
  text: string;
  error?: string | undefined;
  end: boolean;
  onCommit: (text: string, next: Next) => void;
  onCancel: () => void;
}

export function CellEditor({ label, text, error, end, onCommit, onCancel }: CellEditorProps) {
  const [value, setValue] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, []);
  // Drawn again after a refusal: the next Enter counts again.
  useEffect(() => {
    ended.current = false;
  });
  const finish = (next: Next) => {
    if (ended.current) return;
    ended.current = true;
    onCommit(value, next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      ended.current = true;
      onCancel();
    } else if (event.key === 'Enter') finish('stay');
    else if (event.key === 'Tab') finish(event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
  };
  return (
    <span className="relative flex h-full w-full min-w-0 items-center" data-stop>
      <input
        ref={field}
        aria-label={label}
        aria-invalid={error !== undefined}
        aria-errormessage={error ? 'cell-error' : undefined}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => finish('leave')}
        className={cx('h-6 w-full min-w-0 rounded-sm bg-surface px-1 text-sm outline-2 outline-accent', end && 'nums text-right', error && 'outline-danger')}
      />
      {error && (
        <span id="cell-error" role="alert" className="popup fixed z-50 mt-14 max-w-72 border-danger/50 px-2 py-1 text-sm text-danger">
          {error}
        </span>
      )}
    </span>
  );
}
