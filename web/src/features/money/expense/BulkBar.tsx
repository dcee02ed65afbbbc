// What can be done with the selected entries at once; each counts those that it reaches.
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/ui/Button';
import type { Offer } from './useEntryMenu';

export function EntryBulkBar({ count, offers, busy, onClear }: { count: number; offers: readonly Offer[]; busy: boolean; onClear: () => void }) {
  const { t } = useTranslation('expenses');
  return (
    <div role="toolbar" aria-label={t('bulk.label')} className="popup absolute bottom-14 left-1/2 z-30 flex max-w-[calc(100%-16px)] -translate-x-1/2 items-center gap-1 overflow-x-auto px-2 py-1.5">
      <span className="nums px-1 text-sm font-medium whitespace-nowrap" aria-live="polite">
        {t('bulk.selected', { count })}
      </span>
      {offers.map(({ way, icon: Icon, label, entries, run }) => (
        <Button key={way} kind="ghost" size="sm" disabled={busy} onClick={() => void run()} aria-label={entries.length === count ? label : t('bulk.some', { label, count: entries.length })}>
          <Icon className="size-4" aria-hidden="true" />
          <span className="max-sm:hidden">{label}</span>
          {entries.length < count && <span className="nums text-faint">{entries.length}</span>}
        </Button>
      ))}
      <IconButton size="sm" label={t('bulk.clear')} keys="escape" onClick={onClear}>
        <X />
      </IconButton>
    </div>
  );
}
