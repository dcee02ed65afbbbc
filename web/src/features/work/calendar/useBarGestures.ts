// Bars taken hold of by their edges, and by a finger that rests on them first: what a finger does at once is scrolling.
// (The mouse moves whole bars with the browser's own drag and drop.)
import { useEffect, useRef } from 'react';
import type { Day, Id } from '@/api/types';
import type { Edge } from './span';

export interface Gesture {
  id: Id;
  /** Null takes the whole bar along. */
  edge: Edge | null;
  /** The day on which it was taken hold of. */
  from: Day;
  /** The day under the pointer. */
  day: Day;
}

interface Gestures {
  onMove: (gesture: Gesture) => void;
  /** Null: it was given up. */
  onEnd: (gesture: Gesture | null) => void;
  /** A finger that rested and did not move asks for the menu. */
  onMenu?: (bar: HTMLElement, x: number, y: number) => void;
}

/** How long a finger rests before it takes hold, and how far it may stray meanwhile. */
const [hold, slop] = [350, 8];
/** How near the edge of what scrolls it comes along, and how fast. */
const [edgeSize, pace] = [44, 9];

const dayAt = (x: number, y: number): Day | undefined =>
  document.elementsFromPoint(x, y).find((element): element is HTMLElement => element instanceof HTMLElement && element.dataset.cell !== undefined)?.dataset.cell;

export function useBarGestures(node: HTMLElement | null, may: (id: Id) => boolean, gestures: Gestures): void {
  const latest = useRef({ may, gestures });
  useEffect(() => {
    latest.current = { may, gestures };
  });
  useEffect(() => {
    if (!node) return;
    return listen(node, (id) => latest.current.may(id), () => latest.current.gestures);
  }, [node]);
}

function listen(node: HTMLElement, may: (id: Id) => boolean, told: () => Gestures): () => void {
  let now: Gesture | null = null;
  let pointer = { id: -1, x: 0, y: 0, bar: null as HTMLElement | null, touch: false, moved: false };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const scroller = scrollerOf(node);

  const take = (bar: HTMLElement, edge: Edge | null) => {
    const day = dayAt(pointer.x, pointer.y);
    if (!day) return;
    now = { id: bar.dataset.bar ?? '', edge, from: day, day };
    node.setPointerCapture(pointer.id);
    node.dataset.gesture = edge ?? 'bar';
    if (pointer.touch) navigator.vibrate?.(12);
  };
  const release = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    frame = 0;
    delete node.dataset.gesture;
    now = null;
  };
  const follow = () => {
    const day = dayAt(pointer.x, pointer.y);
    if (!now || !day || day === now.day) return;
    now = { ...now, day };
    told().onMove(now);
  };
  const scroll = () => {
    frame = 0;
    if (!now || !scroller) return;
    const { top, bottom } = scroller.getBoundingClientRect();
    const direction = pointer.y < top + edgeSize ? -1 : pointer.y > bottom - edgeSize ? 1 : 0;
    if (direction === 0) return;
    scroller.scrollTop += direction * pace;
    follow();
    frame = requestAnimationFrame(scroll);
  };
  const onDown = (event: PointerEvent) => {
    pointer.touch = event.pointerType === 'touch';
    const target = event.target instanceof Element ? event.target : null;
    const bar = target?.closest<HTMLElement>('[data-bar]') ?? null;
    if (now || event.button !== 0 || !bar || !may(bar.dataset.bar ?? '')) return;
    const edge = (target?.closest<HTMLElement>('[data-edge]')?.dataset.edge ?? null) as Edge | null;
    pointer = { id: event.pointerId, x: event.clientX, y: event.clientY, bar, touch: pointer.touch, moved: false };
    if (pointer.touch) timer = setTimeout(() => take(bar, edge), hold);
    else if (edge) {
      event.preventDefault();
      take(bar, edge);
    }
  };
  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== pointer.id) return;
    const strayed = Math.hypot(event.clientX - pointer.x, event.clientY - pointer.y) > slop;
    if (!now) {
      // It scrolls.
      if (strayed) clearTimeout(timer);
      return;
    }
    pointer.moved ||= strayed;
    [pointer.x, pointer.y] = [event.clientX, event.clientY];
    follow();
    frame ||= requestAnimationFrame(scroll);
  };
  const onUp = (event: PointerEvent) => {
    clearTimeout(timer);
    if (event.pointerId !== pointer.id || !now) return;
    const [done, { bar, touch, moved }] = [now, pointer];
    release();
    // The click that follows would open the task.
    node.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => node.removeEventListener('click', swallow, { capture: true }), 50);
    told().onEnd(done.day === done.from ? null : done);
    if (touch && !moved && bar) told().onMenu?.(bar, event.clientX, event.clientY);
  };
  const onCancel = () => {
    if (now) told().onEnd(null);
    release();
  };
  /** While a finger drags, the page does not scroll; the element it touched hears of it even when it is drawn anew. */
  const keepStill = (event: Event): void => {
    if (now) event.preventDefault();
  };
  const onTouchStart = (event: TouchEvent) => {
    const bar = event.target instanceof Element ? event.target.closest('[data-bar]') : null;
    if (!bar) return;
    event.target?.addEventListener('touchmove', keepStill, { passive: false });
    // The menu's own long press would open it under the finger that drags.
    event.stopPropagation();
  };
  const onMenu = (event: Event) => {
    if (!pointer.touch || !(event.target instanceof Element) || !event.target.closest('[data-bar]') || !event.isTrusted) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** Some browsers begin a drag of their own under a finger that rests. */
  const onDragStart = (event: Event) => pointer.touch && swallow(event);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !now) return;
    event.stopPropagation();
    onCancel();
  };
  const listeners: readonly [EventTarget, string, (event: never) => void][] = [
    [node, 'pointerdown', onDown],
    [node, 'pointermove', onMove],
    [node, 'pointerup', onUp],
    [node, 'pointercancel', onCancel],
    [node, 'touchstart', onTouchStart],
    [node, 'contextmenu', onMenu],
    [node, 'dragstart', onDragStart],
    [document, 'keydown', onKey],
  ];
  /** Before others see them. */
  const early = (name: string): boolean => name === 'keydown' || name === 'dragstart';
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener as EventListener, early(name));
  return () => {
    release();
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener as EventListener, early(name));
  };
}

const swallow = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

function scrollerOf(node: HTMLElement): HTMLElement | null {
  for (let at: HTMLElement | null = node; at; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  return null;
}
