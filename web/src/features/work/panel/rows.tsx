// One property of the task: its name, its value as a control, and what was wrong with the last change.
import { ChevronRight, X } from 'lucide-react';
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '@/api/fields';
import type { Instant, Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { dayOf, formatDay, formatExact, formatNumber } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Calendar } from '@/ui/DatePicker';
import { DropDown } from '../parts/Float';
import { parseDays, parseNumber } from '../list/fields';
import type { TaskChanges } from '../task/effects';
import { usePanel } from './context';

export const controlClass = 'flex min-h-7 w-full min-w-0 items-center gap-1.5 rounded-md px-2 text-left text-sm';

interface RowProps {
  label: string;
  /** What the property is for, shown on hover. */
  help?: string | undefined;
  labelId?: string;
  error?: string | null;
  children: ReactNode;
}

export function Row({ label, help, labelId, error, children }: RowProps) {
  return (
    <div className="grid grid-cols-[112px_minmax(0,1fr)] items-start gap-x-1">
      <span id={labelId} className="flex min-h-7 items-center text-sm text-muted">
        <span className="truncate" title={help ?? label}>
          {label}
        </span>
      </span>
      <div className="min-w-0">
        {children}
        {error && (
          <p role="alert" className="px-2 pb-1 text-sm text-danger">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

/** Saves and keeps the reason of a refusal for the row. */
export function useSaved(): [string | null, (changes: TaskChanges) => void] {
  const { save } = usePanel();
  const [error, setError] = useState<string | null>(null);
  return [error, (changes) => void (setError(null), save(changes).catch((failure: unknown) => setError(messageOf(failure))))];
}

interface PickRowProps {
  label: string;
  shown: ReactNode;
  empty: boolean;
  children: (save: (changes: TaskChanges) => void, close: () => void) => ReactNode;
}

/** A value chosen from a list that opens below it. */
export function PickRow({ label, shown, empty, children }: PickRowProps) {
  const { t } = useTranslation(['work', 'common']);
  const { may } = usePanel();
  const [open, setOpen] = useState(false);
  const [error, save] = useSaved();
  const id = useId();
  const nothing = may ? <span className="text-faint">{t('panel.add')}</span> : <None />;
  const value = empty ? nothing : shown;
  if (!may) {
    return (
      <Row label={label}>
        <div className={controlClass}>{value}</div>
      </Row>
    );
  }
  const trigger = (
    <button type="button" aria-labelledby={`${id} ${id}v`} className={cx(controlClass, 'hover:bg-hover')}>
      <span id={`${id}v`} className="contents">
        {value}
      </span>
    </button>
  );
  return (
    <Row label={label} labelId={id} error={error}>
      <DropDown label={label} trigger={trigger} open={open} onOpenChange={setOpen}>
        {children(save, () => setOpen(false))}
      </DropDown>
    </Row>
  );
}

type DayName = 'startDate' | 'endDate' | 'dueDate' | 'actualStart' | 'actualFinish';

export function DayRow({ label, name, late }: { label: string; name: DayName; late?: boolean }) {
  const { task, lookup } = usePanel();
  const at = task[name];
  const shown = (
    <span className={cx('nums', late && 'font-medium text-danger')} title={at ? formatExact(at, lookup.timeZone) : undefined}>
      {formatDay(dayOf(at, lookup.timeZone))}
    </span>
  );
  return (
    <PickRow label={label} shown={shown} empty={!at}>
      {(save, close) => (
        <div className="p-3">
          <Calendar
            label={label}
            value={dayOf(at, lookup.timeZone)}
            onPick={(day) => {
              save({ [name]: day });
              close();
            }}
          />
        </div>
      )}
    </PickRow>
  );
}

/** In place of a value, for who can't add one. */
function None() {
  const { t } = useTranslation();
  return <span className="text-faint">{t('picker.none')}</span>;
}

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
}

/** A number typed in place; a refused one stays with the reason. */
export function AmountRow({ label, name, shown, days }: AmountRowProps) {
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
  if (!may) {
    return (
      <Row label={label}>
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
  const [error, setError] = useState<string | null>(null);
  const refused = (typed: string, reason: string) => {
    setText(typed);
    setError(reason);
  };
  const commit = () => {
    const typed = text;
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
    if (event.key !== 'Escape' || text === null) return;
    event.stopPropagation();
    setText(null);
    setError(null);
  };
  return (
    <Row label={label} help={help} labelId={id} error={error}>
      <input
        aria-labelledby={id}
        aria-invalid={error !== null}
        inputMode={numeric ? 'decimal' : undefined}
        value={text ?? shown}
        placeholder={t('panel.add')}
        onFocus={(event) => {
          const field = event.currentTarget;
          if (text === null) setText(plain);
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

/** A group of rows that can be closed; open from the start when it says something. */
export function Group({ title, filled, children }: { title: string; filled: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(filled);
  useEffect(() => {
    if (filled) setOpen(true);
  }, [filled]);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="group/g">
      <summary className="flex h-8 cursor-pointer items-center gap-1 rounded-md text-sm font-medium text-muted select-none hover:text-text">
        <ChevronRight className="-ml-1 size-4 text-faint transition-transform group-open/g:rotate-90" aria-hidden="true" />
        {title}
      </summary>
      <div className="pb-2">{children}</div>
    </details>
  );
}

/** A small mark that can be taken away. */
export function Chip({ text, title, removeLabel, onRemove }: { text: string; title?: string; removeLabel: string; onRemove?: (() => void) | undefined }) {
  return (
    <span title={title} className="inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm bg-info-soft py-0.5 pl-1.5 text-xs font-medium text-info">
      <span className="min-w-0 break-words">{text}</span>
      {onRemove ? (
        <button type="button" aria-label={removeLabel} onClick={onRemove} className="flex size-5 items-center justify-center rounded-sm hover:bg-hover">
          <X className="size-3" aria-hidden="true" />
        </button>
      ) : (
        <span className="w-1" />
      )}
    </span>
  );
}

export const exact = (at: Instant | null, timeZone: string): string => (at ? formatExact(at, timeZone) : '');
