// Dragging rows over the table: one drop target that finds the row and the level under the pointer, with scrolling at
// the edges.
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Id } from '@/api/types';
import { dropAt, type Drop } from '../task/place';
import type { Row, Tree } from '../task/tree';
import { draggedId } from './dragData';

interface DropOptions {
  scroller: RefObject<HTMLElement | null>;
  body: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  tree: Tree;
  rowHeight: number;
  selected: ReadonlySet<Id>;
  enabled: boolean;
  onDrop: (ids: Id[], drop: Drop) => void;
}

/** Left edge of a title without indentation: grip, box and disclosure. */
const gutter = 64;

export function useDropTarget(options: DropOptions): Drop | null {
  const [drop, setDrop] = useState<Drop | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { scroller, enabled } = options;
  useEffect(() => {
    const element = scroller.current;
    if (!element || !enabled) return;
    const dragged = (id: Id): Id[] => {
      const { selected, rows } = latest.current;
      return selected.has(id) ? rows.filter((row) => selected.has(row.task.id)).map((row) => row.task.id) : [id];
    };
    const under = (data: Record<string | symbol, unknown>, input: { clientX: number; clientY: number }): Drop | null => {
      const id = draggedId(data);
      const { body, rows, tree, rowHeight } = latest.current;
      const box = body.current?.getBoundingClientRect();
      if (!id || !box) return null;
      const y = (input.clientY - box.top) / rowHeight;
      const index = Math.min(Math.max(Math.floor(y), 0), rows.length - 1);
      const share = Math.min(Math.max(y - index, 0), 1);
      const left = element.getBoundingClientRect().left + gutter;
      return dropAt(tree, rows, { index, share, level: Math.max(0, Math.floor((input.clientX - left) / 18)) }, dragged(id));
    };
    return combine(
      dropTargetForElements({
        element,
        canDrop: ({ source }) => draggedId(source.data) !== null,
        onDrag: ({ source, location }) => {
          const next = under(source.data, location.current.input);
          setDrop((now) => (same(now, next) ? now : next));
        },
        onDragLeave: () => setDrop(null),
        onDrop: ({ source, location }) => {
          setDrop(null);
          const id = draggedId(source.data);
          const to = under(source.data, location.current.input);
          if (id && to) latest.current.onDrop(dragged(id), to);
        },
      }),
      autoScrollForElements({ element }),
    );
  }, [scroller, enabled]);
  return drop;
}

const same = (a: Drop | null, b: Drop | null): boolean =>
  a?.index === b?.index && a?.kind === b?.kind && a?.depth === b?.depth;
