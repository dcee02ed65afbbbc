// Which entries are shown. Everything stands in the address, so that a list can be sent to who should decide on it.
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { usePersonChoices } from '@/features/org/PersonSelect';
import { useOrg } from '@/features/org/useOrg';
import { entryKinds, entryStates, type ExpenseSearch } from '@/routes/search';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { DatePicker } from '@/ui/DatePicker';
import { Select } from '@/ui/Select';
import { TaskPick } from './TaskPick';

export type SetSearch = (change: { [K in keyof ExpenseSearch]?: ExpenseSearch[K] | undefined }) => void;

interface ExpenseToolsProps {
  search: ExpenseSearch;
  onSearch: SetSearch;
  /** The project they are of; without one they are the reader's own. */
  projectId: Id | null;
  onAdd?: (() => void) | undefined;
}

const control = 'h-7! w-auto! min-w-0 flex-1 basis-28 sm:max-w-44';

export const isFiltered = ({ who, on, kind, state, from, until, unpriced }: ExpenseSearch): boolean => [who, on, kind, state, from, until, unpriced].some((value) => value !== undefined);

export function ExpenseTools({ search, onSearch, projectId, onAdd }: ExpenseToolsProps) {
  const { t } = useTranslation(['expenses', 'money']);
  const { me, may } = useOrg();
  const everybody = { value: 'all', label: t('filter.everybody') };
  const people = usePersonChoices([search.who ?? null]);
  const standard = projectId ? 'all' : me.id;
  return (
    <div role="toolbar" aria-label={t('filter.label')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b px-2 py-1 sm:px-3">
      {(projectId || may('expense:manage')) && (
        <Combobox
          className={control}
          label={t('filter.person')}
          choices={[everybody, ...people]}
          value={search.who ?? standard}
          onChange={(who) => onSearch({ who: who === standard ? undefined : (who ?? undefined) })}
        />
      )}
      {projectId && <TaskPick projectId={projectId} className={control} label={t('filter.task')} value={search.on ?? null} noneLabel={t('filter.allTasks')} onChange={(on) => onSearch({ on: on ?? undefined })} />}
      <Select
        className={control}
        label={t('filter.kind')}
        value={search.kind ?? 'any'}
        choices={[{ value: 'any', label: t('filter.allKinds') }, ...entryKinds.map((value) => ({ value, label: t(`kind.${value}`) }))]}
        onChange={(kind) => onSearch({ kind: entryKinds.find((one) => one === kind) })}
      />
      <Select
        className={control}
        label={t('filter.state')}
        value={search.state ?? 'any'}
        choices={[{ value: 'any', label: t('filter.allStates') }, ...entryStates.map((value) => ({ value, label: t(`money:status.${value}`) }))]}
        onChange={(state) => onSearch({ state: entryStates.find((one) => one === state) })}
      />
      <DatePicker className={control} label={t('filter.from')} placeholder={t('filter.from')} value={search.from ?? null} onChange={(from) => onSearch({ from: from ?? undefined })} />
      <DatePicker className={control} label={t('filter.until')} placeholder={t('filter.until')} value={search.until ?? null} onChange={(until) => onSearch({ until: until ?? undefined })} />
      {search.unpriced && (
        <Button size="sm" aria-label={t('filter.withPriced')} onClick={() => onSearch({ unpriced: undefined })}>
          {t('filter.unpriced')}
          <X className="size-3.5" aria-hidden="true" />
        </Button>
      )}
      {isFiltered(search) && (
        <Button size="sm" kind="ghost" onClick={() => onSearch({ who: undefined, on: undefined, kind: undefined, state: undefined, from: undefined, until: undefined, unpriced: undefined })}>
          {t('filter.clear')}
        </Button>
      )}
      {onAdd && (
        <Button size="sm" kind="primary" className="ml-auto" onClick={onAdd}>
          <Plus className="size-4" aria-hidden="true" />
          {t('new')}
        </Button>
      )}
    </div>
  );
}
