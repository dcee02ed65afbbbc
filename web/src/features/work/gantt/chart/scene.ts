// What a picture of the chart is made of, and where a bar lies in it. The same functions draw the screen and the exports.
import type { Bar, Chart } from './model';
import type { LinkIndex, Rows } from './rows';
import { xOf, type Scale } from './scale';
import type { Colors } from './colors';

/** What the painters use of a canvas; an export offers the same. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'font' | 'textAlign' | 'textBaseline' | 'globalAlpha'
  | 'beginPath' | 'closePath' | 'moveTo' | 'lineTo' | 'rect' | 'roundRect' | 'arc' | 'fill' | 'stroke' | 'clip'
  | 'fillRect' | 'fillText' | 'strokeText' | 'setLineDash' | 'save' | 'restore'
>;

export interface Shown {
  critical: boolean;
  slack: boolean;
  baseline: boolean;
  links: boolean;
}

/** A bar being dragged, where it would be. */
export interface Ghost {
  at: number;
  start: number;
  end: number;
  percent: number;
  /** Let go: it stands here until the chart has it in this place. */
  dropped?: boolean;
}

/** A link being drawn, from the middle of a bar's end to the pointer. */
export interface LinkDrag {
  from: number;
  x: number;
  y: number;
  /** The bar under the pointer; -1 for none. */
  over: number;
}

export interface Scene {
  chart: Chart;
  rows: Rows;
  links: LinkIndex;
  scale: Scale;
  /** Pixels of the picture. */
  width: number;
  height: number;
  /** How far the chart is scrolled, in pixels. */
  left: number;
  top: number;
  rowHeight: number;
  colors: Colors;
  shown: Shown;
  /** Local seconds. */
  now: number;
  /** Names of days and months in the reader's language. */
  language: string;
  selected: number;
  hovered: number;
  ghost: Ghost | null;
  linking: LinkDrag | null;
  /** Whether the hovered bar can be changed: handles are shown. */
  handles: boolean;
}

export const headHeight = 48;
export const font = (size: number, weight = 400): string => `${weight} ${size}px "Inter Variable", system-ui, sans-serif`;

export interface Box {
  x: number;
  width: number;
  y: number;
  height: number;
}

const milestoneSize = 14;
const narrowestBar = 3;

/** Where a bar is drawn in the picture. */
export function boxOf(scene: Scene, bar: Bar, row: number): Box {
  const ghost = scene.ghost?.at === bar.at ? scene.ghost : bar;
  const top = headHeight + row * scene.rowHeight - scene.top;
  const start = xOf(scene.scale, ghost.start) - scene.left;
  if (bar.kind === 'milestone') {
    return { x: start - milestoneSize / 2, width: milestoneSize, y: top + (scene.rowHeight - milestoneSize) / 2, height: milestoneSize };
  }
  const width = Math.max(narrowestBar, xOf(scene.scale, ghost.end) - scene.left - start);
  const ghosted = scene.shown.baseline && bar.baselineStart !== null;
  const height = bar.kind === 'summary' ? 8 : ghosted ? scene.rowHeight - 17 : scene.rowHeight - 14;
  const y = bar.kind === 'summary' ? (scene.rowHeight - height) / 2 - 1 : 7 - (ghosted ? 2 : 0);
  return { x: start, width, y: top + y, height };
}

/** First and last line that are at least partly in the picture. */
export const seenRows = ({ top, height, rowHeight, rows }: Scene): [number, number] => [
  Math.max(0, Math.floor(top / rowHeight)),
  Math.min(rows.shown.length - 1, Math.floor((top + height - headHeight) / rowHeight)),
];
