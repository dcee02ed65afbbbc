// The chart's colours, mixed from the theme's tokens.

export interface Colors {
  surface: string;
  line: string;
  text: string;
  muted: string;
  accent: string;
  off: string;
  selected: string;
  hover: string;
  bar: string;
  barEdge: string;
  done: string;
  critical: string;
  criticalEdge: string;
  criticalDone: string;
  closed: string;
  closedDone: string;
  baseline: string;
  link: string;
  danger: string;
  warn: string;
}

/** Red, green and blue of `#rrggbb`, or of `#rgb`, to which a stylesheet is shortened when it is built. */
function channels(hex: string): number[] {
  const wide = hex.length < 7 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
  return [1, 3, 5].map((at) => Number.parseInt(wide.slice(at, at + 2), 16));
}

/** `share` of the first colour in the second. */
export function mix(over: string, under: string, share: number): string {
  const below = channels(under);
  return `#${channels(over)
    .map((value, at) => Math.round(value * share + (below[at] ?? 0) * (1 - share)).toString(16).padStart(2, '0'))
    .join('')}`;
}

export function readColors(element: Element): Colors {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(`--c-${name}`).trim();
  const surface = of('surface');
  const [accent, bright, danger, text, control] = [of('accent'), of('accent-text'), of('danger'), of('text'), of('control')];
  // On a dark ground a thin mixture would hardly be seen.
  const dark = (channels(surface)[1] ?? 255) < 128;
  return {
    surface,
    line: of('line'),
    text,
    muted: of('muted'),
    accent: bright,
    off: mix(control, surface, 0.07),
    selected: of('selected'),
    hover: of('hover'),
    bar: mix(accent, surface, dark ? 0.66 : 0.36),
    barEdge: dark ? mix(bright, surface, 0.6) : mix(accent, surface, 0.62),
    done: mix(dark ? bright : accent, surface, 0.92),
    critical: mix(danger, surface, 0.34),
    criticalEdge: mix(danger, surface, 0.7),
    criticalDone: mix(danger, surface, 0.92),
    closed: mix(control, surface, dark ? 0.4 : 0.32),
    closedDone: mix(control, surface, 0.75),
    baseline: mix(control, surface, 0.55),
    link: mix(text, surface, 0.5),
    danger,
    warn: of('warn'),
  };
}
