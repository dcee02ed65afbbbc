import { Option } from '../parts/Option';
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
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={label}
      className="popup absolute z-40 max-h-72 w-72 max-w-full overflow-y-auto p-1"
      style={{ left: `min(${left}px, calc(100% - min(288px, 100%)))`, top }}
    >
      {found.map(({ text, label: name, icon }, index) => (
        <Option key={text} id={optionId(id, index)} active={index === active} selected={index === active} onChoose={() => onPick({ text, label: name })}>
          {icon}
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="max-w-28 shrink-0 truncate font-mono text-xs text-muted">{text}</span>
        </Option>
      ))}
    </ul>
  );
}
