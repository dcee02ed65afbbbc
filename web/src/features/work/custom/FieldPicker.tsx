// The inside of the window in which the value of a custom field is chosen.
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/api/types';
import { Calendar } from '@/ui/Calendar';
import { usePeopleChoices } from '../parts/choices';
import { PickList, type Choice } from '../parts/PickList';
import { textsOf } from './values';

interface FieldPickerProps {
  definition: FieldDefinition;
  value: unknown;
  /** `stay` leaves the window open for the next choice. */
  onPick: (value: unknown, stay?: boolean) => void;
}

export function FieldPicker({ definition, value, onPick }: FieldPickerProps) {
  const { type, name, options } = definition;
  if (type === 'user') return <PersonList {...{ definition, value, onPick }} />;
  if (type === 'date') {
    return (
      <div className="p-3">
        <Calendar label={name} value={typeof value === 'string' ? value : null} onPick={(day) => onPick(day)} />
      </div>
    );
  }
  if (type === 'multi_select') {
    const chosen = textsOf(value);
    const toggle = (one: string) => {
      const next = options.filter((option) => (option === one ? !chosen.includes(one) : chosen.includes(option)));
      onPick(next.length > 0 ? next : null, true);
    };
    return <PickList multiple label={name} choices={options.map(choice)} value={chosen} onPick={toggle} />;
  }
  return <OneOf label={name} choices={options.map(choice)} required={definition.required} value={value} onPick={onPick} />;
}

const choice = (text: string): Choice => ({ value: text, label: text });

function PersonList({ definition, value, onPick }: FieldPickerProps) {
  const id = typeof value === 'string' ? value : null;
  const people = usePeopleChoices([id]);
  return <OneOf label={definition.name} choices={people} required={definition.required} value={id} onPick={onPick} />;
}

interface OneOfProps {
  label: string;
  choices: readonly Choice[];
  required: boolean;
  value: unknown;
  onPick: (value: string | null) => void;
}

function OneOf({ label, choices, required, value, onPick }: OneOfProps) {
  const { t } = useTranslation();
  const chosen = typeof value === 'string' ? value : '';
  const none = { value: '', label: t('picker.none') };
  return (
    <PickList label={label} choices={required && chosen ? choices : [none, ...choices]} value={[chosen]} onPick={(next) => onPick(next || null)} />
  );
}
