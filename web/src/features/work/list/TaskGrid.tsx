// The tree-table itself: a treegrid whose rows are drawn only where they are seen. The table holds the focus and names
// the active cell, so that scrolling never loses it.
import { useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/api/types';
import { useAppearance } from '@/lib/theme';
import { ContextMenu, type MenuGroups } from '@/ui/Menu';
import { indentOf, type Row, type Tree } from '../task/tree';
import type { TaskActions } from '../task/useTaskActions';
import type { Lookup } from '../task/useLookup';
import { CellEditor } from './CellEditor';
import { CellPicker } from './CellPicker';
import type { Column, Layout } from './columns';
import { DraftRow } from './DraftRow';
import { HeaderRow } from './HeaderRow';
import { cellId, TaskRow } from './TaskRow';
import { useColumnName } from './useColumnName';
import { useDropTarget } from './useDropTarget';
import type { Grid } from './useGrid';
import type { GridState } from './useGridState';

interface TaskGridProps {
  project: Project;
  rows: readonly Row[];
  tree: Tree;
  lookup: Lookup;
  columns: readonly Column[];
  layout: Layout;
  onLayout: (layout: Layout) => void;
  state: GridState;
  grid: Grid;
  actions: TaskActions;
  menu: MenuGroups;
  /** Nothing is filtered: rows can be dragged. */
  whole: boolean;
}

const headHeight = 32;

export function TaskGrid(props: TaskGridProps) {
  const { project, rows, tree, lookup, columns, state, grid, actions } = props;
  const { t } = useTranslation('work');
  const { task: open } = useSearch({ from: '/signed-in/o/$org/projects/$project' });
  const gridId = useId();
  const help = useId();
  const body = useRef<HTMLDivElement>(null);
  const rowHeight = useAppearance().density === 'compact' ? 32 : 40;
  const { draft, draftAt, editing, active } = state;
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: rows.length + (draft ? 1 : 0),
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    useFlushSync: false,
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  const shownActive = draft ? draftAt : state.activeIndex;
  useEffect(() => {
    if (shownActive >= 0) virtual.scrollToIndex(shownActive, { align: 'auto' });
  }, [shownActive, virtual]);
  const drop = useDropTarget({
    scroller: grid.node,
    body,
    rows,
    tree,
    rowHeight,
    selected: state.selected,
    enabled: props.whole && !draft,
    onDrop: (ids, to) => actions.drop(ids, to),
  });
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const nameOf = useColumnName();
  const edited = editing ? columns.find((column) => column.key === editing.column) : undefined;
  const picked = editing && edited && !edited.field ? { id: editing.id, column: edited } : null;
  const pickedTask = picked ? grid.rowOf(picked.id)?.task : undefined;
  const setNode = (element: HTMLDivElement | null) => {
    grid.node.current = element;
    setScroller(element);
  };
  return (
    <>
      <p id={help} className="sr-only">
        {t('list.help')}
      </p>
      <ContextMenu groups={props.menu}>
        <div
          ref={setNode}
          role="treegrid"
          aria-label={t('list.label', { project: project.name })}
          aria-describedby={help}
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length}
          aria-multiselectable="true"
          aria-activedescendant={active && !editing ? cellId(gridId, active.id, active.column) : undefined}
          tabIndex={0}
          onKeyDown={(event: KeyboardEvent) => grid.onKeyDown(event)}
          onClick={(event: MouseEvent) => grid.onClick(event)}
          onContextMenu={(event: MouseEvent) => {
            const id = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset.row;
            if (id !== undefined && !state.selected.has(id)) {
              state.clearSelection();
              state.goTo({ id, column: 'title' });
            }
          }}
          onFocus={(event) => {
            if (event.target === event.currentTarget && !active && rows[0]) state.goTo({ id: rows[0].task.id, column: 'title' });
          }}
          className="group/grid relative min-h-0 flex-1 overflow-auto overscroll-contain outline-none"
        >
          <div role="rowgroup" className="sticky top-0 z-20" style={{ width, minWidth: '100%' }}>
            <HeaderRow columns={columns} layout={props.layout} onLayout={props.onLayout} />
          </div>
          <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() + 56, width, minWidth: '100%' }}>
            {virtual.getVirtualItems().map((item) => {
              const top = item.start - headHeight;
              if (draft && item.index === draftAt) {
                return (
                  <DraftRow
                    key="draft"
                    depth={draft.depth}
                    top={top}
                    width={width}
                    index={item.index}
                    text={draft.text ?? ''}
                    onCreate={(title) => grid.createNext(title)}
                    onLevel={grid.draftLevel}
                    onEnd={grid.endDraft}
                  />
                );
              }
              const index = draft && item.index > draftAt ? item.index - 1 : item.index;
              const row = rows[index];
              if (!row) return null;
              const { task } = row;
              const here = editing?.id === task.id ? editing : null;
              const field = here ? edited?.field : undefined;
              return (
                <TaskRow
                  key={task.id}
                  row={row}
                  index={index}
                  top={top}
                  width={width}
                  gridId={gridId}
                  columns={columns}
                  lookup={lookup}
                  activeColumn={active?.id === task.id ? active.column : null}
                  selected={state.selected.has(task.id)}
                  open={task.id === open}
                  selecting={state.selected.size > 0}
                  dropInto={drop?.kind === 'into' && drop.index === index}
                  draggableRow={props.whole && task.can.includes('update')}
                  editorColumn={field && here ? here.column : null}
                  editor={
                    field && here && edited ? (
                      <CellEditor
                        label={nameOf(edited)}
                        text={here.text ?? field.show(task)}
                        error={here.error}
                        end={edited.end}
                        onCommit={(text, next) => grid.commit(task.id, here.column, text, next)}
                        onCancel={grid.endEdit}
                      />
                    ) : null
                  }
                />
              );
            })}
            {drop && drop.kind !== 'into' && (
              <div
                aria-hidden="true"
                className="pointer-events-none absolute right-0 z-[3] h-0.5 bg-accent before:absolute before:-top-[3px] before:-left-1 before:size-2 before:rounded-full before:border-2 before:border-accent before:bg-surface"
                style={{ top: (drop.index + (drop.kind === 'after' ? 1 : 0)) * rowHeight - 1, left: 64 + indentOf(drop.depth) }}
              />
            )}
          </div>
        </div>
      </ContextMenu>
      {picked && pickedTask && (
        <CellPicker
          key={`${picked.id}${picked.column.key}`}
          task={pickedTask}
          column={picked.column}
          project={project}
          anchor={document.getElementById(cellId(gridId, pickedTask.id, picked.column.key))}
          onChange={(changes) => grid.save(pickedTask.id, picked.column.key, changes)}
          onClose={() => state.edit(null)}
          returnTo={() => grid.node.current}
        />
      )}
    </>
  );
}
