// A canvas that writes SVG: what the painters use of one, and no more.
import type { Pen } from './scene';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const number = (value: number): string => String(Math.round(value * 100) / 100);

/** `550 12px family` as attributes: styles in a document may be forbidden where it is shown. */
function fontAttributes(font: string): string {
  const [weight = '400', size = '12px', ...family] = font.split(' ');
  return `font-weight="${weight}" font-size="${size}" font-family="${escaped(family.join(' '))}"`;
}

interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  globalAlpha: number;
  dash: number[];
  /** Groups to close when the state is restored. */
  clips: number;
}

const anchors: Partial<Record<CanvasTextAlign, string>> = { center: ' text-anchor="middle"', right: ' text-anchor="end"' };

export class SvgPen implements Pen {
  private parts: string[] = [];
  private path: string[] = [];
  private clipCount = 0;
  private state: State = { fillStyle: '#000', strokeStyle: '#000', lineWidth: 1, font: '', textAlign: 'left', textBaseline: 'middle', globalAlpha: 1, dash: [], clips: 0 };
  private saved: State[] = [];

  /** `name` tells its clips from those of other drawings in the same document. */
  constructor(private readonly name = 'c') {}

  get fillStyle() { return this.state.fillStyle; }
  set fillStyle(value: string | CanvasGradient | CanvasPattern) { this.state.fillStyle = String(value); }
  get strokeStyle() { return this.state.strokeStyle; }
  set strokeStyle(value: string | CanvasGradient | CanvasPattern) { this.state.strokeStyle = String(value); }
  get lineWidth() { return this.state.lineWidth; }
  set lineWidth(value: number) { this.state.lineWidth = value; }
  get font() { return this.state.font; }
  set font(value: string) { this.state.font = value; }
  get textAlign() { return this.state.textAlign; }
  set textAlign(value: CanvasTextAlign) { this.state.textAlign = value; }
  get textBaseline() { return this.state.textBaseline; }
  set textBaseline(value: CanvasTextBaseline) { this.state.textBaseline = value; }
  get globalAlpha() { return this.state.globalAlpha; }
  set globalAlpha(value: number) { this.state.globalAlpha = value; }

  setLineDash(dash: Iterable<number>): void { this.state.dash = [...dash]; }
  beginPath(): void { this.path = []; }
  closePath(): void { this.path.push('Z'); }
  moveTo(x: number, y: number): void { this.path.push(`M${number(x)} ${number(y)}`); }
  lineTo(x: number, y: number): void { this.path.push(`L${number(x)} ${number(y)}`); }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.push(`M${number(x)} ${number(y)}h${number(width)}v${number(height)}h${number(-width)}Z`);
  }
  roundRect(x: number, y: number, width: number, height: number, radius?: unknown): void {
    const r = typeof radius === 'number' ? Math.max(0, Math.min(radius, width / 2, height / 2)) : 0;
    const corner = (dx: number, dy: number) => `a${number(r)} ${number(r)} 0 0 1 ${number(dx * r)} ${number(dy * r)}`;
    const [w, h] = [width - 2 * r, height - 2 * r];
    this.path.push(`M${number(x + r)} ${number(y)}h${number(w)}${corner(1, 1)}v${number(h)}${corner(-1, 1)}h${number(-w)}${corner(-1, -1)}v${number(-h)}${corner(1, -1)}Z`);
  }
  /** The painters draw whole circles only. */
  arc(x: number, y: number, radius: number): void {
    const r = number(radius);
    this.path.push(`M${number(x - radius)} ${number(y)}a${r} ${r} 0 1 0 ${number(2 * radius)} 0a${r} ${r} 0 1 0 ${number(-2 * radius)} 0Z`);
  }
  fill(): void { this.parts.push(`<path d="${this.path.join('')}" fill="${this.state.fillStyle}"${this.alpha()}/>`); }
  stroke(): void {
    const dash = this.state.dash.length > 0 ? ` stroke-dasharray="${this.state.dash.join(' ')}"` : '';
    this.parts.push(`<path d="${this.path.join('')}" fill="none" stroke="${this.state.strokeStyle}" stroke-width="${this.state.lineWidth}"${dash}${this.alpha()}/>`);
  }
  clip(): void {
    const id = `${this.name}${this.clipCount++}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.path.join('')}"/></clipPath><g clip-path="url(#${id})">`);
    this.state.clips++;
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.parts.push(`<path d="M${number(x)} ${number(y)}h${number(width)}v${number(height)}h${number(-width)}Z" fill="${this.state.fillStyle}"${this.alpha()}/>`);
  }
  fillText(text: string, x: number, y: number): void { this.write(text, x, y, `fill="${this.state.fillStyle}"`); }
  strokeText(text: string, x: number, y: number): void {
    this.write(text, x, y, `fill="none" stroke="${this.state.strokeStyle}" stroke-width="${this.state.lineWidth}" stroke-linejoin="round"`);
  }
  private write(text: string, x: number, y: number, paint: string): void {
    const anchor = anchors[this.state.textAlign] ?? '';
    this.parts.push(`<text x="${number(x)}" y="${number(y)}" dominant-baseline="central" ${paint} ${fontAttributes(this.state.font)}${anchor}${this.alpha()}>${escaped(text)}</text>`);
  }
  save(): void {
    this.saved.push(this.state);
    this.state = { ...this.state, clips: 0 };
  }
  restore(): void {
    this.parts.push('</g>'.repeat(this.state.clips));
    this.state = this.saved.pop() ?? this.state;
  }

  text(width: number, height: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${this.inside()}</svg>`;
  }

  /** What was drawn, to be put into another drawing. */
  inside(): string {
    return this.parts.join('');
  }

  private alpha(): string {
    return this.state.globalAlpha === 1 ? '' : ` opacity="${this.state.globalAlpha}"`;
  }
}
