// One line of the chart: baseline, slack, the bar itself with its progress, marks of constraint and deadline, its name.
import { formatPercent } from '@/lib/format';
import { dayText, endText, momentText } from '../texts';
import type { Bar } from './model';
import { levelOf, xOf } from './scale';
import { boxOf, headHeight, type Box, type Ghost, type Pen, type Scene } from './scene';

const radius = 3;

export function paintBar(pen: Pen, scene: Scene, bar: Bar, row: number): void {
  const box = boxOf(scene, bar, row);
  const top = headHeight + row * scene.rowHeight - scene.top;
  if (scene.shown.baseline) paintBaseline(pen, scene, bar, top);
  let right = box.x + box.width;
  if (scene.shown.slack) right = Math.max(right, paintSlack(pen, scene, bar, box));
  const out = box.x > scene.width || box.x + box.width < 0;
  if (!out) {
    if (bar.kind === 'milestone') paintMilestone(pen, scene, bar, box);
    else if (bar.kind === 'summary') paintSummary(pen, scene, bar, box);
    else paintTask(pen, scene, bar, box);
    if (scene.hovered === bar.at && scene.handles && bar.kind !== 'summary') paintHandles(pen, scene, bar, box);
  }
  if (bar.constraint !== null && bar.constraintDate !== null) paintConstraint(pen, scene, bar, top);
  if (bar.deadline !== null) right = Math.max(right, paintDeadline(pen, scene, bar, top));
  if (right < scene.width && right > -200) {
    paintName(pen, scene, bar, right + (scene.hovered === bar.at && scene.handles ? 21 : 14), box.y + box.height / 2 + 0.5);
  }
}

/** The name beside the bar, on a ground of its own where links pass; of a dragged bar what it would become. */
function paintName(pen: Pen, scene: Scene, bar: Bar, x: number, y: number): void {
  const { surface, selected, hover, text, muted } = scene.colors;
  const dragged = scene.ghost?.at === bar.at ? becomesText(scene.ghost, bar, scene.scale.perDay) : null;
  const name = dragged ?? (bar.title.length > 60 ? `${bar.title.slice(0, 59)}…` : bar.title);
  pen.strokeStyle = scene.selected === bar.at ? selected : scene.hovered === bar.at ? hover : surface;
  pen.lineWidth = 4;
  if (scene.shown.links) pen.strokeText(name, x, y);
  pen.fillStyle = bar.kind === 'summary' || dragged !== null ? text : muted;
  pen.fillText(name, x, y);
}

function becomesText({ start, end, percent }: Ghost, bar: Bar, perDay: number): string {
  if (percent !== bar.percent) return formatPercent(percent);
  if (bar.kind === 'milestone') return dayText(start);
  return levelOf(perDay).name === 'hours' ? `${momentText(start)} – ${momentText(end)}` : `${dayText(start)} – ${endText(end)}`;
}

interface Paints {
  ground: string;
  edge: string;
  done: string;
}

function paintsOf({ colors, shown }: Scene, bar: Bar): Paints {
  if (bar.status === 'done' || bar.status === 'cancelled') return { ground: colors.closed, edge: colors.baseline, done: colors.closedDone };
  if (shown.critical && bar.critical) return { ground: colors.critical, edge: colors.criticalEdge, done: colors.criticalDone };
  return { ground: colors.bar, edge: colors.barEdge, done: colors.done };
}

