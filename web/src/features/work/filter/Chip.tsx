// One condition as a small mark: what is asked, a form to change it, a button to take it away.
import { X, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { DropDown } from '../parts/Float';
import { ConditionEditor, opName } from './ConditionEditor';
import { dateName, useDateWords } from './dates';
import { nameOf, type FilterField } from './fields';
import type { Condition } from './language';

interface ChipProps {
  field: FilterField;
  condition: Condition | undefined;
  onChange: (condition: Condition | null) => void;
}

export function Chip({ field, condition, onChange }: ChipProps) {
  const { t } = useTranslation('work');
  const [open, setOpen] = useState(false);
  const text = useSummary()(field, condition);
  const label = condition ? t('filter.by', { field: field.label, values: text }) : field.label;
  return (
    <Shell icon={field.icon} active={condition !== undefined} label={field.label} text={text} remove={t('filter.removeBy', { field: field.label })} onRemove={condition && (() => onChange(null))}>
      {(inside, props) => (
        <DropDown label={field.label} open={open} onOpenChange={setOpen} trigger={<button type="button" {...props} aria-label={label}>{inside}</button>}>
          <ConditionEditor field={field} condition={condition} onChange={onChange} />
        </DropDown>
      )}
    </Shell>
  );
}

/** "not Done, Cancelled", "before today", "empty". */
function useSummary() {
  const { t } = useTranslation('work');
  const words = useDateWords();
  return (field: FilterField, condition: Condition | undefined): string => {
    if (!condition) return '';
    const { op, values } = condition;
    const names = values.map((value) => {
      if (field.kind === 'date') return dateName(value, words);
      if (field.kind === 'flag') return value.text === 'true' ? t('activity.yes') : t('activity.no');
      return nameOf(field, value);
    });
    return [op === 'is' ? '' : t(opName(field.kind, op)), names.join(', ')].filter(Boolean).join(' ');
  };
}

interface ShellProps {
  icon: LucideIcon;
  label?: string;
  text: string;
  active: boolean;
  remove: string;
  onRemove: (() => void) | undefined;
  children: (inside: ReactNode, props: { className: string }) => ReactNode;
}

/** The mark around any button. */
export function Shell({ icon: Icon, label, text, active, remove, onRemove, children }: ShellProps) {
  const inside = (
    <>
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      {label && <span className={cx('shrink-0', active ? 'font-normal' : 'max-lg:hidden')}>{label}</span>}
      {text && <span className="truncate">{text}</span>}
    </>
  );
  return (
    <span className={cx('flex h-7 max-w-80 min-w-0 items-center rounded-md', active ? 'bg-accent-soft text-accent-text' : 'text-muted')}>
      {children(inside, {
        className: cx('flex h-7 min-w-0 items-center gap-1.5 rounded-md pr-2 pl-2 text-sm', active ? 'font-medium' : 'hover:bg-hover hover:text-text', onRemove && 'pr-1'),
      })}
      {onRemove && (
        <button type="button" aria-label={remove} title={remove} onClick={onRemove} className="flex size-6 shrink-0 items-center justify-center rounded-md hover:bg-hover">
          <X className="size-3.5" aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
