// Draws the chart: the ground with its non-working days, links, bars, the line of today, and the head over all of it.
// Only lines and links in the picture are touched, and nothing is made that lives longer than the drawing.
import { paintBar } from './paintBar';
import { paintHead } from './paintHead';
import { paintLink } from './paintLinks';
import { levelOf, ticks, timeAt, xOf } from './scale';
import { font, headHeight, seenRows, type Pen, type Scene } from './scene';
import { dayOfLocal } from './hours';
import { daySeconds } from './zone';

export function paint(pen: Pen, scene: Scene): void {
  pen.fillStyle = scene.colors.surface;
  pen.fillRect(0, 0, scene.width, scene.height);
  pen.save();
  pen.beginPath();
  pen.rect(0, headHeight, scene.width, scene.height - headHeight);
  pen.clip();
  paintGround(pen, scene);
  const [first, last] = seenRows(scene);
  pen.font = font(12);
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  if (scene.shown.links) paintLinks(pen, scene, first, last);
  paintToday(pen, scene);
  for (let row = first; row <= last; row++) {
    const bar = scene.rows.shown[row];
    if (bar) paintBar(pen, scene, bar, row);
  }
  if (scene.linking) paintNewLink(pen, scene);
  pen.restore();
  paintHead(pen, scene);
}

function paintGround(pen: Pen, scene: Scene): void {
  const { colors, width, height, rowHeight } = scene;
  const [first, last] = seenRows(scene);
  for (const [at, color] of [[scene.hovered, colors.hover], [scene.selected, colors.selected]] as const) {
    const row = at < 0 ? -1 : (scene.rows.rowOf[at] ?? -1);
    if (row < 0) continue;
    pen.fillStyle = color;
    pen.fillRect(0, headHeight + row * rowHeight - scene.top, width, rowHeight);
  }
  paintOff(pen, scene);
  const from = timeAt(scene.scale, scene.left);
  const { lower } = levelOf(scene.scale.perDay);
  pen.fillStyle = colors.line;
  for (const at of ticks(lower === 'hour' ? 'day' : lower, from, timeAt(scene.scale, scene.left + width))) {
    pen.fillRect(Math.round(xOf(scene.scale, at) - scene.left), headHeight, 1, height);
  }
  for (let row = first; row <= last + 1; row++) pen.fillRect(0, headHeight + row * rowHeight - scene.top - 1, width, 1);
}

/** Shades when nobody works: days, and close up the hours between as well. */
function paintOff(pen: Pen, scene: Scene): void {
  const { scale, left, width, chart } = scene;
  if (scale.perDay < 5) return;
  pen.fillStyle = scene.colors.off;
  const shade = (from: number, to: number) => {
    const x = Math.round(xOf(scale, from) - left);
    pen.fillRect(x, headHeight, Math.round(xOf(scale, to) - left) - x, scene.height);
  };
  const lastDay = dayOfLocal(timeAt(scale, left + width));
  for (let day = dayOfLocal(timeAt(scale, left)); day <= lastDay; day++) {
    const midnight = day * daySeconds;
    if (!chart.hours.works(day)) shade(midnight, midnight + daySeconds);
    else if (scale.perDay >= 320) {
      let at = 0;
      for (const [from = 0, to = 0] of chart.hours.on(day)) {
        shade(midnight + at * 60, midnight + from * 60);
        at = to;
      }
      shade(midnight + at * 60, midnight + daySeconds);
    }
  }
}

function paintLinks(pen: Pen, scene: Scene, first: number, last: number): void {
  const marked = scene.selected >= 0 ? scene.selected : scene.hovered;
  scene.links.near(first, last, (link) => {
    if (link.from !== marked && link.to !== marked) paintLink(pen, scene, link, false);
  });
  if (marked >= 0) {
    scene.links.near(first, last, (link) => {
      if (link.from === marked || link.to === marked) paintLink(pen, scene, link, true);
    });
  }
}

function paintNewLink(pen: Pen, scene: Scene): void {
  const { linking } = scene;
  const bar = linking && scene.chart.bars[linking.from];
  if (!bar) return;
  const row = scene.rows.rowOf[bar.at] ?? 0;
  pen.strokeStyle = scene.colors.accent;
  pen.lineWidth = 1.5;
  pen.setLineDash([4, 3]);
  pen.beginPath();
  pen.moveTo(xOf(scene.scale, bar.end) - scene.left, headHeight + (row + 0.5) * scene.rowHeight - scene.top);
  pen.lineTo(linking.x, linking.y);
  pen.stroke();
  pen.setLineDash([]);
}

function paintToday(pen: Pen, scene: Scene): void {
  const x = Math.round(xOf(scene.scale, scene.now) - scene.left);
  if (x < 0 || x > scene.width) return;
  pen.fillStyle = scene.colors.accent;
  pen.globalAlpha = 0.75;
  pen.fillRect(x, headHeight, 1.5, scene.height);
  pen.globalAlpha = 1;
}