function paintTask(pen: Pen, scene: Scene, bar: Bar, box: Box): void {
  const paints = paintsOf(scene, bar);
  const percent = scene.ghost?.at === bar.at ? scene.ghost.percent : bar.percent;
  const round = Math.min(radius, box.width / 2);
  pen.save();
  pen.beginPath();
  pen.roundRect(box.x, box.y, box.width, box.height, round);
  pen.fillStyle = bar.dated && !bar.manual ? paints.ground : scene.colors.surface;
  pen.fill();
  pen.clip();
  if (bar.manual) hatch(pen, box, paints.edge, scene.width);
  if (percent > 0) {
    pen.fillStyle = paints.done;
    const height = Math.max(4, Math.round(box.height * 0.3));
    pen.fillRect(box.x, box.y + box.height - height, (box.width * Math.min(100, percent)) / 100, height);
  }
  pen.restore();
  // By hand: a firm outline. Only proposed by the schedule: a broken one.
  pen.strokeStyle = paints.edge;
  pen.lineWidth = bar.manual ? 1.5 : 1;
  if (!bar.dated) pen.setLineDash([4, 3]);
  pen.beginPath();
  pen.roundRect(box.x + 0.5, box.y + 0.5, Math.max(1, box.width - 1), box.height - 1, round);
  pen.stroke();
  pen.setLineDash([]);
  if (scene.selected === bar.at || scene.linking?.over === bar.at) {
    pen.strokeStyle = scene.colors.accent;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.roundRect(box.x - 1.5, box.y - 1.5, box.width + 3, box.height + 3, round + 2);
    pen.stroke();
  }
}

