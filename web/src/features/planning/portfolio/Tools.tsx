// What of the portfolio is shown, and how.
import { ArrowDown, ArrowUp, ChartGantt, Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { usePeople } from '@/features/org/useOrg';
import { cx } from '@/lib/cx';
import { portfolioColumns, portfolioStatuses, portfolioZooms, type PortfolioSearch } from '@/routes/search';
import { Button, IconButton } from '@/ui/Button';
import { ProjectStatusIcon } from '@/ui/Badge';
import { Select, type Choice } from '@/ui/Select';
import type { PortfolioProject } from '../types';
import { orderOf, sortOf } from './order';

interface ToolsProps {
  projects: readonly PortfolioProject[];
  search: PortfolioSearch;
  onChange: (change: { [K in keyof PortfolioSearch]?: PortfolioSearch[K] | undefined }) => void;
  onToday: () => void;
}

export function Tools({ projects, search, onChange, onToday }: ToolsProps) {
  const { t } = useTranslation(['planning', 'common']);
  const { byId } = usePeople();
  const { column, down } = orderOf(search.sort);
  const zoom = search.zoom ?? 'quarter';
  const statuses: Choice[] = [
    { value: 'current', label: t('portfolio.filter.current') },
    ...portfolioStatuses.map((status) => (status === 'all' ? { value: status, label: t('portfolio.filter.all') } : { value: status, label: t(`common:projectStatus.${status}`), icon: <ProjectStatusIcon status={status} /> })),
  ];
  const owners: Id[] = [...new Set(projects.map(({ ownerId }) => ownerId))];
  const people: Choice[] = [{ value: '', label: t('portfolio.filter.anyOwner') }, ...owners.flatMap((id) => (byId.has(id) ? [{ value: id, label: byId.get(id)?.name ?? '' }] : []))];
  const sort = (next: typeof column, descending: boolean) => onChange({ sort: sortOf(next, descending) });
  return (
    <div role="toolbar" aria-label={t('portfolio.tools')} className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b px-3 py-1">
      <Select bare label={t('portfolio.status')} value={search.status ?? 'current'} choices={statuses} onChange={(status) => onChange({ status: portfolioStatuses.find((one) => one === status) })} />
      <Select bare label={t('portfolio.owner')} value={search.owner ?? ''} choices={people} onChange={(owner) => onChange({ owner: owner || undefined })} className="max-w-44" />
      <span className="flex items-center">
        <Select bare label={t('portfolio.sort.label')} value={column} choices={portfolioColumns.map((value) => ({ value, label: t(`portfolio.sort.${value}`) }))} onChange={(next) => sort(next, false)} />
        <IconButton size="sm" label={down ? t('portfolio.sort.up') : t('portfolio.sort.down')} onClick={() => sort(column, !down)}>
          {down ? <ArrowDown /> : <ArrowUp />}
        </IconButton>
      </span>
      <div className="flex items-center gap-1 sm:ml-auto">
        {!search.table && (
          <>
            <Button kind="ghost" size="sm" onClick={onToday}>
              {t('portfolio.today')}
            </Button>
            <div role="group" aria-label={t('portfolio.zoom.label')} className="flex">
              {portfolioZooms.map((one) => (
                <button key={one} type="button" aria-pressed={zoom === one} onClick={() => onChange({ zoom: one === 'quarter' ? undefined : one })} className={cx('h-7 rounded-md px-2 text-sm', zoom === one ? 'bg-selected font-medium text-text' : 'text-muted hover:bg-hover hover:text-text')}>
                  {t(`portfolio.zoom.${one}`)}
                </button>
              ))}
            </div>
          </>
        )}
        <Button kind="ghost" size="sm" onClick={() => onChange({ table: search.table ? undefined : true })}>
          {search.table ? <ChartGantt className="size-4" aria-hidden="true" /> : <Table2 className="size-4" aria-hidden="true" />}
          {search.table ? t('portfolio.asTimeline') : t('portfolio.asTable')}
        </Button>
      </div>
    </div>
  );
}
