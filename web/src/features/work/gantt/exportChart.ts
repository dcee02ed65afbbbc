// The whole chart as a file, drawn by the same painters as the screen.
import { toast } from 'sonner';
import i18n from '@/i18n';
import { paint } from './chart/paint';
import { xOf } from './chart/scale';
import { headHeight, type Scene } from './chart/scene';
import { SvgPen } from './chart/svgPen';
import { daySeconds } from './chart/zone';

/** Browsers refuse larger canvases. */
const largest = 16_000;
const [margin, names] = [24, 260];

/** All time and all lines of a scene, without what is only of the moment; what is too wide is drawn narrower. */
function whole(scene: Scene): Scene {
  const { chart } = scene;
  const days = (chart.to - chart.from) / daySeconds;
  const perDay = Math.min(scene.scale.perDay, (largest - names - margin) / Math.max(days, 1));
  const scale = { perDay, origin: chart.from - (margin / perDay) * daySeconds };
  return {
    ...scene,
    scale,
    left: 0,
    top: 0,
    width: Math.ceil(xOf(scale, chart.to) + names),
    height: headHeight + scene.rows.shown.length * scene.rowHeight,
    selected: -1,
    hovered: -1,
    ghost: null,
    linking: null,
  };
}

function drawing(scene: Scene): string {
  const picture = whole(scene);
  const pen = new SvgPen();
  paint(pen, picture);
  return pen.text(picture.width, picture.height);
}

export function exportChart(scene: Scene, kind: 'png' | 'svg', name: string): void {
  if (kind === 'svg') return save(new Blob([drawing(scene)], { type: 'image/svg+xml' }), `${name}.svg`);
  const picture = whole(scene);
  if (picture.height > largest) return void toast.error(i18n.t('gantt:export.tooLarge'));
  const canvas = document.createElement('canvas');
  const ratio = Math.min(2, largest / picture.width, largest / picture.height);
  canvas.width = picture.width * ratio;
  canvas.height = picture.height * ratio;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.scale(ratio, ratio);
  pen.lineJoin = 'round';
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
