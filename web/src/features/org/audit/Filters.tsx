// Which part of the log is shown. Everything stands in the address, so that a view of the log can be sent to somebody.
import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePersonChoices } from '@/features/org/PersonSelect';
import type { AuditSearch } from '@/routes/search';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { DatePicker } from '@/ui/DatePicker';
import { actions, models, type Subjects } from './subjects';

export function Filters({ search, subjects }: { search: AuditSearch; subjects: Subjects }) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const people = usePersonChoices([search.actor ?? null]).filter((choice) => !subjects.people.get(choice.value)?.placeholder);
  const set = (change: Partial<Record<keyof AuditSearch, string | null>>) => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value);
    void navigate({ to: '.', search: Object.fromEntries(next), replace: true });
  };
  const any = { value: '', label: t('audit.any') };
  const modelChoices = models.map((value) => ({ value, label: subjects.model(value) })).toSorted((a, b) => a.label.localeCompare(b.label));
  const control = 'w-auto min-w-0 flex-1 basis-32 sm:max-w-44';
  return (
    <div role="search" aria-label={t('audit.filters')} className="flex flex-wrap items-center gap-2 border-b px-3 py-2">
      <Combobox className={control} label={t('audit.column.who')} placeholder={t('audit.everybody')} choices={[{ value: '', label: t('audit.everybody') }, ...people]} value={search.actor ?? ''} onChange={(actor) => set({ actor })} />
      <Combobox className={control} label={t('audit.kind')} choices={[{ ...any, label: t('audit.allKinds') }, ...modelChoices]} value={search.model ?? ''} onChange={(model) => set({ model })} />
      <Combobox className={control} label={t('audit.action')} choices={[{ ...any, label: t('audit.allActions') }, ...actions.map((value) => ({ value, label: subjects.action(value) }))]} value={search.action ?? ''} onChange={(action) => set({ action })} />
      <DatePicker className={control} label={t('audit.from')} placeholder={t('audit.from')} value={search.from ?? null} onChange={(from) => set({ from })} />
      <DatePicker className={control} label={t('audit.until')} placeholder={t('audit.until')} value={search.until ?? null} onChange={(until) => set({ until })} />
      {search.object && (
        <Button size="sm" onClick={() => set({ object: null })} aria-label={t('audit.leaveHistory')}>
          {t('audit.historyOf', { name: subjects.nameOf(search.object) ?? search.object.slice(-6) })}
          <X className="size-3.5" aria-hidden="true" />
        </Button>
      )}
      {Object.keys(search).length > 0 && (
        <Button size="sm" kind="ghost" onClick={() => void navigate({ to: '.', search: {}, replace: true })}>
          {t('audit.clear')}
        </Button>
      )}
    </div>
  );
}
