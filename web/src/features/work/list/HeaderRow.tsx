// The head of the table: names, a handle to resize each column, a menu to move and hide it, dragging to reorder.
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { ArrowLeft, ArrowRight, EyeOff } from 'lucide-react';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/api/types';
import { cx } from '@/lib/cx';
import { ContextMenu, type MenuGroups } from '@/ui/Menu';
import { reordered, resized, stepped, toggled, type Column, type ColumnKey, type Layout } from './columns';
import { useColumnName } from './useColumnName';

interface HeaderProps {
  columns: readonly Column[];
  layout: Layout;
  onLayout: (layout: Layout) => void;
}

export function HeaderRow({ columns, layout, onLayout }: HeaderProps) {
  const definitions = columns.flatMap((column) => column.definition ?? []);
  return (
    <div role="row" aria-rowindex={1} className="flex h-8 border-b bg-surface text-xs font-medium text-muted">
      {columns.map((column, at) => (
        <HeaderCell
          key={column.key}
          column={column}
          at={at}
          next={columns[at + 1]?.key ?? null}
          layout={layout}
          definitions={definitions}
          onLayout={onLayout}
        />
      ))}
    </div>
  );
}

interface HeaderCellProps extends Omit<HeaderProps, 'columns'> {
  column: Column;
  at: number;
  next: ColumnKey | null;
  definitions: readonly FieldDefinition[];
}

function HeaderCell({ column, at, next, layout, definitions, onLayout }: HeaderCellProps) {
  const { t } = useTranslation('work');
  const { key } = column;
  const name = useColumnName()(column);
  const { node, edge } = useHeaderDrag(key, next, (moved, before) => onLayout(reordered(layout, moved, before)));
  const title = key === 'title';
  const groups: MenuGroups = [
    [
      { id: 'left', label: t('column.left'), icon: ArrowLeft, disabled: title || at < 2, onSelect: () => onLayout(stepped(layout, key, -1, definitions)) },
      { id: 'right', label: t('column.right'), icon: ArrowRight, disabled: title || next === null, onSelect: () => onLayout(stepped(layout, key, 1, definitions)) },
    ],
    [{ id: 'hide', label: t('column.hide'), icon: EyeOff, disabled: title, onSelect: () => onLayout(toggled(layout, key)) }],
  ];
  return (
    <ContextMenu groups={groups}>
      <div
        ref={node}
        role="columnheader"
        aria-colindex={at + 1}
        className={cx(
          'relative flex shrink-0 items-center px-2',
          title && 'sticky left-0 z-[1] border-r bg-surface pl-14',
          column.end && 'justify-end',
          edge === 'left' && 'shadow-[inset_2px_0_0_var(--c-accent)]',
          edge === 'right' && 'shadow-[inset_-2px_0_0_var(--c-accent)]',
        )}
        style={{ width: column.width }}
      >
        <span className="truncate" title={name}>
          {name}
        </span>
        <Handle width={column.width} onWidth={(width) => onLayout(resized(layout, key, width))} />
      </div>
    </ContextMenu>
  );
}

/** Drag to resize; the column menu offers fixed steps to those who don't drag. */
function Handle({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const onPointerMove = (event: PointerEvent) => {
    if (from.current) onWidth(from.current.width + event.clientX - from.current.x);
  };
  return (
    <span
      aria-hidden="true"
      draggable={false}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => (from.current = null)}
      className="absolute top-0 -right-1 z-[2] h-full w-2 cursor-col-resize after:absolute after:inset-y-1.5 after:left-[3px] after:w-px after:bg-line hover:after:bg-accent"
    />
  );
}

function useHeaderDrag(key: ColumnKey, next: ColumnKey | null, onMove: (key: ColumnKey, before: ColumnKey | null) => void) {
  const node = useRef<HTMLDivElement>(null);
  const [edge, setEdge] = useState<'left' | 'right' | null>(null);
  const move = useRef(onMove);
  useEffect(() => {
    move.current = onMove;
  });
  useEffect(() => {
    const element = node.current;
    if (!element || key === 'title') return;
    const edgeOf = (data: Record<string | symbol, unknown>) => (extractClosestEdge(data) === 'left' ? 'left' : 'right');
    return combine(
      draggable({ element, getInitialData: () => ({ column: key }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.column !== undefined && source.data.column !== key,
        getData: ({ input }) => attachClosestEdge({}, { element, input, allowedEdges: ['left', 'right'] }),
        onDrag: ({ self }) => setEdge(edgeOf(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ source, self }) => {
          setEdge(null);
          move.current(source.data.column as ColumnKey, edgeOf(self.data) === 'left' ? key : next);
        },
      }),
    );
  }, [key, next]);
  return { node, edge };
}
