// A chart cut into pages: each has the head of time and the names of its lines again, so that it can be read alone.
import { fitting, xOf, type Scale } from './scale';
import type { Scene } from './scene';
import { headHeight } from './scene';
import { daySeconds } from './zone';

export const papers = ['a4', 'a3', 'letter'] as const;
export type Paper = (typeof papers)[number];
/** All time on one page, or as wide as on the screen over as many as it takes. */
export type Width = 'fit' | 'screen';

/** What is left of a page in landscape within margins of 10 mm, in pixels of 96 to the inch. */
const sizes: Record<Paper, readonly [number, number]> = { a4: [1046, 717], a3: [1511, 1046], letter: [979, 739] };

/** The line of the title, the line of the page's number, and the names at the left. */
export const [titleHeight, footHeight, namesWidth] = [40, 24, 412];
export const pageRow = 24;
/** Empty time at either end, and room for the name of the last bar. */
const [margin, names] = [12, 150];

export interface PageCut {
  /** The first line, and how many. */
  row: number;
  rows: number;
  /** How far its part of time is from the beginning. */
  left: number;
}

export interface Cuts {
  width: number;
  height: number;
  scale: Scale;
  /** From top to bottom, then to the right. */
  pages: PageCut[];
}

export function cutsOf({ chart, rows, scale: shown }: Pick<Scene, 'chart' | 'rows' | 'scale'>, paper: Paper, wide: Width): Cuts {
  const [width, height] = sizes[paper];
  const room = width - namesWidth;
  const perDay = wide === 'fit' ? fitting(chart.from, chart.to, room - margin - names) : shown.perDay;
  const scale = { perDay, origin: chart.from - (margin / perDay) * daySeconds };
  const across = wide === 'fit' ? 1 : Math.max(1, Math.ceil((xOf(scale, chart.to) + names) / room));
  const perPage = Math.floor((height - titleHeight - footHeight - headHeight) / pageRow);
  const pages: PageCut[] = [];
  for (let column = 0; column < across; column++) {
    for (let row = 0; row < rows.shown.length; row += perPage) {
      pages.push({ row, rows: Math.min(perPage, rows.shown.length - row), left: column * room });
    }
  }
  return { width, height, scale, pages };
}

/** The part of a scene that stands on a page. */
export const sceneOn = (scene: Scene, { width, scale }: Cuts, { row, rows, left }: PageCut): Scene => ({
  ...scene,
  scale,
  left,
  top: row * pageRow,
  rowHeight: pageRow,
  width: width - namesWidth,
  height: headHeight + rows * pageRow,
  selected: -1,
  hovered: -1,
  ghost: null,
  linking: null,
  handles: false,
});
