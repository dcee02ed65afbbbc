// The head of the chart: two tiers of units, the upper one's names staying in sight, and today marked.
import { hourStep, levelOf, nextOf, ticks, timeAt, xOf, type Unit } from './scale';
import { font, headHeight, type Pen, type Scene } from './scene';

const formats: Partial<Record<Unit, Intl.DateTimeFormatOptions>> = {
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  month: { month: 'short' },
  year: { year: 'numeric' },
};
const inUpper: Partial<Record<Unit, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
};

const made = new Map<string, Intl.DateTimeFormat>();
const names = new Map<string, string>();

function format(language: string, options: Intl.DateTimeFormatOptions, local: number): string {
  const key = `${language} ${JSON.stringify(options)}`;
  const formatter = made.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
  made.set(key, formatter);
  return formatter.format(new Date(local * 1_000));
}

/** Names are asked for in every frame and change never. */
function nameOf(language: string, unit: Unit, upper: boolean, wide: boolean, local: number): string {
  const key = `${language} ${unit} ${upper} ${wide} ${local}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  if (names.size > 5_000) names.clear();
  const name = makeName(language, unit, upper, wide, local);
  names.set(key, name);
  return name;
}

function makeName(language: string, unit: Unit, upper: boolean, wide: boolean, local: number): string {
  const date = new Date(local * 1_000);
  if (unit === 'decade') return `${date.getUTCFullYear()} – ${date.getUTCFullYear() + 9}`;
  if (unit === 'quarter') return `Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
  const options = upper ? inUpper[unit] : formats[unit];
  if (options) return format(language, options, local);
  return wide && unit === 'day' ? format(language, { weekday: 'short', day: 'numeric' }, local) : String(date.getUTCDate());
}

export function paintHead(pen: Pen, scene: Scene): void {
  const { colors, width, scale, left } = scene;
  const level = levelOf(scale.perDay);
  const hours = hourStep(scale.perDay);
  const [from, to] = [timeAt(scale, left), timeAt(scale, left + width)];
  pen.fillStyle = colors.surface;
  pen.fillRect(0, 0, width, headHeight);
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  tier(level.upper, 0, font(12, 550), colors.text, 1);
  tier(level.lower, headHeight / 2, font(11.5), colors.muted, level.lower === 'hour' ? hours : 1);
  pen.fillStyle = colors.line;
  pen.fillRect(0, headHeight / 2 - 1, width, 1);
  pen.fillRect(0, headHeight - 1, width, 1);

  function tier(unit: Unit, top: number, face: string, color: string, step: number): void {
    const upper = top === 0;
    pen.font = face;
    for (const at of ticks(unit, from, to, step)) {
      const x = xOf(scale, at) - left;
      const end = xOf(scale, nextOf(unit, at, step)) - left;
      pen.fillStyle = colors.line;
      pen.fillRect(Math.round(x), top, 1, headHeight / 2);
      const today = unit !== 'hour' && scene.now >= at && scene.now < nextOf(unit, at, step);
      pen.save();
      pen.beginPath();
      pen.rect(Math.max(0, x), top, end - Math.max(0, x), headHeight / 2);
      pen.clip();
      pen.fillStyle = today && !upper ? colors.accent : color;
      const text = nameOf(scene.language, unit, upper, end - x >= 56, at);
      // What is left of a unit at the edge may be too little for its name.
      if (upper && end - Math.max(x, 0) > text.length * 7.2 + 8) pen.fillText(text, Math.max(x, 0) + 8, top + headHeight / 4);
      if (!upper) {
        pen.textAlign = 'center';
        pen.fillText(text, (x + end) / 2, top + headHeight / 4);
        pen.textAlign = 'left';
      }
      pen.restore();
    }
  }
}
