// The filter as a row of conditions. The first fields always have their button; others are added, and what the form
// can't show stands as the text it is.
import { Braces, ListFilter, X, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { DropDown } from '../parts/Float';
import { PickList } from '../parts/PickList';
import { ConditionEditor, opName } from './ConditionEditor';
import { dateName, useDateWords } from './dates';
import { always, fieldFor, nameOf, type FilterField } from './fields';
import type { Condition, Part } from './language';

interface FilterChipsProps {
  fields: readonly FilterField[];
  parts: readonly Part[];
  onChange: (parts: Part[]) => void;
  /** Opens the text. */
  onText: () => void;
}

export function FilterChips({ fields, parts, onChange, onText }: FilterChipsProps) {
  const { t } = useTranslation(['work', 'common']);
  const standing = fields.slice(0, always).map((field) => ({
    field,
    at: parts.findIndex((part) => 'condition' in part && fieldFor(fields, part.condition) === field),
  }));
  const taken = new Set(standing.map(({ at }) => at));
  const put = (at: number, condition: Condition | null) => {
    const next = [...parts];
    if (condition) next.splice(at < 0 ? next.length : at, at < 0 ? 0 : 1, { condition });
    else if (at >= 0) next.splice(at, 1);
    onChange(next);
  };
  return (
    <>
      {standing
        .filter(({ field, at }) => at >= 0 || field.kind !== 'choice' || (field.choices?.length ?? 0) > 0)
        .map(({ field, at }) => (
          <Chip key={field.name} field={field} condition={conditionAt(parts, at)} onChange={(condition) => put(at, condition)} />
        ))}
      {parts.map((part, at) => {
        if (taken.has(at)) return null;
        const condition = conditionAt(parts, at);
        const field = condition && fieldFor(fields, condition);
        if (condition && field) return <Chip key={`${at} ${field.name}`} field={field} condition={condition} onChange={(next) => put(at, next)} />;
        return (
          <Shell key={at} icon={Braces} active text={'text' in part ? part.text : part.condition.field} onRemove={() => put(at, null)} remove={t('filter.remove')}>
            {(inside, props) => (
              <button type="button" {...props} title={t('filter.editText')} onClick={onText}>
                {inside}
              </button>
            )}
          </Shell>
        );
      })}
      <AddFilter fields={fields.slice(always)} onAdd={(condition) => put(-1, condition)} last={conditionAt(parts, parts.length - 1)} onChange={(next) => put(parts.length - 1, next)} />
    </>
  );
}

const conditionAt = (parts: readonly Part[], at: number): Condition | undefined => {
  const part = parts[at];
  return part && 'condition' in part ? part.condition : undefined;
};

interface ChipProps {
  field: FilterField;
  condition: Condition | undefined;
  onChange: (condition: Condition | null) => void;
}

function Chip({ field, condition, onChange }: ChipProps) {
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

function Shell({ icon: Icon, label, text, active, remove, onRemove, children }: ShellProps) {
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

interface AddFilterProps {
  fields: readonly FilterField[];
  /** The condition that was added last, while its form is still open. */
  last: Condition | undefined;
  onAdd: (condition: Condition | null) => void;
  onChange: (condition: Condition | null) => void;
}

function AddFilter({ fields, last, onAdd, onChange }: AddFilterProps) {
  const { t } = useTranslation('work');
  const [open, setOpen] = useState(false);
  const [field, setField] = useState<FilterField | null>(null);
  const [added, setAdded] = useState(false);
  const toggle = (next: boolean) => {
    setOpen(next);
    setField(null);
    setAdded(false);
  };
  const choices = fields.map(({ name, label, icon: Icon }) => ({ value: name, label, icon: <Icon className="size-4 shrink-0 text-faint" aria-hidden="true" /> }));
  const trigger = (
    <button type="button" aria-label={t('filter.add')} className="flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-text">
      <ListFilter className="size-4" aria-hidden="true" />
      <span className="max-lg:hidden">{t('filter.add')}</span>
    </button>
  );
  const change = (condition: Condition | null) => {
    if (added) onChange(condition);
    else onAdd(condition);
    setAdded(condition !== null);
  };
  return (
    <DropDown label={t('filter.add')} trigger={trigger} open={open} onOpenChange={toggle}>
      {field ? (
        <ConditionEditor field={field} condition={added ? last : undefined} onChange={change} />
      ) : (
        <PickList label={t('filter.add')} choices={choices} value={[]} onPick={(name) => setField(fields.find((one) => one.name === name) ?? null)} />
      )}
    </DropDown>
  );
}
