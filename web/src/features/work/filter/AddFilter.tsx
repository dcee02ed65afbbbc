// Adds a condition: first the field, then its form in the same window.
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DropDown } from '../parts/Float';
import { PickList } from '../parts/PickList';
import { ConditionEditor } from './ConditionEditor';
import type { FilterField } from './fields';
import type { Condition } from './language';

interface AddFilterProps {
  fields: readonly FilterField[];
  /** The condition that was added last, while its form is still open. */
  last: Condition | undefined;
  onAdd: (condition: Condition | null) => void;
  onChange: (condition: Condition | null) => void;
}

export function AddFilter({ fields, last, onAdd, onChange }: AddFilterProps) {
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
