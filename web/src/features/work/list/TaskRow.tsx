// One line of the table. Memoised: scrolling and moving the active cell draw only the rows that change.
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { memo, useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { Check } from 'lucide-react';
import type { Row } from '../task/tree';
import type { Lookup } from '../task/useLookup';
import { CellContent, Grip, OpenLink, TitleContent } from './cells';
import type { Column, ColumnKey } from './columns';
import { dragPreview, rowData } from './dragData';

interface TaskRowProps {
  row: Row;
  index: number;
  top: number;
  width: number;
  gridId: string;
  columns: readonly Column[];
  lookup: Lookup;
  activeColumn: ColumnKey | null;
  selected: boolean;
  /** The panel shows it. */
  open: boolean;
  /** Other rows are selected too: the box shows on all. */
  selecting: boolean;
  dropInto: boolean;
  draggableRow: boolean;
  /** The field over the title or number being edited. */
  editor: ReactNode;
  editorColumn: ColumnKey | null;
}

export const cellId = (grid: string, task: string, column: ColumnKey): string => `${grid}-${task}-${column}`;

export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { row, index, top, width, gridId, columns, lookup, activeColumn, selected, open, editorColumn } = props;
  const { task } = row;
  const node = useRowDrag(task.id, props.draggableRow && editorColumn === null);
  return (
    <div
      ref={node}
      role="row"
      aria-rowindex={index + 2}
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.expandable ? row.expanded : undefined}
      aria-selected={selected}
      aria-current={open || undefined}
      data-row={task.id}
      className={cx(
        'group absolute left-0 flex h-row border-b text-sm',
        selected || open ? 'bg-selected' : 'bg-surface hover:bg-hover',
        props.dropInto && 'outline-2 -outline-offset-2 outline-accent',
      )}
      style={{ transform: `translateY(${top}px)`, width }}
    >
      {columns.map((column, at) => (
        <div
          key={column.key}
          id={cellId(gridId, task.id, column.key)}
          role="gridcell"
          aria-colindex={at + 1}
          data-col={column.key}
          className={cx(
            'flex min-w-0 shrink-0 items-center overflow-hidden px-2',
            column.key === 'title' && 'sticky left-0 z-[1] gap-1.5 border-r bg-inherit pr-1 pl-1',
            column.key === 'title' && open && 'shadow-[inset_2px_0_0_var(--c-accent)]',
            column.end && 'justify-end',
            activeColumn === column.key && 'outline-2 -outline-offset-2 outline-accent/35 group-focus/grid:outline-accent',
          )}
          style={{ width: column.width }}
        >
          {column.key === 'title' && <Gutter selected={selected} selecting={props.selecting} />}
          {editorColumn === column.key ? (
            props.editor
          ) : column.key === 'title' ? (
            <>
              <TitleContent task={task} depth={row.depth} expandable={row.expandable} expanded={row.expanded} context={row.context} />
              <OpenLink task={task} />
            </>
          ) : (
            <CellContent column={column} task={task} lookup={lookup} />
          )}
        </div>
      ))}
    </div>
  );
});

/** Grip and box of a row; the keys for both are on the table itself. */
function Gutter({ selected, selecting }: { selected: boolean; selecting: boolean }) {
  const { t } = useTranslation('work');
  return (
    <>
      <span className="flex w-3.5 shrink-0 cursor-grab text-faint" aria-hidden="true">
        <Grip />
      </span>
      <span
        data-act="select"
        title={t('list.select')}
        className={cx(
          'flex size-4 shrink-0 cursor-pointer items-center justify-center rounded-sm border',
          selected ? 'border-accent bg-accent text-on-accent' : 'border-control',
          !selected && !selecting && 'opacity-0 group-hover:opacity-100',
        )}
      >
        {selected && <Check className="size-3" strokeWidth={3} aria-hidden="true" />}
      </span>
    </>
  );
}

function useRowDrag(id: string, enabled: boolean) {
  const node = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = node.current;
    if (!element || !enabled) return;
    return draggable({
      element,
      getInitialData: () => rowData(id),
      onGenerateDragPreview: ({ nativeSetDragImage }) => dragPreview(nativeSetDragImage, element),
    });
  }, [id, enabled]);
  return node;
}
