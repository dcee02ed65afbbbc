// A list to choose from with a search field: the inside of every picker of tasks. The field keeps the focus; arrows move
// the highlight, Enter chooses.
import { Check, Plus } from 'lucide-react';
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { plain } from '../task/filter';
import { Option } from './Option';

export interface Choice {
  value: string;
  label: string;
  icon?: ReactNode;
  help?: string;
}

interface PickListProps {
  label: string;
  choices: readonly Choice[];
  value: readonly string[];
  /** Choosing keeps the list open and toggles. */
  multiple?: boolean;
  onPick: (value: string) => void;
  /** Offers to make what was typed and isn't there. */
  onCreate?: (text: string) => void;
}

/** As many as are drawn; typing narrows them. */
const most = 80;

export function PickList({ label, choices, value, multiple, onPick, onCreate }: PickListProps) {
  const { t } = useTranslation(['work', 'common']);
  const list = useId();
  const [text, setText] = useState('');
  const found = useMemo(() => {
    const words = plain(text).split(/\s+/).filter(Boolean);
    const fits = (choice: Choice) => words.every((word) => plain(`${choice.label} ${choice.help ?? ''}`).includes(word));
    return (words.length > 0 ? choices.filter(fits) : choices).slice(0, most);
  }, [choices, text]);
  const creatable = onCreate && text.trim() !== '' && !choices.some((choice) => plain(choice.label) === plain(text.trim()));
  const count = found.length + (creatable ? 1 : 0);
  const start = Math.max(0, found.findIndex((choice) => value.includes(choice.value)));
  const [at, setAt] = useState(start);
  const active = Math.min(at, count - 1);
  const act = (index: number) => {
    const choice = found[index];
    if (choice) onPick(choice.value);
    else if (creatable) onCreate(text.trim());
    if (multiple) setText('');
  };
  const option = (index: number) => ({ id: `${list}-${index}`, active: index === active, onHover: () => setAt(index), onChoose: () => act(index) });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((active + step + count) % Math.max(count, 1));
    else if (event.key === 'Enter') act(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="w-64 max-w-[calc(100vw-24px)]">
      <input
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={count > 0 ? `${list}-${active}` : undefined}
        data-autofocus
        autoComplete="off"
        value={text}
        placeholder={t('common:picker.searchPlaceholder')}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="h-9 w-full rounded-t-md border-b bg-transparent px-3 text-sm outline-none"
      />
      <ul id={list} role="listbox" aria-label={label} aria-multiselectable={multiple} className="max-h-72 overflow-y-auto p-1">
        {found.map((choice, index) => {
          const chosen = value.includes(choice.value);
          return (
            <Option key={choice.value} {...option(index)} selected={chosen}>
              {choice.icon}
              <span className="min-w-0 flex-1 truncate" title={choice.label}>
                {choice.label}
                {choice.help && <span className="ml-2 text-xs text-muted">{choice.help}</span>}
              </span>
              {chosen && <Check className="size-3.5 shrink-0" aria-hidden="true" />}
            </Option>
          );
        })}
        {creatable && (
          <Option {...option(found.length)} selected={false}>
            <Plus className="size-4 shrink-0 text-faint" aria-hidden="true" />
            <span className="min-w-0 flex-1 truncate">{t('picker.create', { text: text.trim() })}</span>
          </Option>
        )}
      </ul>
      {count === 0 && <p className="px-3 pb-3 text-sm text-muted">{t('common:picker.noMatch')}</p>}
    </div>
  );
}
