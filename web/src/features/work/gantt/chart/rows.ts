// Which bars have a line of their own, and which links are near the lines that are seen.
import type { Id } from '@/api/types';
import type { Bar, Link } from './model';

export interface Rows {
  /** Bars from top to bottom. */
  shown: Bar[];
  /** The line of a bar; -1 where it is folded away. */
  rowOf: Int32Array;
}

/** Bars come in the order of the tree, so that what lies below a closed one is one stretch. */
export function rowsOf(bars: readonly Bar[], collapsed: ReadonlySet<Id>): Rows {
  const shown: Bar[] = [];
  const rowOf = new Int32Array(bars.length).fill(-1);
  let closedAt = Infinity;
  for (const bar of bars) {
    if (bar.depth > closedAt) continue;
    closedAt = bar.kind === 'summary' && collapsed.has(bar.id) ? bar.depth : Infinity;
    rowOf[bar.at] = shown.length;
    shown.push(bar);
  }
  return { shown, rowOf };
}

/** The same lines with the bars as they are now, after an edit that left the tree as it was. */
export const rowsWith = ({ shown, rowOf }: Rows, bars: readonly Bar[]): Rows => ({ rowOf, shown: shown.map((bar) => bars[bar.at] ?? bar) });

/** Sizes of the bins, as powers of two of rows: a link lies in the smallest bin that holds it whole. */
const sizes = [5, 8, 11, 14, 20] as const;

export interface LinkIndex {
  /** Calls with each link that may cross the lines from `first` to `last`. */
  near: (first: number, last: number, visit: (link: Link) => void) => void;
}

export function indexLinks(links: readonly Link[], rowOf: Int32Array): LinkIndex {
  const bins = sizes.map(() => new Map<number, Link[]>());
  for (const link of links) {
    const [a, b] = [rowOf[link.from] ?? -1, rowOf[link.to] ?? -1];
    if (a < 0 || b < 0) continue;
    const level = sizes.findIndex((size) => a >> size === b >> size);
    const bin = a >> (sizes[level] ?? 0);
    const list = bins[level]?.get(bin);
    if (list) list.push(link);
    else bins[level]?.set(bin, [link]);
  }
  return {
    near: (first, last, visit) => {
      sizes.forEach((size, level) => {
        for (let bin = first >> size; bin <= last >> size; bin++) bins[level]?.get(bin)?.forEach(visit);
      });
    },
  };
}
