// One status of the board: its cards, drawn only where they are seen, and a field to add to them.
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronsLeft, ChevronsRight, Plus } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id, Task } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatNumber } from '@/lib/format';
import { StatusIcon } from '@/ui/Badge';
import { IconButton } from '@/ui/Button';
import { draggedId } from '../list/dragData';
import { QuickAdd } from '../parts/QuickAdd';
import type { Lane } from './lanes';

interface ColumnProps {
  lane: Lane;
  /** Index of the card that has the keys, to keep it in view. */
  current: number;
  adding: boolean;
  onAdding: (open: boolean) => void;
  onCreate?: ((title: string) => Promise<Task | null>) | undefined;
  onDrop: (id: Id, index: number) => void;
  onCollapse: () => void;
  card: (task: Task, index: number) => ReactNode;
}

export function Column({ lane, current, adding, onAdding, onCreate, onDrop, onCollapse, card }: ColumnProps) {
  const { t } = useTranslation('work');
  const { status, cards } = lane;
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller,
    getItemKey: (index) => cards[index]?.id ?? index,
    estimateSize: () => 84,
    gap: 6,
    overscan: 6,
    useFlushSync: false,
  });
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: 'auto' });
  }, [current, virtual]);
  const gap = useColumnDrop(scroller, cards.length, onDrop);
  const measured = virtual.measurementsCache;
  const line = gap === null ? null : (measured[gap]?.start ?? (measured.at(-1)?.end ?? 0) + 6) - 4;
  return (
    <section aria-label={t('board.column', { name: status.name, count: cards.length })} className="flex w-[min(300px,86vw)] shrink-0 snap-start flex-col rounded-lg bg-sunken">
      <header className="group/head flex h-10 shrink-0 items-center gap-2 pr-1.5 pl-3">
        <StatusIcon kind={status.kind} />
        <h2 className="truncate text-sm" title={status.name}>
          {status.name}
        </h2>
        <span className="nums text-sm text-faint">{formatNumber(cards.length)}</span>
        <span className="ml-auto flex">
          <IconButton size="sm" label={t('board.collapse', { name: status.name })} onClick={onCollapse} className="opacity-0 group-hover/head:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100">
            <ChevronsLeft />
          </IconButton>
          {onCreate && (
            <IconButton size="sm" label={t('board.add', { name: status.name })} onClick={() => onAdding(true)}>
              <Plus />
            </IconButton>
          )}
        </span>
      </header>
      {adding && onCreate && (
        <div className="px-1.5 pb-1.5">
          <QuickAdd label={t('board.add', { name: status.name })} onCreate={onCreate} onEnd={() => onAdding(false)} />
        </div>
      )}
      <div ref={setScroller} className={cx('min-h-16 flex-1 overflow-y-auto px-1.5 pb-2', gap !== null && 'rounded-lg outline-2 -outline-offset-2 outline-accent/40')}>
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const task = cards[item.index];
            return (
              task && (
                <li key={task.id} ref={virtual.measureElement} data-index={item.index} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${item.start}px)` }}>
                  {card(task, item.index)}
                </li>
              )
            );
          })}
        </ul>
        {line !== null && (
          <div aria-hidden="true" className="pointer-events-none relative">
            <div className="absolute inset-x-0 h-0.5 rounded-full bg-accent" style={{ top: line - virtual.getTotalSize() }} />
          </div>
        )}
      </div>
    </section>
  );
}

/** Where the dragged card would go: before the card of this index; null while nothing is over the column. */
function useColumnDrop(scroller: HTMLElement | null, count: number, onDrop: (id: Id, index: number) => void): number | null {
  const [gap, setGap] = useState<number | null>(null);
  const latest = useRef({ count, onDrop });
  useEffect(() => {
    latest.current = { count, onDrop };
  });
  useEffect(() => {
    if (!scroller) return;
    const under = (y: number): number => {
      for (const item of scroller.querySelectorAll<HTMLElement>('li[data-index]')) {
        const box = item.getBoundingClientRect();
        if (y < box.top + box.height / 2) return Number(item.dataset.index);
      }
      return latest.current.count;
    };
    return combine(
      dropTargetForElements({
        element: scroller,
        canDrop: ({ source }) => draggedId(source.data) !== null,
        onDrag: ({ location }) => setGap(under(location.current.input.clientY)),
        onDragLeave: () => setGap(null),
        onDrop: ({ source, location }) => {
          setGap(null);
          const id = draggedId(source.data);
          if (id) latest.current.onDrop(id, under(location.current.input.clientY));
        },
      }),
      autoScrollForElements({ element: scroller }),
    );
  }, [scroller]);
  return gap;
}

/** A column that is closed: its name and how much is in it. */
export function ClosedColumn({ lane, onOpen }: { lane: Lane; onOpen: () => void }) {
  const { t } = useTranslation('work');
  const { status, cards } = lane;
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={t('board.expand', { name: status.name, count: cards.length })}
      className="flex w-10 shrink-0 flex-col items-center gap-2 rounded-lg bg-sunken py-3 text-sm text-muted hover:bg-hover hover:text-text"
    >
      <ChevronsRight className="size-4" aria-hidden="true" />
      <StatusIcon kind={status.kind} />
      <span className="nums text-faint">{formatNumber(cards.length)}</span>
      <span className="truncate font-medium [writing-mode:vertical-rl]">{status.name}</span>
    </button>
  );
}
