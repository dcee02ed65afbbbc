// Properties of the task that are typed: texts as the schema names them, numbers with their unit.
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '@/api/fields';
import type { Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { parseDays, parseNumber } from '../list/fields';
import type { TaskChanges } from '../task/effects';
import { usePanel } from './context';
import { controlClass, None, Row } from './rows';

type TextName = { [K in keyof TaskChanges]-?: Task[K] extends string | null ? K : never }[keyof TaskChanges];

/** A text of the task that needs no more than its name: what it is called and what it is for stand in the schema. */
export function SchemaRow({ name }: { name: TextName }) {
  const { t } = useTranslation('work');
  const { task, may } = usePanel();
  const { label: schemaLabel, help } = fields.Task[name];
  // A field is shown as soon as it is in the schema; who speaks another language gets its name once it is translated.
  const label = t(`schema.${name}`, { defaultValue: schemaLabel });
  const value = task[name] ?? '';
  if (!may) {
    return (
      <Row label={label} help={help}>
        <div className={controlClass}>{value || <None />}</div>
      </Row>
    );
  }
  return <TextRow label={label} help={help} plain={value} shown={value} read={(text) => ({ [name]: text.trim() || null })} />;
}

type AmountName = 'duration' | 'remainingDuration' | 'estimateHours' | 'actualHours' | 'estimateCost' | 'actualCost' | 'percentComplete';

interface AmountRowProps {
  label: string;
  name: AmountName;
  /** The value with its unit. */
  shown: string;
  days?: boolean;
  /** From what the value follows, where nobody sets it. */
  follows?: string | undefined;
}

/** As it stands beside its unit. */
export const amount = (value: number | null): string => (value === null ? '' : formatNumber(value, { maximumFractionDigits: 2 }));

/** A number typed in place; a refused one stays with the reason. */
export function AmountRow({ label, name, shown, days, follows }: AmountRowProps) {
  const { t } = useTranslation('work');
  const { task, may } = usePanel();
  const value = task[name];
  const plain = value === null ? '' : formatNumber(value, { useGrouping: false, maximumFractionDigits: 4 });
  const read = (text: string): TaskChanges | string => {
    const number = days ? parseDays(text) : parseNumber(text);
    if (text.trim() === '') return { [name]: name === 'percentComplete' ? 0 : null };
    if (number === null || number < 0) return t('rule.number');
    return name === 'percentComplete' && number > 100 ? t('rule.percent') : { [name]: number };
  };
  if (!may || follows) {
    return (
      <Row label={label} help={follows}>
        <div className={cx(controlClass, 'nums')}>{shown || <None />}</div>
      </Row>
    );
  }
  return <TextRow label={label} plain={plain} shown={shown} read={read} numeric />;
}

interface TextRowProps {
  label: string;
  help?: string | undefined;
  plain: string;
  shown: string;
  read: (text: string) => TaskChanges | string;
  numeric?: boolean;
}

export function TextRow({ label, help, plain, shown, read, numeric }: TextRowProps) {
  const { t } = useTranslation('work');
  const { save } = usePanel();
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  // What nobody has typed in goes on showing the task: a change may be taken back while the field has the focus.
  const [editing, setEditing] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const refused = (typed: string, reason: string) => {
    setText(typed);
    setError(reason);
  };
  const commit = () => {
    const typed = text;
    setEditing(false);
    if (typed === null) return;
    if (typed === plain) return setText(null);
    const changes = read(typed);
    if (typeof changes === 'string') return setError(changes);
    setError(null);
    setText(null);
    save(changes).catch((failure: unknown) => refused(typed, messageOf(failure)));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    if (event.key !== 'Escape' || (text === null && !editing)) return;
    event.stopPropagation();
    setText(null);
    setEditing(false);
    setError(null);
  };
  return (
    <Row label={label} help={help} labelId={id} error={error}>
      <input
        aria-labelledby={id}
        aria-invalid={error !== null}
        inputMode={numeric ? 'decimal' : undefined}
        value={text ?? (editing ? plain : shown)}
        placeholder={t('panel.add')}
        onFocus={(event) => {
          const field = event.currentTarget;
          setEditing(true);
          requestAnimationFrame(() => field.select());
        }}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
        className={cx(controlClass, 'h-7 bg-transparent hover:bg-hover focus:bg-surface', numeric && 'nums')}
      />
    </Row>
  );
}
