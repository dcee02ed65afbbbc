// The form of one condition: how to compare, and with what. Each choice is in the filter at once.
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Calendar } from '@/ui/Calendar';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { PickList } from '../parts/PickList';
import { useDateWords } from './dates';
import type { FilterField, Kind } from './fields';
import type { Condition, Op, Value } from './language';

const ops: Record<Kind, readonly Op[]> = {
  choice: ['is', 'is not', 'empty', 'not empty'],
  date: ['<', '<=', 'is', '>=', '>', 'empty', 'not empty'],
  number: ['is', 'is not', '>', '>=', '<', '<=', 'empty', 'not empty'],
  text: ['~', '!~', 'is', 'is not', 'empty', 'not empty'],
  flag: ['is'],
};
export const firstOp = (kind: Kind): Op => (kind === 'date' ? '<' : kind === 'text' ? '~' : 'is');
const isBare = (op: Op): boolean => op === 'empty' || op === 'not empty';

interface ConditionEditorProps {
  field: FilterField;
  /** None while nothing is chosen. */
  condition: Condition | undefined;
  /** Null takes the condition away. */
  onChange: (condition: Condition | null) => void;
}

export function ConditionEditor({ field, condition, onChange }: ConditionEditorProps) {
  const { t } = useTranslation('work');
  const [op, setOp] = useState<Op>(condition?.op ?? firstOp(field.kind));
  const values = condition?.values ?? [];
  const named = condition ? { field: condition.field, ...(condition.quoted ? { quoted: true } : {}) } : { field: field.name };
  const send = (next: Op, chosen: Value[]) => {
    if (isBare(next)) onChange({ ...named, op: next, values: [] });
    else onChange(chosen.length > 0 ? { ...named, op: next, values: chosen } : null);
  };
  const compare = (next: Op) => {
    setOp(next);
    const many = next === 'is' || next === 'is not';
    if (isBare(next) || values.length > 0) send(next, many ? values : values.slice(0, 1));
  };
  const choices = ops[field.kind].map((value) => ({ value, label: t(opName(field.kind, value)) }));
  return (
    <div className="w-64 max-w-[calc(100vw-24px)]">
      {choices.length > 1 && (
        <div className="flex items-center gap-1 border-b py-1 pr-1 pl-3 text-sm">
          <span className="min-w-0 truncate text-muted">{field.label}</span>
          <Select bare label={t('filter.compare')} value={op} choices={choices} onChange={compare} />
        </div>
      )}
      {!isBare(op) && <Values field={field} op={op} values={values} onChange={(next) => send(op, next)} />}
    </div>
  );
}

/** Dates are before and after, other things less and more. */
export function opName(kind: Kind, op: Op) {
  const dated = kind === 'date';
  switch (op) {
    case 'is':
      return dated ? 'filter.op.on' : 'filter.op.is';
    case 'is not':
      return 'filter.op.isNot';
    case '~':
      return 'filter.op.contains';
    case '!~':
      return 'filter.op.lacks';
    case '<':
      return dated ? 'filter.op.before' : 'filter.op.less';
    case '<=':
      return dated ? 'filter.op.until' : 'filter.op.atMost';
    case '>':
      return dated ? 'filter.op.after' : 'filter.op.more';
    case '>=':
      return dated ? 'filter.op.from' : 'filter.op.atLeast';
    case 'empty':
      return 'filter.op.empty';
    case 'not empty':
      return 'filter.op.notEmpty';
  }
}

interface ValuesProps {
  field: FilterField;
  op: Op;
  values: readonly Value[];
  onChange: (values: Value[]) => void;
}

function Values({ field, op, values, onChange }: ValuesProps) {
  const { t } = useTranslation('work');
  const made = (text: string): Value => (field.literal ? { text, quoted: true } : { text });
  if (field.kind === 'choice') {
    const toggle = (one: string) => {
      const rest = values.filter((value) => value.text !== one);
      onChange(rest.length < values.length ? rest : [...values, made(one)]);
    };
    return <PickList multiple label={field.label} choices={field.choices ?? []} value={values.map(({ text }) => text)} onPick={toggle} />;
  }
  if (field.kind === 'date') return <Dates label={field.label} value={values[0]} onChange={(value) => onChange([value])} />;
  if (field.kind === 'flag') {
    const choices = [
      { value: 'true', label: t('activity.yes') },
      { value: 'false', label: t('activity.no') },
    ];
    return <PickList label={field.label} choices={choices} value={values.map(({ text }) => text)} onPick={(text) => onChange([{ text }])} />;
  }
  return <Typed key={op} field={field} text={values[0]?.text ?? ''} onChange={(text) => onChange(text === '' ? [] : [made(text)])} />;
}

function Typed({ field, text: initial, onChange }: { field: FilterField; text: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(initial);
  const commit = () => text.trim() !== initial && onChange(text.trim());
  return (
    <div className="p-2">
      <Input
        data-autofocus
        aria-label={field.label}
        inputMode={field.kind === 'number' ? 'decimal' : 'text'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </div>
  );
}

function Dates({ label, value, onChange }: { label: string; value: Value | undefined; onChange: (value: Value) => void }) {
  const { t } = useTranslation('work');
  const words = useDateWords();
  const day = value && /^\d{4}-\d\d-\d\d$/.test(value.text) ? value.text : null;
  const [calendar, setCalendar] = useState(day !== null);
  if (calendar) {
    return (
      <div className="p-3">
        <Calendar label={label} value={day} onPick={(next) => (next ? onChange({ text: next }) : setCalendar(false))} />
      </div>
    );
  }
  const choices = [...words, { value: '', label: t('filter.date.day'), icon: <CalendarDays className="size-4 text-faint" /> }];
  const pick = (text: string) => (text === '' ? setCalendar(true) : onChange(text.includes('(') ? { text, call: true } : { text }));
  return <PickList label={label} choices={choices} value={value ? [value.text] : []} onPick={pick} />;
}
