// The entries of a row on one day: hours, what was done, how each stands.
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { formatLongDay, formatMoney } from '@/lib/format';
import { messageOf } from '@/lib/messages';
import { Button, IconButton } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { FormError } from '@/ui/Field';
import { parseHours } from '../parse';
import { StatusBadge } from '../StatusBadge';
import type { SheetRow, TimeEntry } from '../types';
import { hoursText, isLocked } from './HoursCell';
import { nameOf, subjectOf } from './rows';
import type { TimeWrites } from './useTimesheet';

interface EntriesDialogProps {
  row: SheetRow;
  day: Day;
  may: boolean;
  writes: TimeWrites;
  onClose: () => void;
}

export function EntriesDialog({ row, day, may, writes, onClose }: EntriesDialogProps) {
  const { t } = useTranslation('money');
  const [error, setError] = useState<string | null>(null);
  const entries = row.entries.filter(({ date }) => date === day);
  const on = subjectOf(row);
  const [adding, setAdding] = useState(entries.length === 0);
  const run = (work: Promise<void>) => {
    setError(null);
    return work.catch((refused: unknown) => setError(messageOf(refused)));
  };
  return (
    <Dialog open onClose={onClose} title={nameOf(row, t('sheet.hidden'))} description={formatLongDay(day)} width="md">
      <FormError>{error}</FormError>
      <ul className="mt-2 flex flex-col gap-3">
        {entries.map((entry) => (
          <Entry
            key={`${entry.id}.${entry.revision}`}
            entry={entry}
            may={may && !isLocked(entry)}
            onSave={(hours, description) => void run(writes.change(entry, { hours, description }))}
            onRemove={() => void run(writes.remove(entry))}
          />
        ))}
        {adding && may && on && (
          <Entry
            may
            onSave={(hours, description) => {
              setAdding(false);
              void run(writes.add(on, day, hours, description));
            }}
            onRemove={() => setAdding(false)}
          />
        )}
      </ul>
      {may && on && !adding && (
        <Button kind="ghost" size="sm" className="mt-3" onClick={() => setAdding(true)}>
          <Plus className="size-4" aria-hidden="true" />
          {t('sheet.another')}
        </Button>
      )}
    </Dialog>
  );
}

interface EntryProps {
  entry?: TimeEntry;
  may: boolean;
  onSave: (hours: number, description: string) => void;
  onRemove: () => void;
}

function Entry({ entry, may, onSave, onRemove }: EntryProps) {
  const { t } = useTranslation(['money', 'common']);
  const [hours, setHours] = useState(hoursText(entry?.hours ?? 0));
  const [description, setDescription] = useState(entry?.description ?? '');
  const value = parseHours(hours);
  const changed = hours !== hoursText(entry?.hours ?? 0) || description !== (entry?.description ?? '');
  const valid = value !== null && value > 0 && value <= 1_000;
  return (
    <li className="rounded-md border p-3">
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (valid && changed) onSave(value, description.trim());
        }}
      >
        <input aria-label={t('sheet.hours')} placeholder="1:30" inputMode="decimal" disabled={!may} value={hours} aria-invalid={hours !== '' && !valid} onChange={(event) => setHours(event.target.value)} className="control nums w-20! text-right" />
        <input aria-label={t('sheet.description')} placeholder={t('sheet.descriptionHint')} disabled={!may} value={description} maxLength={2000} onChange={(event) => setDescription(event.target.value)} className="control min-w-40 flex-1" />
        {may && (
          <Button type="submit" size="sm" kind={changed ? 'primary' : 'secondary'} disabled={!changed || !valid}>
            {t('common:actions.save')}
          </Button>
        )}
        {may && (
          <IconButton size="sm" label={t('sheet.remove')} onClick={onRemove}>
            <Trash2 />
          </IconButton>
        )}
      </form>
      {entry && (
        <p className="nums mt-2 flex items-center gap-2 text-xs text-muted">
          <StatusBadge status={entry.status} />
          {entry.amount === null ? <span className="text-warn">{t('sheet.notPriced')}</span> : formatMoney(entry.amount, entry.currency)}
        </p>
      )}
    </li>
  );
}
