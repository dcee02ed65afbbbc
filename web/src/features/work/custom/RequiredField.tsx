// One required field in the window that asks for it: typed or chosen, as its kind is.
import { ChevronsUpDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/api/types';
import { Checkbox } from '@/ui/Checkbox';
import { Field } from '@/ui/Field';
import { Input, Textarea } from '@/ui/Input';
import { DropDown } from '../parts/Float';
import type { Lookup } from '../task/useLookup';
import { FieldPicker } from './FieldPicker';
import { FieldValue } from './FieldValue';
import { isTyped, readValue } from './values';

interface RequiredFieldProps {
  definition: FieldDefinition;
  value: unknown;
  lookup: Lookup;
  autoFocus: boolean;
  /** It was sent without a value. */
  missing: boolean;
  onChange: (value: unknown) => void;
}

export function RequiredField(props: RequiredFieldProps) {
  const { definition, value, onChange } = props;
  if (definition.type === 'checkbox') return <Checkbox label={definition.name} checked={value === true} onChange={(on) => onChange(on)} />;
  return isTyped(definition) ? <TypedField {...props} /> : <ChosenField {...props} />;
}

function TypedField({ definition, autoFocus, missing, onChange }: RequiredFieldProps) {
  const { t } = useTranslation('work');
  const [text, setText] = useState('');
  const [rule, setRule] = useState('');
  const type = (next: string) => {
    setText(next);
    const read = readValue(definition, next);
    setRule(typeof read === 'string' ? t(`rule.${read}`) : '');
    onChange(typeof read === 'string' ? null : read.value);
  };
  const common = { autoFocus, value: text };
  return (
    <Field label={definition.name} error={missing ? rule || t('required.missing') : undefined}>
      {definition.type === 'long_text' ? (
        <Textarea {...common} rows={3} onChange={(event) => type(event.target.value)} />
      ) : (
        <Input {...common} onChange={(event) => type(event.target.value)} />
      )}
    </Field>
  );
}

function ChosenField({ definition, value, lookup, autoFocus, missing, onChange }: RequiredFieldProps) {
  const { t } = useTranslation(['work', 'common']);
  const [open, setOpen] = useState(false);
  const id = useId();
  const trigger = (
    <button
      type="button"
      autoFocus={autoFocus}
      aria-labelledby={`${id} ${id}v`}
      aria-describedby={missing ? `${id}e` : undefined}
      aria-invalid={missing || undefined}
      className="control flex items-center gap-2 text-left"
    >
      <span id={`${id}v`} className="flex min-w-0 flex-1 items-center gap-1.5">
        {value === null ? <span className="text-faint">{t('required.choose')}</span> : <FieldValue definition={definition} value={value} lookup={lookup} />}
      </span>
      <ChevronsUpDown className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
    </button>
  );
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span id={id} className="text-sm font-medium">
        {definition.name}
      </span>
      <DropDown label={definition.name} trigger={trigger} open={open} onOpenChange={setOpen}>
        <FieldPicker
          definition={definition}
          value={value}
          onPick={(next, stay) => {
            onChange(next);
            if (!stay) setOpen(false);
          }}
        />
      </DropDown>
      {missing && (
        <p id={`${id}e`} role="alert" className="text-sm text-danger">
          {t('required.missing')}
        </p>
      )}
    </div>
  );
}
