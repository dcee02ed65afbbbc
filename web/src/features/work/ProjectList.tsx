// A project's tasks as a tree-table: filter and tools above, the table, what is selected below.
import { useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id, Project } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { useActions } from '@/lib/actions';
import { SkeletonRows } from '@/ui/Skeleton';
import { useDefinitions } from './custom/useDefinitions';
import { BulkBar } from './list/BulkBar';
import { CardList } from './list/CardList';
import { showing, useColumns } from './list/columns';
import { EmptyList } from './list/EmptyList';
import { ListTools } from './list/ListTools';
import { Totals } from './list/Totals';
import { TaskGrid } from './list/TaskGrid';
import { useCollapsed } from './list/useCollapsed';
import { useGrid } from './list/useGrid';
import { useGridState } from './list/useGridState';
import { useMatches } from './filter/useMatches';
import { LoadLine } from './parts/LoadLine';
import { FilterBar, useFilter } from './parts/FilterBar';
import { MoveDialog } from './parts/MoveDialog';
import { useMade } from './parts/useMade';
import { useNarrow } from './parts/useMedia';
import { useTaskMenu } from './parts/useTaskMenu';
import { isActive, matching } from './task/filter';
import { realId } from './task/pending';
import { useProjectTasks, type ProjectTasks } from './task/tasks';
import { flatten } from './task/tree';
import { useLookup } from './task/useLookup';
import { useTaskActions } from './task/useTaskActions';
import { useShownKeys, useUndoKeys } from './useWorkKeys';

/** The tree-table of a project's tasks. */
export function ProjectList({ project }: { project: Project }) {
  const loaded = useProjectTasks(project.id, true);
  useUndoKeys();
  if (loaded.isPending) return <SkeletonRows rows={16} />;
  if (loaded.error) return <LoadError error={loaded.error} onRetry={loaded.retry} />;
  return <LoadedList key={project.id} project={project} loaded={loaded} />;
}

function LoadedList({ project, loaded }: { project: Project; loaded: ProjectTasks }) {
  const { t } = useTranslation(['work', 'common']);
  const { tasks, tree, progress } = loaded;
  const [filter] = useFilter();
  const lookup = useLookup(project);
  const found = useMatches(project.id, filter.filter ?? '', loaded);
  const [made, onMade] = useMade(filter);
  const { collapsed, collapse, expandAll, collapseAll } = useCollapsed(project.id, tree);
  const rows = useMemo(() => {
    const matches = matching(tasks, filter, lookup, found.ids);
    for (const id of made) matches?.add(realId(id));
    return flatten(tree, { collapsed, matches });
  }, [tasks, tree, filter, lookup, found.ids, collapsed, made]);
  const definitions = useDefinitions(project.id);
  const { layout, columns, setLayout } = useColumns(definitions);
  const viewColumns = { shown: columns.map(({ key }) => key), show: (keys: readonly string[]) => setLayout(showing(layout, keys)) };
  const state = useGridState(rows);
  const actions = useTaskActions(tree);
  const grid = useGrid({ project, rows, tree, columns, state, actions, collapse, onMade });
  const [moving, setMoving] = useState<Id[] | null>(null);
  const narrow = useNarrow();
  const menuFor = useTaskMenu({
    project,
    actions,
    onMoveTo: setMoving,
    tree: { rename: (id) => grid.edit(id, 'title'), addBelow: grid.draftAfter, addInside: grid.draftInside },
  });
  const targets = state.targets.flatMap((id) => tree.byId.get(id) ?? []);
  const create = () => grid.draftAfter(grid.rowOf(state.active?.id)?.task);
  useShownKeys('grid');
  useActions(grid.mayCreate ? [{ id: 'work.create', label: t('list.newTask'), group: t('keys.group'), keys: 'c', icon: Plus, run: create }] : []);
  useReturnFocus(grid.focus, (id) => state.goTo({ id, column: 'title' }));
  const empty = rows.length === 0 && !state.draft;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <FilterBar project={project} error={found.error} layout="list" columns={viewColumns}>
        <ListTools
          table={!narrow}
          layout={layout}
          definitions={definitions}
          onLayout={setLayout}
          widthOf={(key) => columns.find((column) => column.key === key)?.width}
          onExpand={expandAll}
          onCollapse={collapseAll}
          onCreate={grid.mayCreate ? create : undefined}
        />
      </FilterBar>
      <div className="h-0.5 shrink-0">
        <LoadLine progress={progress} filtering={found.busy} />
      </div>
      {empty ? (
        <EmptyList filtered={isActive(filter)} loading={progress !== null || found.pending} onCreate={grid.mayCreate ? create : undefined} />
      ) : narrow && !state.draft ? (
        <CardList rows={rows} lookup={lookup} label={t('list.label', { project: project.name })} collapse={collapse} />
      ) : (
        <TaskGrid
          project={project}
          rows={rows}
          tree={tree}
          lookup={lookup}
          columns={columns}
          layout={layout}
          onLayout={setLayout}
          state={state}
          grid={grid}
          actions={actions}
          menu={menuFor(targets)}
          whole={!isActive(filter)}
        />
      )}
      {!empty && <Totals tasks={tasks} shown={isActive(filter) && !found.error ? rows.filter((row) => !row.context).length : null} />}
      {state.selected.size > 0 && (
        <BulkBar
          ids={state.targets}
          project={project}
          actions={actions}
          mayDelete={targets.every((task) => task.can.includes('delete'))}
          menu={menuFor(targets)}
          onClear={() => {
            state.clearSelection();
            grid.focus();
          }}
        />
      )}
      {moving && <MoveDialog ids={moving} project={project} actions={actions} onClose={() => setMoving(null)} />}
    </div>
  );
}

/** When the panel closes, the keys belong to the row it showed. */
function useReturnFocus(focus: () => void, goTo: (id: Id) => void): void {
  const { task } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const shown = useRef(task);
  useEffect(() => {
    const closed = shown.current !== undefined && task === undefined ? shown.current : null;
    shown.current = task;
    if (!closed) return;
    goTo(closed);
    focus();
  });
}
