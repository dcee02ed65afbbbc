// The hours of a row on a day: typed where there is one entry or none, a list where there are several.
import { Ellipsis, Lock } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { undoLast } from '@/features/work/task/undo';
import { keyName } from '@/lib/actions';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { toastError } from '@/lib/messages';
import { parseHours } from '../parse';
import type { TimeEntry } from '../types';

interface HoursCellProps {
  label: string;
  entries: readonly TimeEntry[];
  may: boolean;
  onSave: (hours: number) => Promise<void>;
  onOpen: () => void;
}

export const hoursText = (hours: number): string => (hours === 0 ? '' : formatNumber(hours, { maximumFractionDigits: 2 }));
export const isLocked = ({ status }: TimeEntry): boolean => status === 'submitted' || status === 'approved';

export function HoursCell({ label, entries, may, onSave, onOpen }: HoursCellProps) {
  const { t } = useTranslation('money');
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const hours = entries.reduce((sum, entry) => sum + entry.hours, 0);
  const locked = entries.some(isLocked);
  const typing = may && entries.length <= 1 && !locked;
  const save = () => {
    if (typed === null) return;
    const value = parseHours(typed);
    if (value === null || value > 24) return setWrong(true);
    setWrong(false);
    if (value === hours) return setTyped(null);
    onSave(value).then(() => setTyped(null), (error: unknown) => {
      setTyped(null);
      toastError(error);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (typed === null && keyName(event) === 'mod+z') {
      // Nothing was typed that the field itself could take back.
      undoLast();
      event.preventDefault();
    } else if (event.key === 'Escape') {
      setTyped(null);
      setWrong(false);
    } else if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      save();
      event.preventDefault();
      beside(event.currentTarget, event.key === 'ArrowUp' ? -1 : 1)?.focus();
    }
  };
  if (!typing) {
    return (
      <button
        type="button"
        disabled={entries.length === 0}
        aria-label={`${label}: ${t('hours', { value: formatNumber(hours) })}${locked ? `, ${t('sheet.locked')}` : ''}`}
        onClick={onOpen}
        className="nums flex h-full w-full items-center justify-end gap-1 px-2 text-sm hover:bg-hover disabled:hover:bg-transparent"
      >
        {locked && <Lock className="size-3 text-faint" aria-hidden="true" />}
        {hoursText(hours)}
        {entries.length > 1 && <span className="text-xs text-faint">×{entries.length}</span>}
      </button>
    );
  }
  return (
    <span className="group relative flex h-full">
      <input
        aria-label={label}
        aria-invalid={wrong}
        inputMode="decimal"
        value={typed ?? hoursText(hours)}
        placeholder="–"
        title={wrong ? t('rule.hours') : entries[0]?.description || undefined}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value);
          setWrong(false);
        }}
        onBlur={save}
        onKeyDown={onKeyDown}
        className={cx('nums h-full w-full min-w-0 bg-transparent px-2 text-right text-sm outline-offset-[-2px] placeholder:text-faint hover:bg-hover', wrong && 'bg-danger-soft text-danger')}
      />
      {entries.length === 1 && (
        <button type="button" aria-label={t('sheet.details', { what: label })} onClick={onOpen} className="absolute inset-y-0 left-0 flex w-6 items-center justify-center text-muted opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100">
          <Ellipsis className="size-3.5" aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

/** The field of the same day in the next row, or in the one before. */
function beside(input: HTMLInputElement, step: 1 | -1): HTMLInputElement | null {
  const cell = input.closest('td');
  const rows = [...(cell?.closest('tbody')?.rows ?? [])];
  const at = rows.findIndex((row) => row.contains(input));
  return rows[at + step]?.cells[cell?.cellIndex ?? 0]?.querySelector('input') ?? null;
}
