// What a drag on the chart needs beside the pointer itself: the dates under it, Esc to give it up, and a picture that
// comes along when the pointer is held at its edge.
import { useEffect, useRef } from 'react';
import type { Part } from './chart/hit';
import type { Bar } from './chart/model';
import { levelOf } from './chart/scale';
import { boxOf, type Ghost, type Scene } from './chart/scene';
import { dragged, stretched } from './chart/shift';
import { daySeconds } from './chart/zone';
import type { StageRef } from './useStage';

export interface Drag {
  x: number;
  y: number;
  clientX: number;
  clientY: number;
  bar: Bar | null;
  /** Null pushes the picture. */
  part: Part | null;
  moved: boolean;
  /** How far the chart was scrolled when it began. */
  left: number;
  scrollTop: number;
}

/** Where the dragged bar would be, with the pointer at `x`. */
export function ghostOf(scene: Scene, { bar, part, x: from, left }: Drag & { bar: Bar }, x: number): Ghost {
  const seconds = ((x - from + scene.left - left) / scene.scale.perDay) * daySeconds;
  const { step } = levelOf(scene.scale.perDay);
  const still = { at: bar.at, start: bar.start, end: bar.end, percent: bar.percent };
  if (part === 'bar') return { ...still, ...dragged(bar, seconds, step) };
  if (part === 'end') return { ...still, ...stretched(bar, seconds, step) };
  const box = boxOf(scene, bar, scene.rows.rowOf[bar.at] ?? 0);
  const share = ((x - box.x) / box.width) * 100;
  return { ...still, percent: Math.round(Math.min(100, Math.max(0, share)) / 5) * 5 };
}

/** Esc gives a drag up; `cancel` answers whether there was one. */
export function useEscape(cancel: () => boolean): void {
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

/** How near the edge the picture begins to come along, and by how much in each frame. */
const [edge, pace] = [28, 10];

/** Answers what to call with each place of the pointer, and with null at the end; `follow` runs after each step. */
export function useEdgeScroll(stage: StageRef, follow: (x: number, y: number) => void): (at: { x: number; y: number } | null) => void {
  const latest = useRef(follow);
  const pointer = useRef<{ x: number; y: number } | null>(null);
  const frame = useRef(0);
  useEffect(() => {
    latest.current = follow;
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const step = () => {
    frame.current = 0;
    const { current } = stage;
    const at = pointer.current;
    if (!current || !at) return;
    const direction = at.x < edge ? -1 : at.x > current.scene.width - edge ? 1 : 0;
    if (direction === 0) return;
    current.scrollTo(current.scene.left + direction * pace);
    latest.current(at.x, at.y);
    frame.current = requestAnimationFrame(step);
  };
  return (at) => {
    pointer.current = at;
    frame.current ||= requestAnimationFrame(step);
  };
}
