// Bars and undated tasks dragged onto days. Where a long bar was taken hold of stays under the pointer.
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Day, Id } from '@/api/types';
import { draggedId, dragPreview, rowData } from '../list/dragData';
import { dayAfter } from './span';

/** Makes an element draggable; `grabbed` says how many days after the task's first the pointer took hold of it. */
export function useDraggable(node: RefObject<HTMLElement | null>, id: Id, may: boolean, grabbed: (share: number) => number): void {
  const latest = useRef(grabbed);
  useEffect(() => {
    latest.current = grabbed;
  });
  useEffect(() => {
    const element = node.current;
    if (!element || !may) return;
    return draggable({
      element,
      // The edges have a drag of their own.
      canDrag: ({ input }) => document.elementFromPoint(input.clientX, input.clientY)?.closest('[data-edge]') === null,
      getInitialData: ({ input }) => {
        const { left, width } = element.getBoundingClientRect();
        return { ...rowData(id), grabbed: latest.current((input.clientX - left) / Math.max(1, width)) };
      },
      onGenerateDragPreview: ({ nativeSetDragImage }) => dragPreview(nativeSetDragImage, element),
    });
  }, [node, id, may]);
}

const grabbedOf = (data: Record<string | symbol, unknown>): number => (typeof data.grabbed === 'number' ? data.grabbed : 0);
const dayOf = (element: Element | null | undefined): Day | null => element?.closest<HTMLElement>('[data-cell]')?.dataset.cell ?? null;

/** What is dragged, and the day on which it would begin. */
export interface Drag {
  id: Id;
  from: Day;
}

/** The grid as one drop target that finds the day under the pointer; answers what would happen now. */
export function useDrops(grid: HTMLElement | null, onDrop: (drag: Drag) => void): Drag | null {
  const [drag, setDrag] = useState<Drag | null>(null);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    if (!grid) return;
    const dragOf = (data: Record<string | symbol, unknown>, input: { clientX: number; clientY: number }): Drag | null => {
      const [id, day] = [draggedId(data), dayOf(document.elementFromPoint(input.clientX, input.clientY))];
      return id && day ? { id, from: dayAfter(day, -grabbedOf(data)) } : null;
    };
    return combine(
      autoScrollForElements({ element: grid }),
      dropTargetForElements({
        element: grid,
        canDrop: ({ source }) => draggedId(source.data) !== null,
        onDrag: ({ source, location }) => {
          const next = dragOf(source.data, location.current.input);
          setDrag((now) => (now?.from === next?.from ? now : next));
        },
        onDragLeave: () => setDrag(null),
        onDrop: ({ source, location }) => {
          const done = dragOf(source.data, location.current.input);
          setDrag(null);
          if (done) latest.current(done);
        },
      }),
    );
  }, [grid]);
  return drag;
}
