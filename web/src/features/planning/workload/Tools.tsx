// Which time, which project, and whether people without work are shown.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { parseISO } from 'date-fns';
import { useTranslation } from 'react-i18next';
import { useProjects } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { locale } from '@/lib/format';
import { workloadSpans, type WorkloadSearch } from '@/routes/search';
import { Button, IconButton } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Combobox } from '@/ui/Combobox';
import type { By } from '../types';
import { shifted, type Range } from './range';

interface ToolsProps {
  by: By;
  range: Range;
  search: WorkloadSearch;
  onChange: (change: { [K in keyof WorkloadSearch]?: WorkloadSearch[K] | undefined }) => void;
}

export function Tools({ by, range, search, onChange }: ToolsProps) {
  const { t } = useTranslation('planning');
  const { projects } = useProjects();
  const choices = [{ value: '', label: t('workload.allProjects') }, ...projects.map(({ id, name, key }) => ({ value: id, label: name, help: key }))];
  const shift = (direction: 1 | -1) => onChange({ from: shifted(by, range.from, direction) });
  return (
    <div role="toolbar" aria-label={t('workload.tools')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1">
      <div className="flex items-center">
        <IconButton size="sm" label={t('workload.earlier')} onClick={() => shift(-1)}>
          <ChevronLeft />
        </IconButton>
        <Button kind="ghost" size="sm" onClick={() => onChange({ from: undefined })}>
          {t('workload.now')}
        </Button>
        <IconButton size="sm" label={t('workload.later')} onClick={() => shift(1)}>
          <ChevronRight />
        </IconButton>
      </div>
      <h2 className="nums text-sm font-medium" aria-live="polite">
        {new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(parseISO(range.from), parseISO(range.to))}
      </h2>
      <div role="group" aria-label={t('workload.by.label')} className="flex">
        {workloadSpans.map((one) => (
          <button key={one} type="button" aria-pressed={by === one} onClick={() => onChange({ by: one === 'week' ? undefined : one })} className={cx('h-7 rounded-md px-2 text-sm', by === one ? 'bg-selected font-medium text-text' : 'text-muted hover:bg-hover hover:text-text')}>
            {t(`workload.by.${one}`)}
          </button>
        ))}
      </div>
      <div className="flex items-center gap-3 max-sm:w-full sm:ml-auto">
        <Checkbox checked={search.idle ?? false} onChange={(idle) => onChange({ idle: idle || undefined })} label={t('workload.idle')} />
        <div className="min-w-0 max-sm:flex-1 sm:w-52">
          <Combobox label={t('workload.project')} choices={choices} value={search.project ?? ''} onChange={(project) => onChange({ project: project || undefined })} />
        </div>
      </div>
    </div>
  );
}
