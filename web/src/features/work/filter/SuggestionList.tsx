import { useEffect, useRef } from 'react';
import { cx } from '@/lib/cx';
import type { Suggestion } from './useSuggestions';

interface SuggestionListProps {
  id: string;
  label: string;
  found: readonly Suggestion[];
  /** The highlighted one; -1 for none. */
  active: number;
  /** Where the word that it completes begins. */
  left: number;
  top: number;
  onPick: (suggestion: Suggestion) => void;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

/** What can come next, under the word at the caret. The text keeps the focus. */
export function SuggestionList({ id, label, found, active, left, top, onPick }: SuggestionListProps) {
  const node = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // Not as an expression: newer browsers answer with a promise, which is no way to clean up.
    void node.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);
  return (
    <ul
      ref={node}
      id={id}
      role="listbox"
      aria-label={label}
      className="popup absolute z-40 max-h-72 w-72 max-w-full overflow-y-auto p-1"
      style={{ left: `min(${left}px, calc(100% - min(288px, 100%)))`, top }}
    >
      {found.map(({ text, label: name, icon }, index) => (
        <li
          key={text}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          // The text must not lose the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick({ text, label: name })}
          className={cx('menu-item', index === active ? 'bg-selected' : 'hover:bg-hover')}
        >
          {icon}
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="max-w-28 shrink-0 truncate font-mono text-xs text-muted">{text}</span>
        </li>
      ))}
    </ul>
  );
}
