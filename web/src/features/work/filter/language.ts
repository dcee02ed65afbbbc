// The filter language as far as the form of conditions needs it: a text is cut at its outermost ANDs, and what is one
// plain comparison becomes a condition that a form can show. Everything else stays text. The server reads the whole
// language and says at which character a text goes wrong; here such a text simply has no parts.

export type Sign = '>' | '>=' | '<' | '<=' | '~' | '!~';
export type Op = 'is' | 'is not' | Sign | 'empty' | 'not empty';

export interface Value {
  text: string;
  /** It stood in quotes, or must: it means itself, never `me`, `today` or `null`. */
  quoted?: boolean;
  /** `startOfWeek(-1w)`: written as it is. */
  call?: boolean;
}

export interface Condition {
  field: string;
  /** The field is the name of a custom field, in quotes. */
  quoted?: boolean;
  op: Op;
  values: Value[];
}

export type Part = { condition: Condition } | { text: string };

export interface Piece {
  kind: 'word' | 'quoted' | 'sign' | '(' | ')' | ',' | 'end';
  text: string;
  from: number;
  to: number;
}

const signs = ['!=', '>=', '<=', '!~', '=', '>', '<', '~'];
const breaks = /[\s\p{Cc}()=!<>~,"'\\]/u;

export function pieces(text: string): Piece[] | null {
  const found: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const from = at;
    const c = text.charAt(at);
    if (/\s/.test(c)) {
      at++;
    } else if (c === '(' || c === ')' || c === ',') {
      found.push({ kind: c, text: c, from, to: ++at });
    } else if (c === '"' || c === "'") {
      const quoted = readQuoted(text, at);
      if (!quoted) return null;
      at = quoted.to;
      found.push({ kind: 'quoted', ...quoted, from });
    } else if (breaks.test(c)) {
      const sign = signs.find((one) => text.startsWith(one, at));
      if (!sign) return null;
      found.push({ kind: 'sign', text: sign, from, to: (at += sign.length) });
    } else {
      while (at < text.length && !breaks.test(text.charAt(at))) at++;
      found.push({ kind: 'word', text: text.slice(from, at), from, to: at });
    }
  }
  found.push({ kind: 'end', text: '', from: at, to: at });
  return found;
}

function readQuoted(text: string, start: number): { text: string; to: number } | null {
  const end = text.charAt(start);
  let read = '';
  for (let at = start + 1; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === end) return { text: read, to: at + 1 };
    read += c === '\\' && at + 1 < text.length ? text.charAt(++at) : c;
  }
  return null;
}

export const isWord = (piece: Piece | undefined, ...words: string[]): boolean =>
  piece?.kind === 'word' && words.includes(piece.text.toUpperCase());

/** Parts between the outermost ANDs; null when the text is no filter as far as that can be told here. */
export function partsOf(text: string): Part[] | null {
  const all = pieces(text);
  if (!all) return null;
  if (all.length === 1) return [];
  const cuts: Piece[][] = [[]];
  let depth = 0;
  let either = false;
  for (const piece of all.slice(0, -1)) {
    if (piece.kind === '(') depth++;
    if (piece.kind === ')') depth--;
    if (depth < 0) return null;
    if (depth === 0 && isWord(piece, 'OR')) either = true;
    if (depth === 0 && isWord(piece, 'AND')) cuts.push([]);
    else cuts.at(-1)?.push(piece);
  }
  if (depth !== 0 || cuts.some((cut) => cut.length === 0)) return null;
  if (either) return [{ text: text.trim() }];
  return cuts.map((cut) => {
    const condition = conditionOf(cut);
    return condition ? { condition } : { text: text.slice(cut[0]?.from, cut.at(-1)?.to) };
  });
}

