// A choice among a handful, with icons and the keyboard of a native select. For many choices use Combobox.
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';

export interface Choice<V extends string = string> {
  value: V;
  label: string;
  icon?: ReactNode;
  /** A second line that explains the choice. */
  help?: string;
}

interface SelectProps<V extends string> {
  value: V | null;
  choices: readonly Choice<V>[];
  onChange: (value: V) => void;
  /** The name for screen readers when no Field is around it. */
  label?: string;
  placeholder?: string;
  disabled?: boolean;
  /** Without a border, for use inside tables and panels. */
  bare?: boolean;
  className?: string;
}

export function Select<V extends string>(props: SelectProps<V>) {
  const { value, choices, onChange, label, placeholder, disabled, bare, className } = props;
  const { t } = useTranslation();
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Base.Root
      value={value}
      items={choices.map(({ value: item, label: text }) => ({ value: item, label: text }))}
      onValueChange={(next) => next !== null && onChange(next as V)}
      disabled={disabled ?? false}
    >
      <Base.Trigger
        aria-label={label}
        className={cx(
          'flex items-center gap-2 text-left',
          bare
            ? 'h-7 gap-1.5 rounded-md px-2 text-sm hover:bg-hover data-disabled:pointer-events-none'
            : 'control justify-between',
          className,
        )}
      >
        <span className={cx('flex min-w-0 items-center gap-2', !chosen && 'text-faint')}>
          {chosen?.icon}
          <span className="truncate">{chosen?.label ?? placeholder ?? t('picker.choose')}</span>
        </span>
        <ChevronsUpDown className={cx('shrink-0 text-faint', bare ? 'size-3' : 'size-3.5')} aria-hidden="true" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="popup max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1">
            {choices.map((choice) => (
              <Base.Item key={choice.value} value={choice.value} className="menu-item pr-8">
                {choice.icon}
                <span className="min-w-0">
                  <Base.ItemText>{choice.label}</Base.ItemText>
                  {choice.help && <span className="block max-w-72 text-xs text-muted">{choice.help}</span>}
                </span>
                <Base.ItemIndicator className="absolute right-3">
                  <Check className="size-3.5" aria-hidden="true" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
