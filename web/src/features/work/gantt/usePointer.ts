// What the pointer does on the chart: shows what is under it, moves and stretches bars, sets progress, draws links, and
// pushes the picture around. A finger only pushes and taps, so that nothing is moved by scrolling.
import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { hit, type Hit, type Part } from './chart/hit';
import type { Bar } from './chart/model';
import { levelOf } from './chart/scale';
import { dragged, stretched } from './chart/shift';
import { boxOf, headHeight, type Ghost, type Scene } from './chart/scene';
import { daySeconds } from './chart/zone';
import { datesChange } from './changes';
import type { GanttWrites } from './useGanttWrites';
import type { StageRef } from './useStage';

export interface TipAt {
  bar: Bar;
  x: number;
  y: number;
}

interface PointerOptions {
  stage: StageRef;
  mayChange: boolean;
  writes: GanttWrites;
  scroller: HTMLDivElement | null;
  onChoose: (bar: Bar) => void;
  onOpen: (bar: Bar) => void;
}

interface Drag {
  x: number;
  y: number;
  clientX: number;
  clientY: number;
  bar: Bar | null;
  /** Null pushes the picture. */
  part: Part | null;
  moved: boolean;
  left: number;
  scrollTop: number;
}

/** A hand is not still: less than this is a click. */
const slop = 4;
/** How long the pointer rests before it is told more. */
const rest = 280;

const cursors: Record<Part, string> = { bar: 'grab', end: 'ew-resize', progress: 'col-resize', link: 'crosshair' };

export function usePointer({ stage, mayChange, writes, scroller, onChoose, onOpen }: PointerOptions) {
  const [tip, setTip] = useState<TipAt | null>(null);
  const drag = useRef<Drag | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hideTip = () => {
    clearTimeout(timer.current);
    setTip(null);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEscape(() => {
    if (!drag.current?.moved) return false;
    drag.current = null;
    stage.current?.update({ ghost: null, linking: null });
    return true;
  });

  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    const { current } = stage;
    if (!current || event.button !== 0) return;
    hideTip();
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const found = hit(current.scene, x, y);
    const changes = mayChange && event.pointerType !== 'touch' && found?.bar.kind !== 'summary';
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = {
      x, y, clientX: event.clientX, clientY: event.clientY,
      bar: found?.bar ?? null,
      part: changes ? (found?.part ?? null) : null,
      moved: false,
      left: current.scene.left,
      scrollTop: scroller?.scrollTop ?? 0,
    };
  };

  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const { current } = stage;
    if (!current) return;
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const now = drag.current;
    if (!now) return hover(event, hit(current.scene, x, y));
    now.moved ||= Math.hypot(x - now.x, y - now.y) > slop;
    if (!now.moved) return;
    if (now.part === null || !now.bar) {
      current.scrollTo(now.left + now.clientX - event.clientX);
      if (scroller) scroller.scrollTop = now.scrollTop + now.clientY - event.clientY;
    } else if (now.part === 'link') {
      const over = hit(current.scene, x, y);
      current.update({ linking: { from: now.bar.at, x, y, over: over?.part && over.bar !== now.bar ? over.bar.at : -1 } });
    } else current.update({ ghost: ghostOf(current.scene, now.bar, now.part, x - now.x, x) });
    event.currentTarget.style.cursor = now.part === 'bar' || now.part === null ? 'grabbing' : cursors[now.part];
  };

  function hover(event: PointerEvent<HTMLCanvasElement>, found: Hit | null): void {
    const { current } = stage;
    if (!current || event.pointerType === 'touch') return;
    const at = found?.bar.at ?? -1;
    const changes = mayChange && found?.bar.kind !== 'summary';
    event.currentTarget.style.cursor = found?.part ? (changes ? cursors[found.part] : 'pointer') : '';
    if (current.scene.hovered !== at) current.update({ hovered: at, handles: changes });
    hideTip();
    if (!found?.part) return;
    const { clientX: x, clientY: y } = event;
    const { bar } = found;
    timer.current = setTimeout(() => setTip({ bar, x, y }), rest);
  }

  const onPointerUp = (event: PointerEvent<HTMLCanvasElement>) => {
    const { current } = stage;
    const now = drag.current;
    drag.current = null;
    event.currentTarget.style.cursor = '';
    if (!current || !now) return;
    const { ghost, linking } = current.scene;
    current.update({ ghost: null, linking: null });
    if (!now.moved) {
      const found = hit(current.scene, now.x, now.y);
      if (!found) return;
      onChoose(found.bar);
      if (found.part) onOpen(found.bar);
    } else if (now.bar && linking && linking.over >= 0) {
      const to = current.scene.chart.bars[linking.over];
      if (to) writes.link(now.bar, to, { type: 'FS', lag: '0d' });
    } else if (now.bar && ghost) commit(now.bar, ghost, current.scene);
  };

  function commit(bar: Bar, ghost: Ghost, { chart }: Scene): void {
    onChoose(bar);
    if (ghost.percent !== bar.percent) writes.change(bar, { percentComplete: ghost.percent }, { percent: ghost.percent });
    else if (ghost.start !== bar.start) writes.change(bar, ...datesChange('start', ghost, chart.zone));
    else if (ghost.end !== bar.end) writes.change(bar, ...datesChange('end', ghost, chart.zone));
  }

  const onPointerCancel = () => {
    drag.current = null;
    stage.current?.update({ ghost: null, linking: null });
  };
  const onPointerLeave = () => {
    hideTip();
    stage.current?.update({ hovered: -1 });
  };
  const onDoubleClick = (event: MouseEvent<HTMLCanvasElement>) => {
    const { current } = stage;
    if (current && event.nativeEvent.offsetY < headHeight) current.zoom(current.scene.scale.perDay * 2, event.nativeEvent.offsetX);
  };
  return { tip, onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave, onDoubleClick };
}

/** Esc gives a drag up; `cancel` answers whether there was one. */
function useEscape(cancel: () => boolean): void {
  const latest = useRef(cancel);
  useEffect(() => {
    latest.current = cancel;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && latest.current()) event.stopPropagation();
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, []);
}

/** Where the dragged bar would be. */
function ghostOf(scene: Scene, bar: Bar, part: Part, dx: number, x: number): Ghost {
  const seconds = (dx / scene.scale.perDay) * daySeconds;
  const { step } = levelOf(scene.scale.perDay);
  const still = { at: bar.at, start: bar.start, end: bar.end, percent: bar.percent };
  if (part === 'bar') return { ...still, ...dragged(bar, seconds, step) };
  if (part === 'end') return { ...still, ...stretched(bar, seconds, step) };
  const box = boxOf(scene, bar, scene.rows.rowOf[bar.at] ?? 0);
  const share = ((x - box.x) / box.width) * 100;
  return { ...still, percent: Math.round(Math.min(100, Math.max(0, share)) / 5) * 5 };
}