/** The pieces as one plain comparison, if they are one. */
function conditionOf(cut: Piece[]): Condition | null {
  const [name, ...rest] = cut;
  if (!name || (name.kind !== 'word' && name.kind !== 'quoted') || isWord(name, 'NOT', 'AND', 'OR')) return null;
  const field = { field: name.text, ...(name.kind === 'quoted' ? { quoted: true } : {}) };
  const with_ = (op: Op, values: Value[] | null): Condition | null => values && { ...field, op, values };
  const [first, second] = rest;
  if (first?.kind === 'sign') {
    const value = valueOf(rest.slice(1));
    const op = first.text === '=' ? 'is' : first.text === '!=' ? 'is not' : (first.text as Sign);
    return with_(op, value && [value]);
  }
  if (isWord(first, 'CONTAINS')) return with_('~', only(valueOf(rest.slice(1))));
  if (isWord(first, 'IN')) return with_('is', valuesOf(rest.slice(1)));
  if (isWord(first, 'NOT')) {
    if (isWord(second, 'IN')) return with_('is not', valuesOf(rest.slice(2)));
    return isWord(second, 'CONTAINS') ? with_('!~', only(valueOf(rest.slice(2)))) : null;
  }
  if (!isWord(first, 'IS')) return null;
  const negated = isWord(second, 'NOT');
  const tail = rest.slice(negated ? 2 : 1);
  return tail.length === 1 && isWord(tail[0], 'EMPTY', 'NULL') ? with_(negated ? 'not empty' : 'empty', []) : null;
}

const only = (value: Value | null): Value[] | null => value && [value];

function valueOf(cut: Piece[]): Value | null {
  const [first, open, inside, close] = cut;
  if (first?.kind === 'quoted' && cut.length === 1) return { text: first.text, quoted: true };
  if (first?.kind !== 'word' || isWord(first, 'AND', 'OR', 'NOT')) return null;
  if (cut.length === 1) return { text: first.text };
  if (open?.kind !== '(') return null;
  if (cut.length === 3 && inside?.kind === ')') return { text: `${first.text}()`, call: true };
  const whole = cut.length === 4 && inside?.kind === 'word' && close?.kind === ')';
  return whole ? { text: `${first.text}(${inside.text})`, call: true } : null;
}

function valuesOf(cut: Piece[]): Value[] | null {
  if (cut[0]?.kind !== '(' || cut.at(-1)?.kind !== ')') return null;
  const groups: Piece[][] = [[]];
  let depth = 0;
  for (const piece of cut.slice(1, -1)) {
    if (piece.kind === '(') depth++;
    if (piece.kind === ')') depth--;
    if (piece.kind === ',' && depth === 0) groups.push([]);
    else groups.at(-1)?.push(piece);
  }
  const values = groups.map(valueOf);
  return values.every((value) => value !== null) ? values : null;
}

export const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

export function printValue({ text, quoted, call }: Value): string {
  if (call) return text;
  const plain = text !== '' && !breaks.test(text) && !/^(and|or|not)$/i.test(text);
  return quoted || !plain ? quote(text) : text;
}

function printCondition({ field, quoted, op, values }: Condition): string {
  const name = quoted ? quote(field) : field;
  const list = values.map(printValue);
  if (op === 'empty') return `${name} IS EMPTY`;
  if (op === 'not empty') return `${name} IS NOT EMPTY`;
  if (op === 'is' || op === 'is not') {
    const no = op === 'is not';
    return list.length === 1 ? `${name} ${no ? '!=' : '='} ${list[0]}` : `${name} ${no ? 'NOT IN' : 'IN'} (${list.join(', ')})`;
  }
  return `${name} ${op} ${list[0] ?? '""'}`;
}

/** The text that reads back as these parts. */
export function print(parts: readonly Part[]): string {
  const texts = parts.map((part) => {
    if ('condition' in part) return printCondition(part.condition);
    // A text with an OR outside of parentheses was the only part; now it is one of several.
    return parts.length > 1 && looseOr(part.text) ? `(${part.text})` : part.text;
  });
  return texts.join(' AND ');
}

function looseOr(text: string): boolean {
  let depth = 0;
  for (const piece of pieces(text) ?? []) {
    if (piece.kind === '(') depth++;
    if (piece.kind === ')') depth--;
    if (depth === 0 && isWord(piece, 'OR')) return true;
  }
  return false;
}

/** The server counts characters, a string here counts halves of some. */
export const indexOfCharacter = (text: string, position: number): number => [...text].slice(0, position).join('').length;
