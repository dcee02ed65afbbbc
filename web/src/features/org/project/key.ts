// Keys of projects: short, in capitals, part of every task's name.

export const keyPattern = /^[A-Z][A-Z0-9]{1,9}$/;

/** Latin letters and digits of a text, accents taken off. */
const plain = (text: string): string =>
  text
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9 ]+/g, ' ')
    .toUpperCase()
    .trim();

/** A key for a name: initials of several words, else the first letters; never one that is taken. */
export function suggestKey(name: string, taken: ReadonlySet<string>): string {
  const words = plain(name)
    .split(/\s+/)
    .filter((word) => /^[A-Z]/.test(word));
  const initials = words.map((word) => word[0]).join('');
  const base = (words.length >= 3 ? initials.slice(0, 4) : (words[0] ?? '').slice(0, words.length === 2 ? 3 : 4)) || 'PRJ';
  const usable = base.length >= 2 ? base : `${base}X`;
  if (!taken.has(usable)) return usable;
  for (let number = 2; ; number++) {
    const next = `${usable.slice(0, 8)}${number}`;
    if (!taken.has(next)) return next;
  }
}
