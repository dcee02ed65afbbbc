// What the pointer does on the chart: shows what is under it, moves and stretches bars, sets progress, draws links, and
// pushes the picture around. A finger pushes and taps; it takes hold of a bar when it rests there first, so that nothing
// is moved by scrolling.
import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { hit, type Hit, type Part } from './chart/hit';
import type { Bar } from './chart/model';
import { headHeight, type Ghost } from './chart/scene';
import type { Stage } from './chart/stage';
import { datesChange } from './changes';
import { ghostOf, useEdgeScroll, useEscape, type Drag } from './useDrag';
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

/** A hand is not still: less than this is a click. */
const slop = 4;
/** How long the pointer rests before it is told more. */
const rest = 280;
/** How long a finger rests before it takes hold. */
const hold = 380;

const cursors: Record<Part, string> = { bar: 'grab', end: 'ew-resize', progress: 'col-resize', link: 'crosshair' };

export function usePointer({ stage, mayChange, writes, scroller, onChoose, onOpen }: PointerOptions) {
  const [tip, setTip] = useState<TipAt | null>(null);
  const drag = useRef<Drag | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const holding = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hideTip = () => {
    clearTimeout(timer.current);
    setTip(null);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      clearTimeout(holding.current);
    },
    [],
  );
  /** Shows the bar, or the link, at a place of the pointer. */
  const follow = (x: number, y: number) => {
    const { current } = stage;
    const now = drag.current;
    if (!current || !now?.bar) return;
    const { bar } = now;
    if (now.part !== 'link') return current.update({ ghost: ghostOf(current.scene, { ...now, bar }, x) });
    const over = hit(current.scene, x, y);
    current.update({ linking: { from: bar.at, x, y, over: over?.part && over.bar !== bar ? over.bar.at : -1 } });
  };
  const atEdge = useEdgeScroll(stage, follow);
  /** The drag is over, however it ended; answers what it was. */
  const release = (): Drag | null => {
    const now = drag.current;
    drag.current = null;
    clearTimeout(holding.current);
    atEdge(null);
    stage.current?.update({ ghost: null, linking: null });
    return now;
  };
  useEscape(() => drag.current?.moved === true && release() !== null);

  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    const { current } = stage;
    if (!current || event.button !== 0) return;
    hideTip();
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const touch = event.pointerType === 'touch';
    const found = hit(current.scene, x, y, touch);
    const changes = mayChange && found?.bar.kind !== 'summary';
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = {
      x, y, clientX: event.clientX, clientY: event.clientY,
      bar: found?.bar ?? null,
      part: changes && !touch ? (found?.part ?? null) : null,
      moved: false,
      left: current.scene.left,
      scrollTop: scroller?.scrollTop ?? 0,
    };
    if (touch && changes && found?.part) holding.current = setTimeout(() => take(found.bar, found.part), hold);
  };

  /** The finger has rested: from now on it drags. */
  function take(bar: Bar, part: Part | null): void {
    const now = drag.current;
    if (!now || now.moved) return;
    drag.current = { ...now, part };
    navigator.vibrate?.(12);
    onChoose(bar);
    follow(now.x, now.y);
  }

  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const { current } = stage;
    if (!current) return;
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const now = drag.current;
    if (!now) return hover(event, hit(current.scene, x, y));
    now.moved ||= Math.hypot(x - now.x, y - now.y) > slop;
    if (!now.moved) return;
    if (now.part === null) {
      clearTimeout(holding.current);
      current.scrollTo(now.left + now.clientX - event.clientX);
      if (scroller) scroller.scrollTop = now.scrollTop + now.clientY - event.clientY;
    } else {
      follow(x, y);
      atEdge({ x, y });
    }
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
    event.currentTarget.style.cursor = '';
    if (!current) return;
    const { ghost, linking } = current.scene;
    const now = release();
    if (!now) return;
    if (!now.moved) {
      // A finger that rested and went again has chosen the bar.
      if (event.pointerType === 'touch' && now.part !== null) return;
      const found = hit(current.scene, now.x, now.y, event.pointerType === 'touch');
      if (!found) return;
      onChoose(found.bar);
      if (found.part) onOpen(found.bar);
    } else if (now.bar && linking && linking.over >= 0) {
      const to = current.scene.chart.bars[linking.over];
      if (to) writes.link(now.bar, to, { type: 'FS', lag: '0d' });
    } else if (now.bar && ghost) commit(now.bar, ghost, current);
  };

  function commit(bar: Bar, ghost: Ghost, current: Stage): void {
    const { chart } = current.scene;
    onChoose(bar);
    if (ghost.percent === bar.percent && ghost.start === bar.start && ghost.end === bar.end) return;
    // Until the chart is drawn with the change, the bar must not jump back.
    current.update({ ghost: { ...ghost, dropped: true } });
    if (ghost.percent !== bar.percent) writes.change(bar, { percentComplete: ghost.percent }, { percent: ghost.percent });
    else if (ghost.start !== bar.start) writes.change(bar, ...datesChange('start', ghost, chart.zone));
    else writes.change(bar, ...datesChange('end', ghost, chart.zone));
  }

  const onPointerLeave = () => {
    hideTip();
    stage.current?.update({ hovered: -1 });
  };
  const onDoubleClick = (event: MouseEvent<HTMLCanvasElement>) => {
    const { current } = stage;
    if (current && event.nativeEvent.offsetY < headHeight) current.zoom(current.scene.scale.perDay * 2, event.nativeEvent.offsetX);
  };
  return { tip, onPointerDown, onPointerMove, onPointerUp, onPointerCancel: release, onPointerLeave, onDoubleClick };
}
