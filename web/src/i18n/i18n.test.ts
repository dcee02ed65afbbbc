// Every language has exactly the texts of English, with the same placeholders.
import { describe, expect, it } from 'vitest';
import table from '../../../docs/PERMISSIONS.md?raw';

type Texts = { [key: string]: string | Texts };
const files = import.meta.glob<{ default: Texts }>('./*/*.json', { eager: true });

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const placeholders = (text: string): string[] => [...text.matchAll(/{{(\w+)/g)].map((match) => match[1] ?? '').sort();

const translations = Object.entries(files).filter(([path]) => !path.startsWith('./en/') && !path.endsWith('/permissions.json'));

describe.each(translations)('%s', (path, file) => {
  const english = flatten(files[path.replace(/^\.\/\w+/, './en')]?.default ?? {});
  const translated = flatten(file.default);
  it('has the keys of English', () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
  });
  it('keeps the placeholders', () => {
    for (const [key, text] of translated) expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
  });
});

/** The English texts of permissions are the server's; a translation must not outlive its permission. */
describe.each(Object.entries(files).filter(([path]) => path.endsWith('/permissions.json')))('%s', (_path, file) => {
  it('translates permissions that there are', () => {
    const known = new Set([...table.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]));
    const translated = [...flatten(file.default).keys()].map((key) => key.replace('.', ':'));
    expect(translated.filter((name) => !known.has(name))).toEqual([]);
  });
});
