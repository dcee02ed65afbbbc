// A short list that people order by hand: by the grip, with Alt and the arrow keys anywhere in a row, or by the menu
// of the grip.
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { GripVertical } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { droppedAt } from '@/lib/order';
import { IconButton } from './Button';
import { Menu } from './Menu';

interface SortableListProps<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  /** What a row is called, for screen readers. */
  nameOf: (item: T) => string;
  onMove: (from: number, to: number) => void;
  disabled?: boolean;
  label: string;
  children: (item: T, index: number) => ReactNode;
}

export function SortableList<T>({ items, keyOf, nameOf, onMove, disabled, label, children }: SortableListProps<T>) {
  const list = useId();
  return (
    <ol aria-label={label} className="flex flex-col">
      {items.map((item, index) => (
        <SortableRow key={keyOf(item)} list={list} index={index} count={items.length} name={nameOf(item)} onMove={onMove} disabled={disabled ?? false}>
          {children(item, index)}
        </SortableRow>
      ))}
    </ol>
  );
}

interface SortableRowProps {
  list: string;
  index: number;
  count: number;
  name: string;
  onMove: (from: number, to: number) => void;
  disabled: boolean;
  children: ReactNode;
}

function SortableRow(props: SortableRowProps) {
  const { index, count, name, onMove, disabled, children } = props;
  const { t } = useTranslation();
  const row = useRef<HTMLLIElement>(null);
  const { edge, dragging } = useSortable(row, props);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !step || disabled) return;
    event.preventDefault();
    onMove(index, index + step);
  };
  const entries = [
    { id: 'up', label: t('order.up'), keys: 'alt+arrowup', disabled: index === 0, onSelect: () => onMove(index, index - 1) },
    { id: 'down', label: t('order.down'), keys: 'alt+arrowdown', disabled: index === count - 1, onSelect: () => onMove(index, index + 1) },
    { id: 'first', label: t('order.first'), disabled: index === 0, onSelect: () => onMove(index, 0) },
    { id: 'last', label: t('order.last'), disabled: index === count - 1, onSelect: () => onMove(index, count - 1) },
  ];
  return (
    <li ref={row} onKeyDown={onKeyDown} className={cx('relative flex min-h-9 items-center gap-1', dragging && 'opacity-50')}>
      {!disabled && (
        <span data-grip className="shrink-0">
          <Menu
            groups={[entries]}
            trigger={
              <IconButton size="sm" label={t('order.move', { name })} className="cursor-grab">
                <GripVertical />
              </IconButton>
            }
          />
        </span>
      )}
      {children}
      {edge && <span aria-hidden="true" className={cx('absolute inset-x-0 h-0.5 rounded-full bg-accent', edge === 'top' ? '-top-px' : '-bottom-px')} />}
    </li>
  );
}

type Edge = 'top' | 'bottom';
const vertical = (edge: unknown): Edge | null => (edge === 'top' || edge === 'bottom' ? edge : null);

function useSortable(row: { current: HTMLLIElement | null }, { list, index, onMove, disabled }: SortableRowProps) {
  const [edge, setEdge] = useState<Edge | null>(null);
  const [dragging, setDragging] = useState(false);
  const move = useRef(onMove);
  useEffect(() => {
    move.current = onMove;
  });
  useEffect(() => {
    const element = row.current;
    const dragHandle = element?.querySelector('[data-grip]');
    if (!element || !dragHandle || disabled) return;
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ list, index }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.list === list,
        getData: ({ input }) => attachClosestEdge({ index }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, source }) => setEdge(source.data.index === index ? null : vertical(extractClosestEdge(self.data))),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null);
          const at = vertical(extractClosestEdge(self.data));
          if (at && typeof source.data.index === 'number') move.current(source.data.index, droppedAt(source.data.index, index, at));
        },
      }),
    );
  }, [row, list, index, disabled]);
  return { edge, dragging };
}
