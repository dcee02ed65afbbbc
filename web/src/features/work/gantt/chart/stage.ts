// The picture on the screen: holds the scene and the canvas, draws at most once per frame, and knows how to zoom and to
// scroll in time.
import { daySeconds } from './zone';
import { paint } from './paint';
import { clampZoom, fitting, levelOf, timeAt, xOf, type Level } from './scale';
import type { Scene } from './scene';

/** How much empty time there is at either end, in widths of the picture. */
const margin = 0.6;
const nearby = 500 * daySeconds;

export class Stage {
  private frame = 0;
  /** Called when the level changes. */
  onLevel: (level: Level) => void = () => {};
  /** Called with the width of all time and how far it is scrolled. */
  onExtent: (width: number, left: number) => void = () => {};

  constructor(
    private readonly canvas: HTMLCanvasElement,
    readonly scene: Scene,
  ) {}

  get level(): Level {
    return levelOf(this.scene.scale.perDay);
  }

  update(change: Partial<Scene>): void {
    Object.assign(this.scene, change);
    this.invalidate();
  }

  invalidate(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw(): void {
    const pen = this.canvas.getContext('2d', { alpha: false });
    const { width, height } = this.scene;
    if (!pen || width <= 0 || height <= 0) return;
    const ratio = devicePixelRatio;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    // Letters with a ground of their own would have thorns.
    pen.lineJoin = 'round';
    paint(pen, this.scene);
  }

  /** Changes the width of a day; the moment at `x` stays where it is. */
  zoom(perDay: number, x = this.center()): void {
    const at = timeAt(this.scene.scale, this.scene.left + x);
    this.lay(clampZoom(perDay));
    this.showAt(at, x);
  }

  /** The chosen bar, where it is in the picture; else the middle. */
  private center(): number {
    const { chart, scale, selected, left, width } = this.scene;
    const bar = chart.bars[selected];
    const x = bar ? xOf(scale, bar.start) - left : -1;
    return x >= 0 && x <= width ? x : width / 2;
  }

  /** All of the project. */
  fit(): void {
    const { chart, width } = this.scene;
    const padding = Math.min(48, width / 8);
    // Names stand at the right of the bars.
    this.lay(fitting(chart.from, chart.to, width - padding - Math.min(160, width / 4)));
    this.showAt(chart.from, padding);
  }

  /** Scrolls so that a moment stands at `x`. */
  showAt(local: number, x: number): void {
    this.scrollTo(xOf(this.scene.scale, local) - x);
  }

  scrollTo(left: number): void {
    const { width } = this.scene;
    this.scene.left = Math.max(0, Math.min(left, this.extent() - width));
    this.onExtent(this.extent(), this.scene.left);
    this.invalidate();
  }

  /** Brings a stretch of time into the picture, if none of it is there. */
  reveal(start: number, end: number): void {
    const { scale, left, width } = this.scene;
    const [from, to] = [xOf(scale, start) - left, xOf(scale, end) - left];
    if (to < 24 || from > width - 24) this.showAt(start, width * 0.2);
  }

  /** After the chart or the size of the picture has changed: the same time stays at the left. */
  settle(): void {
    const at = timeAt(this.scene.scale, this.scene.left);
    this.lay(this.scene.scale.perDay);
    this.showAt(at, 0);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
  }

  private lay(perDay: number): void {
    const origin = this.span()[0] - (margin * this.scene.width * daySeconds) / perDay;
    this.scene.scale = { perDay, origin };
    this.onLevel(levelOf(perDay));
  }

  private extent(): number {
    const { scale, width } = this.scene;
    return xOf(scale, this.span()[1]) + margin * width;
  }

  /** From the first to the last date, and today unless that is far away. */
  private span(): [number, number] {
    const { chart, now } = this.scene;
    const near = now > chart.from - nearby && now < chart.to + nearby;
    return near ? [Math.min(chart.from, now), Math.max(chart.to, now)] : [chart.from, chart.to];
  }
}
