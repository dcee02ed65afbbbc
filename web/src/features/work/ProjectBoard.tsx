// A project's tasks by status.
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id, Project, Task } from '@/api/types';
import { LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { useActions } from '@/lib/actions';
import { toastError } from '@/lib/messages';
import { SkeletonRows } from '@/ui/Skeleton';
import { Card } from './board/Card';
import { ClosedColumn, Column } from './board/Column';
import { lanesOf, placeInLane, type Lane } from './board/lanes';
import { useCardFields } from './board/useCardFields';
import { useBoardKeys } from './board/useBoardKeys';
import { EmptyList } from './list/EmptyList';
import { useMakeTask } from './custom/RequiredFields';
import { useMatches } from './filter/useMatches';
import { LoadLine } from './parts/LoadLine';
import { FilterBar, useFilter } from './parts/FilterBar';
import { MoveDialog } from './parts/MoveDialog';
import { useMade } from './parts/useMade';
import { isTextList, useStored } from './parts/stored';
import { useTaskMenu } from './parts/useTaskMenu';
import { isActive, matching } from './task/filter';
import { realId } from './task/pending';
import { useProjectTasks, type ProjectTasks } from './task/tasks';
import { childrenOf, treeOrder } from './task/tree';
import { useLookup } from './task/useLookup';
import { useTaskActions } from './task/useTaskActions';
import { useShownKeys, useUndoKeys } from './useWorkKeys';

/** A project's tasks by status. */
export function ProjectBoard({ project }: { project: Project }) {
  const loaded = useProjectTasks(project.id, true);
  useUndoKeys();
  if (loaded.isPending) return <SkeletonRows rows={10} />;
  if (loaded.error) return <LoadError error={loaded.error} onRetry={loaded.retry} />;
  return <LoadedBoard key={project.id} project={project} loaded={loaded} />;
}

function useLanes(project: Project, loaded: ProjectTasks) {
  const { tasks, tree } = loaded;
  const [filter] = useFilter();
  const found = useMatches(project.id, filter.filter ?? '', loaded);
  const [made, onMade] = useMade(filter);
  const lookup = useLookup(project);
  const order = useMemo(() => treeOrder(tree), [tree]);
  const lanes = useMemo(() => {
    const matches = matching(tasks, filter, lookup, found.ids);
    for (const id of made) matches?.add(realId(id));
    return lanesOf(order, project.statuses, matches);
  }, [order, tasks, filter, lookup, found.ids, project.statuses, made]);
  return { lanes, lookup, found, onMade, filtered: isActive(filter) };
}

function LoadedBoard({ project, loaded }: { project: Project; loaded: ProjectTasks }) {
  const { t } = useTranslation('work');
  const { may } = useOrg();
  const { task: open } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const { tree, progress } = loaded;
  const { lanes, lookup, found, onMade, filtered } = useLanes(project, loaded);
  const actions = useTaskActions(tree);
  const cancelled = project.statuses.filter((status) => status.kind === 'cancelled').map((status) => status.key);
  const [closed, setClosed] = useStored<string[]>(`board.${project.id}`, cancelled, isTextList);
  const keys = useBoardKeys(lanes, (lane) => closed.includes(lane.status.key), actions);
  const [adding, setAdding] = useState<string | null>(null);
  const [moving, setMoving] = useState<Id[] | null>(null);
  const cardFields = useCardFields(project.id);
  const menuFor = useTaskMenu({ project, actions, onMoveTo: setMoving });
  const mayCreate = may('task:create');
  const make = useMakeTask(project);
  const first = (keys.at ? lanes[keys.at.lane] : lanes.find((lane) => !closed.includes(lane.status.key)))?.status.key;
  useShownKeys('board');
  useActions(mayCreate ? [{ id: 'work.create', label: t('list.newTask'), group: t('keys.group'), keys: 'c', icon: Plus, run: () => setAdding(first ?? null) }] : []);
  useBoardScroll(keys.board);

  const drop = (lane: Lane, id: Id, index: number) => {
    const task = tree.byId.get(id);
    if (!task) return;
    const status = lane.status.key === task.status ? null : { status: lane.status.key };
    const place = placeInLane(lane.cards, index, task);
    if (status || place) actions.writes.moveCard(id, status, place).catch(toastError);
    keys.focusOn(id);
  };
  const create = (lane: Lane, text: string): Promise<Task | null> =>
    make(text, ({ title = text, ...fields }) => {
      const { id, done } = actions.writes.create(project.id, title, { parentId: null }, { status: lane.status.key, ...fields });
      onMade(id);
      return done;
    });
  // Tab goes from column to column, the arrows from card to card.
  const card = (lane: number) => (task: Task, index: number) => (
    <Card
      task={task}
      parent={task.parentId === null ? undefined : tree.byId.get(task.parentId)}
      parts={childrenOf(tree, task.id).length}
      lookup={lookup}
      fields={cardFields.shown}
      current={keys.at?.lane === lane ? task.id === keys.task?.id : index === 0}
      open={task.id === open}
      menu={() => menuFor([task])}
    />
  );
  const empty = lanes.every((lane) => lane.cards.length === 0) && adding === null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FilterBar project={project} error={found.error} layout="board" columns={cardFields.columns}>{cardFields.menu}</FilterBar>
      <div className="h-0.5 shrink-0">
        <LoadLine progress={progress} filtering={found.busy} />
      </div>
      {empty ? (
        <EmptyList filtered={filtered} loading={progress !== null || found.pending} onCreate={mayCreate ? () => setAdding(first ?? null) : undefined} />
      ) : (
        <div
          ref={keys.board}
          role="group"
          aria-label={t('board.label', { project: project.name })}
          onKeyDown={keys.onKeyDown}
          onFocus={(event) => keys.onFocus(event.target)}
          className="flex min-h-0 flex-1 snap-x scroll-p-2 gap-2 overflow-x-auto p-2 max-sm:snap-mandatory"
        >
          {lanes.map((lane, index) =>
            closed.includes(lane.status.key) ? (
              <ClosedColumn key={lane.status.key} lane={lane} onOpen={() => setClosed(closed.filter((key) => key !== lane.status.key))} />
            ) : (
              <Column
                key={lane.status.key}
                lane={lane}
                current={keys.at?.lane === index ? keys.at.index : -1}
                adding={adding === lane.status.key}
                onAdding={(open) => setAdding(open ? lane.status.key : null)}
                onCreate={mayCreate ? (title) => create(lane, title) : undefined}
                onDrop={(id, at) => drop(lane, id, at)}
                onCollapse={() => setClosed([...closed, lane.status.key])}
                card={card(index)}
              />
            ),
          )}
        </div>
      )}
      {moving && <MoveDialog ids={moving} project={project} actions={actions} onClose={() => setMoving(null)} />}
    </div>
  );
}

/** Dragging a card to the edge scrolls to the columns beyond it. */
function useBoardScroll(board: { current: HTMLDivElement | null }): void {
  useEffect(() => {
    const element = board.current;
    return element ? autoScrollForElements({ element }) : undefined;
  });
}
