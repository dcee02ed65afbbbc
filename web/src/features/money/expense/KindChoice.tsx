import { Clock, Receipt } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { entryKinds } from '@/routes/search';
import type { EntryValues } from './form';

const icons = { expense: Receipt, time: Clock };

/** Money that was spent, or time that was worked; it stays as it was entered. */
export function KindChoice({ value, onChange }: { value: EntryValues['kind']; onChange: (kind: EntryValues['kind']) => void }) {
  const { t } = useTranslation('expenses');
  return (
    <div role="radiogroup" aria-label={t('field.kind')} className="flex gap-1 rounded-md bg-sunken p-1 sm:col-span-2">
      {entryKinds.map((kind) => {
        const Icon = icons[kind];
        return (
          <label key={kind} className="flex h-7 flex-1 cursor-pointer items-center justify-center gap-2 rounded-sm text-sm text-muted has-checked:bg-surface has-checked:font-medium has-checked:text-text has-checked:shadow-[0_0_0_1px_var(--c-line)] has-focus-visible:outline-2 has-focus-visible:outline-accent-text">
            <input type="radio" name="kind" value={kind} checked={value === kind} onChange={() => onChange(kind)} className="sr-only" />
            <Icon className="size-4" aria-hidden="true" />
            {t(`kind.${kind}`)}
          </label>
        );
      })}
    </div>
  );
}
