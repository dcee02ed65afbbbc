// Names in the order of the reader's language: no difference between capitals and small letters, 2 before 10.
import { locale } from './format';

let made: { tag: string; collator: Intl.Collator } | null = null;

export function compareText(a: string, b: string): number {
  const tag = locale();
  if (made?.tag !== tag) made = { tag, collator: new Intl.Collator(tag, { numeric: true }) };
  return made.collator.compare(a, b);
}

export const byName = (a: { name: string }, b: { name: string }): number => compareText(a.name, b.name);
