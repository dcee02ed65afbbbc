// The whole chart as a file, drawn by the same painters as the screen.
import { xOf } from './chart/scale';
import { headHeight, type Scene } from './chart/scene';
import { paint } from './chart/paint';
import { SvgPen } from './chart/svgPen';

/** Browsers refuse larger canvases. */
const largest = 16_000;
const [margin, names] = [24, 260];

/** All time and all lines of a scene, without what is only of the moment. */
function whole(scene: Scene): Scene {
  const left = xOf(scene.scale, scene.chart.from) - margin;
  return {
    ...scene,
    left,
    top: 0,
    width: Math.min(largest, Math.ceil(xOf(scene.scale, scene.chart.to) - left + names)),
    height: headHeight + scene.rows.shown.length * scene.rowHeight,
    selected: -1,
    hovered: -1,
    ghost: null,
    linking: null,
  };
}

export function exportChart(scene: Scene, kind: 'png' | 'svg', name: string): void {
  const picture = whole(scene);
  if (kind === 'svg') {
    const pen = new SvgPen();
    paint(pen, picture);
    return save(new Blob([pen.text(picture.width, picture.height)], { type: 'image/svg+xml' }), `${name}.svg`);
  }
  const canvas = document.createElement('canvas');
  const ratio = Math.min(2, largest / picture.width, largest / picture.height);
  canvas.width = picture.width * ratio;
  canvas.height = picture.height * ratio;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.scale(ratio, ratio);
  paint(pen, picture);
  canvas.toBlob((blob) => blob && save(blob, `${name}.png`));
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
