// One property of the task: its name, its value as a control, and what was wrong with the last change.
import { ChevronRight, X } from 'lucide-react';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { dayOf, formatDay, formatExact } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Calendar } from '@/ui/Calendar';
import { DropDown } from '../parts/Float';
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
export function None() {
  const { t } = useTranslation();
  return <span className="text-faint">{t('picker.none')}</span>;
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
