// What is under the pointer.
import type { Bar } from './model';
import { boxOf, headHeight, type Scene } from './scene';

export type Part = 'bar' | 'end' | 'progress' | 'link';

export interface Hit {
  bar: Bar;
  /** Null beside the bar, on its line. */
  part: Part | null;
}

/** The line at a height of the picture, as its bar. */
export const barAtY = (scene: Scene, y: number): Bar | undefined =>
  y < headHeight ? undefined : scene.rows.shown[Math.floor((y - headHeight + scene.top) / scene.rowHeight)];

/** How far around a bar's end a finger still means it. */
const reach = 16;

/** `coarse` is a finger: the end of a bar is wider, and what is too small for it is left to the mouse and the panel. */
export function hit(scene: Scene, x: number, y: number, coarse = false): Hit | null {
  const bar = barAtY(scene, y);
  if (!bar) return null;
  const box = boxOf(scene, bar, scene.rows.rowOf[bar.at] ?? 0);
  const right = box.x + box.width;
  return { bar, part: partAt() };

  function partAt(): Part | null {
    const middle = box.y + box.height / 2;
    if (bar?.kind === 'summary') return x >= box.x && x <= right ? 'bar' : null;
    if (coarse && bar?.kind === 'milestone') return Math.abs(x - box.x - box.width / 2) <= reach ? 'bar' : null;
    if (coarse) return x < box.x - 4 || x > right + reach ? null : x >= Math.max(right - reach, box.x + box.width / 2) ? 'end' : 'bar';
    if (Math.hypot(x - right - 11, y - middle) <= 8) return 'link';
    if (bar?.kind === 'milestone') return x >= box.x - 2 && x <= right + 2 ? 'bar' : null;
    const progress = box.x + (box.width * (bar?.percent ?? 0)) / 100;
    if (box.width >= 16 && y >= box.y + box.height - 4 && Math.abs(x - progress) <= 6) return 'progress';
    if (x >= Math.max(right - 7, box.x + box.width / 2) && x <= right + 3) return 'end';
    return x >= box.x - 2 && x <= right ? 'bar' : null;
  }
}
