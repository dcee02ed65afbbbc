// Every text colour is readable (WCAG AA, 4.5:1) on every background it may stand on, in both themes.
import { describe, expect, it } from 'vitest';
import css from './tokens.css?raw';

function colours(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--c-([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name ?? '', value ?? '']));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const backgrounds = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected'];
const pairs: [string, string][] = [
  ...['text', 'muted', 'faint', 'accent-text'].flatMap((text) => backgrounds.map((ground): [string, string] => [text, ground])),
  ...['danger', 'warn', 'ok', 'info'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    [tone, 'surface'],
    [tone, 'raised'],
    [tone, 'hover'],
  ]),
  ['accent-text', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
];

describe.each([
  ['light', ':root'],
  ['dark', "[data-theme='dark']"],
])('%s', (_theme, selector) => {
  const colour = colours(selector);
  it.each(pairs)('%s on %s', (text, ground) => {
    expect(contrast(colour.get(text) ?? '#ffffff', colour.get(ground) ?? '#ffffff')).toBeGreaterThanOrEqual(4.5);
  });
});
