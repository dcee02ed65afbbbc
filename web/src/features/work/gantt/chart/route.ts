// The path of a link between two bars: horizontal and vertical pieces, x and y in turns.
import type { LinkType } from '@/api/types';

export interface End {
  /** Where the bar begins and ends. */
  start: number;
  end: number;
  /** The middle of its line. */
  y: number;
  /** From the middle to its upper and lower edge. */
  half: number;
}

/** How far a link goes straight before it turns. */
const gap = 7;

/** Writes the path into `out`, which is emptied first, so that drawing makes no garbage. */
export function route(type: LinkType, from: End, to: End, rowHeight: number, out: number[]): void {
  out.length = 0;
  const right = type === 'FS' || type === 'FF';
  const x1 = right ? from.end : from.start;
  const atStart = type === 'FS' || type === 'SS';
  const x2 = atStart ? to.start : to.end;
  const down = to.y >= from.y ? 1 : -1;
  out.push(x1, from.y);
  if (type === 'SS' || type === 'FF') {
    const x = type === 'SS' ? Math.min(x1, x2) - gap : Math.max(x1, x2) + gap;
    out.push(x, from.y, x, to.y, x2, to.y);
    return;
  }
  const side = right ? 1 : -1;
  const room = (x2 - x1) * side;
  if (room >= -1 && room < 2 * gap) {
    // Right after one another: into the bar from above or below.
    const x = x2 + side * Math.min(5, Math.max(0, (to.end - to.start) / 2));
    out.push(x, from.y, x, to.y - down * to.half);
  } else if (room > 0) {
    const x = x1 + side * gap;
    out.push(x, from.y, x, to.y, x2, to.y);
  } else {
    const between = from.y + (down * rowHeight) / 2;
    out.push(x1 + side * gap, from.y, x1 + side * gap, between, x2 - side * gap, between, x2 - side * gap, to.y, x2, to.y);
  }
}