function hatch(pen: Pen, box: Box, color: string, width: number): void {
  pen.strokeStyle = color;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.45;
  pen.beginPath();
  // Only what is in the picture: close up, a bar may be very long.
  const skipped = Math.max(0, Math.floor(-box.x / 6)) * 6;
  const last = Math.min(box.x + box.width, width) + box.height;
  for (let x = box.x + skipped; x < last; x += 6) {
    pen.moveTo(x, box.y);
    pen.lineTo(x - box.height, box.y + box.height);
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

function paintSummary(pen: Pen, scene: Scene, bar: Bar, box: Box): void {
  const { colors } = scene;
  const color = scene.shown.critical && bar.critical ? colors.criticalDone : colors.muted;
  const tooth = Math.min(6, box.width / 2);
  const bottom = box.y + box.height - 3;
  pen.fillStyle = color;
  pen.globalAlpha = bar.dated ? 1 : 0.5;
  pen.beginPath();
  pen.moveTo(box.x, box.y);
  pen.lineTo(box.x + box.width, box.y);
  pen.lineTo(box.x + box.width, bottom + 5);
  pen.lineTo(box.x + box.width - tooth, bottom);
  pen.lineTo(box.x + tooth, bottom);
  pen.lineTo(box.x, bottom + 5);
  pen.closePath();
  pen.fill();
  pen.globalAlpha = 1;
  if (bar.percent > 0) {
    pen.fillStyle = colors.surface;
    pen.globalAlpha = 0.6;
    pen.fillRect(box.x + 1, box.y + 2, ((box.width - 2) * Math.min(100, bar.percent)) / 100, 1.5);
    pen.globalAlpha = 1;
  }
}

function paintMilestone(pen: Pen, scene: Scene, bar: Bar, box: Box): void {
  const [x, y, half] = [box.x + box.width / 2, box.y + box.height / 2, box.width / 2];
  pen.beginPath();
  pen.moveTo(x, y - half);
  pen.lineTo(x + half, y);
  pen.lineTo(x, y + half);
  pen.lineTo(x - half, y);
  pen.closePath();
  const paints = paintsOf(scene, bar);
  pen.fillStyle = bar.dated && !bar.manual ? paints.done : scene.colors.surface;
  pen.fill();
  const marked = scene.selected === bar.at || scene.linking?.over === bar.at;
  pen.strokeStyle = marked ? scene.colors.accent : paints.done;
  pen.lineWidth = marked ? 2.5 : 1.5;
  pen.stroke();
}

function paintBaseline(pen: Pen, scene: Scene, bar: Bar, top: number): void {
  if (bar.baselineStart === null) return;
  const x = xOf(scene.scale, bar.baselineStart) - scene.left;
  const end = xOf(scene.scale, bar.baselineEnd ?? bar.baselineStart) - scene.left;
  pen.fillStyle = scene.colors.baseline;
  pen.beginPath();
  pen.roundRect(x, top + scene.rowHeight - 8, Math.max(4, end - x), 4, 1.5);
  pen.fill();
}

/** A line to where the bar could move without moving the finish; answers where it ends. */
function paintSlack(pen: Pen, scene: Scene, bar: Bar, box: Box): number {
  if (bar.kind === 'summary' || bar.totalFloat <= 0 || bar.status === 'done') return -Infinity;
  const from = box.x + box.width;
  if (from > scene.width) return -Infinity;
  const end = xOf(scene.scale, bar.hours.after(bar.end, bar.totalFloat)) - scene.left;
  const y = Math.round(box.y + box.height / 2) + 0.5;
  pen.strokeStyle = scene.colors.baseline;
  pen.lineWidth = 1.5;
  pen.setLineDash([2, 3]);
  pen.beginPath();
  pen.moveTo(Math.max(from, -4), y);
  pen.lineTo(end, y);
  pen.stroke();
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(end, y - 4);
  pen.lineTo(end, y + 4);
  pen.stroke();
  return end;
}

/** A wedge that leans against the date: from the left for 'not before', from the right for 'not after'. */
function paintConstraint(pen: Pen, scene: Scene, bar: Bar, top: number): void {
  const x = xOf(scene.scale, bar.constraintDate ?? 0) - scene.left;
  const must = bar.constraint === 'MSO' || bar.constraint === 'MFO';
  const side = bar.constraint === 'SNLT' || bar.constraint === 'FNLT' ? 1 : -1;
  const y = top + scene.rowHeight / 2;
  pen.fillStyle = scene.colors.warn;
  pen.fillRect(x + side * 3 - 0.75, y - 6, 1.5, 12);
  pen.beginPath();
  pen.moveTo(x + side * 3, y - 4);
  pen.lineTo(x + side * 8, y);
  pen.lineTo(x + side * 3, y + 4);
  pen.closePath();
  pen.fill();
  if (must) pen.fillRect(x + 2.25, y - 6, 1.5, 12);
}

/** An arrow down to the deadline, in red when the bar ends after it; answers its right edge. */
function paintDeadline(pen: Pen, scene: Scene, bar: Bar, top: number): number {
  const deadline = bar.deadline ?? 0;
  const x = xOf(scene.scale, deadline) - scene.left;
  pen.fillStyle = bar.end > deadline && bar.status !== 'done' ? scene.colors.danger : scene.colors.muted;
  const y = top + scene.rowHeight / 2;
  pen.fillRect(x - 0.75, y - 8, 1.5, 9);
  pen.beginPath();
  pen.moveTo(x - 4, y);
  pen.lineTo(x + 4, y);
  pen.lineTo(x, y + 6);
  pen.closePath();
  pen.fill();
  return x + 4;
}

/** The grips of the bar under the pointer: its end, its progress, and the dot from which a link is drawn. */
function paintHandles(pen: Pen, scene: Scene, bar: Bar, box: Box): void {
  const { colors } = scene;
  const middle = box.y + box.height / 2;
  if (bar.kind === 'task' && box.width >= 16) {
    pen.fillStyle = colors.text;
    pen.fillRect(box.x + box.width - 4, middle - 4, 1.5, 8);
    const x = box.x + (box.width * bar.percent) / 100;
    pen.beginPath();
    pen.moveTo(x, box.y + box.height - 3);
    pen.lineTo(x + 5, box.y + box.height + 5);
    pen.lineTo(x - 5, box.y + box.height + 5);
    pen.closePath();
    pen.fill();
  }
  pen.fillStyle = colors.surface;
  pen.strokeStyle = colors.accent;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.arc(box.x + box.width + 11, middle, 4, 0, Math.PI * 2);
  pen.fill();
  pen.stroke();
}
