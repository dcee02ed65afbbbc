// Expenses and time of a project, or one's own: filtered, chosen, entered, submitted and decided on.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Receipt } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Expense, Id, Project } from '@/api/types';
import { useTaskNames } from '@/features/files/file/useFiles';
import { LoadError } from '@/features/frame/Pages';
import { useOrg, usePeople, useProjects } from '@/features/org/useOrg';
import { LoadLine } from '@/features/work/parts/LoadLine';
import { useNarrow } from '@/features/work/parts/useMedia';
import { useUndoKeys } from '@/features/work/useWorkKeys';
import { useActions } from '@/lib/actions';
import type { ExpenseSearch } from '@/routes/search';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import { RefuseDialog } from '../RefuseDialog';
import { EntryBulkBar } from './BulkBar';
import { EntryDialog } from './EntryDialog';
import { ExpenseCards } from './ExpenseCards';
import { expensesOptions, expensesQuery } from './expenses';
import { ExpenseTable } from './ExpenseTable';
import { ExpenseTools, isFiltered, type SetSearch } from './ExpenseTools';
import { LoadMore } from './LoadMore';
import { useStandText } from './marks';
import { TotalsBar } from './TotalsBar';
import { useEntryMenu, useOffers } from './useEntryMenu';
import { useExpenseWrites } from './useExpenseWrites';

interface ExpenseListProps {
  /** None on the page of one's own. */
  project: Project | null;
  search: ExpenseSearch;
  onSearch: SetSearch;
}

const nobody: ReadonlySet<Id> = new Set();

export function ExpenseList({ project, search, onSearch }: ExpenseListProps) {
  const { t } = useTranslation('expenses');
  const { id, organization, me, may } = useOrg();
  const narrow = useNarrow();
  const query = expensesQuery(search, project ? { projectId: project.id } : { userId: me.id });
  const list = useInfiniteQuery({ ...expensesOptions(id, query), placeholderData: keepPreviousData });
  const entries = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const people = usePeople().byId;
  const { projects } = useProjects();
  const byId = useMemo(() => new Map(projects.map((one) => [one.id, one])), [projects]);
  const tasks = useTaskNames(entries);
  const writes = useExpenseWrites();
  const [chosen, setChosen] = useState(nobody);
  const [refusing, setRefusing] = useState<readonly Expense[] | null>(null);
  const [busy, setBusy] = useState(false);
  const selected = entries.filter((entry) => chosen.has(entry.id));
  const open = (entry: Id | 'new' | undefined) => onSearch({ entry });
  const offers = useOffers({ writes, onReject: setRefusing });
  const menuFor = useEntryMenu({ writes, onReject: setRefusing }, (entry) => open(entry.id));
  const standText = useStandText(organization.timeZone, people);
  const onAdd = may('expense:create') ? () => open('new') : undefined;
  useUndoKeys();
  useActions([
    ...(onAdd ? [{ id: 'expense.add', label: t('new'), group: t('title'), keys: 'c', icon: Plus, run: onAdd }] : []),
    ...(chosen.size > 0 ? [{ id: 'expense.clear', label: t('bulk.clear'), group: t('title'), keys: 'escape', palette: false, run: () => setChosen(nobody) }] : []),
    ...(['enter', 'x', 'shift+x', 'delete'] as const).map((keys) => ({ id: `expense.${keys}`, label: t(`keys.${keys}`), group: t('title'), keys, palette: false, local: true, run: () => {} })),
  ]);
  const bulk = offers(selected).map((offer) => ({
    ...offer,
    run: async () => {
      setBusy(true);
      await Promise.resolve(offer.run()).finally(() => setBusy(false));
      if (offer.way !== 'reject') setChosen(nobody);
    },
  }));
  if (list.error && !list.data) return <LoadError error={list.error} onRetry={() => void list.refetch()} />;
  const shared = {
    entries, people, tasks, projects: byId, showProject: project === null, standText, menuFor,
    selected: chosen, onSelect: setChosen, onOpen: open, onTrash: (entry: Expense) => void writes.trash([entry]),
    more: list.hasNextPage && <LoadMore busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />,
  };
  const empty = !list.isPending && entries.length === 0;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ExpenseTools search={search} onSearch={onSearch} projectId={project?.id ?? null} onAdd={onAdd} />
      <div className="h-0.5 shrink-0">
        <LoadLine progress={null} filtering={list.isFetching && !list.isPending} />
      </div>
      {list.isPending && <SkeletonRows rows={12} />}
      {empty && (
        <EmptyState icon={Receipt} title={isFiltered(search) ? t('empty.filtered') : t('empty.title')} text={isFiltered(search) ? t('empty.filteredText') : onAdd ? t('empty.text') : t('empty.reader')}>
          {onAdd && !isFiltered(search) && (
            <Button kind="primary" onClick={onAdd}>
              <Plus className="size-4" aria-hidden="true" />
              {t('new')}
            </Button>
          )}
        </EmptyState>
      )}
      {entries.length > 0 && (narrow ? <ExpenseCards {...shared} /> : <ExpenseTable {...shared} />)}
      {entries.length > 0 && <TotalsBar query={query} />}
      {selected.length > 0 && <EntryBulkBar count={selected.length} offers={bulk} busy={busy} onClear={() => setChosen(nobody)} />}
      {search.entry && <EntryDialog key={search.entry} id={search.entry} project={project} writes={writes} standText={standText} onReject={(entry) => setRefusing([entry])} onClose={() => open(undefined)} />}
      {refusing && (
        <RefuseDialog
          title={t('rejectTitle', { count: refusing.length })}
          onClose={() => setRefusing(null)}
          onConfirm={(reason) => {
            void writes.reject(refusing, reason).then(() => setChosen(nobody));
            setRefusing(null);
          }}
        />
      )}
    </div>
  );
}
