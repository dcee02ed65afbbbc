// A choice among many: a button that opens a list with a search field. One or several values.
import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import type { Choice } from './Select';

interface Shared {
  choices: readonly Choice[];
  /** Its name for screen readers, and the name of the search field. */
  label: string;
  placeholder?: string;
  disabled?: boolean;
  /** What is shown instead of the chosen labels. */
  trigger?: ReactElement;
  children?: ReactNode;
  className?: string;
}
interface Single extends Shared {
  multiple?: false;
  value: string | null;
  onChange: (value: string | null) => void;
}
interface Multiple extends Shared {
  multiple: true;
  value: string[];
  onChange: (value: string[]) => void;
}

export function Combobox(props: Single | Multiple) {
  const { choices, disabled } = props;
  const { contains } = Base.useFilter();
  // What stands beside a choice finds it too: an address, a code, a key.
  const filter = ({ label, help }: Choice, query: string) => contains(help ? `${label} ${help}` : label, query);
  const popup = <ComboboxPopup label={props.label} />;
  if (props.multiple) {
    return (
      <Base.Root
        multiple
        autoHighlight
        items={choices}
        filter={filter}
        value={choices.filter((choice) => props.value.includes(choice.value))}
        onValueChange={(next: Choice[]) => props.onChange(next.map((choice) => choice.value))}
        disabled={disabled ?? false}
      >
        <ComboboxTrigger {...props} chosen={choices.filter((choice) => props.value.includes(choice.value))} />
        {popup}
      </Base.Root>
    );
  }
  const chosen = choices.find((choice) => choice.value === props.value) ?? null;
  return (
    <Base.Root
      autoHighlight
      items={choices}
      filter={filter}
      value={chosen}
      onValueChange={(next: Choice | null) => props.onChange(next?.value ?? null)}
      disabled={disabled ?? false}
    >
      <ComboboxTrigger {...props} chosen={chosen ? [chosen] : []} />
      {popup}
    </Base.Root>
  );
}

function ComboboxTrigger({ trigger, label, placeholder, chosen, className }: Shared & { chosen: readonly Choice[] }) {
  const { t } = useTranslation();
  if (trigger) return <Base.Trigger render={trigger} aria-label={label} />;
  return (
    <Base.Trigger className={cx('control flex items-center justify-between gap-2 text-left', className)} aria-label={label}>
      <span className={cx('flex min-w-0 items-center gap-2', chosen.length === 0 && 'text-faint')}>
        {chosen.length === 1 && chosen[0]?.icon}
        <span className="truncate">
          {chosen.map((choice) => choice.label).join(', ') || (placeholder ?? t('picker.choose'))}
        </span>
      </span>
      <ChevronsUpDown className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
    </Base.Trigger>
  );
}

function ComboboxPopup({ label }: { label: string }) {
  const { t } = useTranslation();
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} align="start" className="z-50">
        <Base.Popup className="popup w-[max(var(--anchor-width),240px)] max-w-(--available-width)" aria-label={label}>
          <Base.Input
            aria-label={label}
            placeholder={t('picker.searchPlaceholder')}
            className="h-9 w-full border-b bg-transparent px-3 text-sm outline-none"
          />
          <Base.Empty>
            <div className="px-3 py-3 text-sm text-muted">{t('picker.noMatch')}</div>
          </Base.Empty>
          <Base.List className="max-h-[min(300px,var(--available-height))] overflow-y-auto p-1 data-empty:p-0">
            {(choice: Choice) => (
              <Base.Item key={choice.value} value={choice} className="menu-item relative pr-8">
                {choice.icon}
                <span className="min-w-0 flex-1 truncate">
                  {choice.label}
                  {choice.help && <span className="ml-2 text-xs text-muted">{choice.help}</span>}
                </span>
                <Base.ItemIndicator className="absolute right-2">
                  <Check className="size-3.5" aria-hidden="true" />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
