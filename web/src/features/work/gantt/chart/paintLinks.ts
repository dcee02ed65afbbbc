// One link: its path and the arrow at its end.
import { route, type End } from './route';
import { boxOf, type Pen, type Scene } from './scene';
import type { Bar, Link } from './model';

const path: number[] = [];

export function paintLink(pen: Pen, scene: Scene, link: Link, marked: boolean): void {
  const { chart, rows, colors } = scene;
  const [a, b] = [chart.bars[link.from], chart.bars[link.to]];
  if (!a || !b) return;
  const from = endOf(scene, a);
  const to = endOf(scene, b);
  const [low, high] = [Math.min(from.start, to.start), Math.max(from.end, to.end)];
  if (high < -20 || low > scene.width + 20 || (rows.rowOf[a.at] ?? -1) < 0) return;
  route(link.type, from, to, scene.rowHeight, path);
  const drives = scene.shown.critical && a.critical && b.critical;
  const color = marked ? colors.accent : drives ? colors.criticalEdge : colors.link;
  pen.strokeStyle = color;
  pen.fillStyle = color;
  pen.lineWidth = marked ? 1.75 : 1;
  pen.beginPath();
  for (let at = 0; at < path.length; at += 2) {
    const [x, y] = [sharp(path[at]), sharp(path[at + 1])];
    if (at === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  pen.stroke();
  arrow(pen);
}

const sharp = (value = 0): number => Math.round(value) + 0.5;

function endOf(scene: Scene, bar: Bar): End {
  const row = scene.rows.rowOf[bar.at] ?? 0;
  const box = boxOf(scene, bar, row);
  return { start: box.x, end: box.x + box.width, y: box.y + box.height / 2, half: box.height / 2 + 1 };
}

/** Along the last piece of the path. */
function arrow(pen: Pen): void {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = path.slice(-4);
  const [dx, dy] = [Math.sign(x2 - x1), Math.sign(y2 - y1)];
  const [x, y] = [sharp(x2), sharp(y2)];
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x - dx * 5 - dy * 3.5, y - dy * 5 - dx * 3.5);
  pen.lineTo(x - dx * 5 + dy * 3.5, y - dy * 5 + dx * 3.5);
  pen.closePath();
  pen.fill();
}
