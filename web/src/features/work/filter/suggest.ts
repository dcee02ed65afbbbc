// What can come next while a filter is typed: a field, a comparison, a value, or a word that joins. Looks only at what
// stands before the caret; whether the whole is right the server says.
import { isWord, pieces, type Piece } from './language';

/** What may stand at a place. */
export type Slot =
  | { kind: 'field' }
  | { kind: 'comparison'; field: string }
  | { kind: 'value'; field: string; list: boolean }
  | { kind: 'list'; field: string }
  | { kind: 'empty'; negated: boolean }
  | { kind: 'join'; close: boolean };

export interface Place {
  /** The word at the caret, to be replaced. */
  from: number;
  to: number;
  /** What of it is typed, without quotes. */
  typed: string;
  slot: Slot;
}

const wordBefore = /[^\s()=!<>~,"']*$/u;
const wordAfter = /^[^\s()=!<>~,"']*/u;

/** Where a quote begins that is not closed yet; -1 where none is open. */
function openQuote(text: string): number {
  let from = -1;
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    if (from >= 0 && c === '\\') at++;
    else if (from >= 0) from = c === text.charAt(from) ? -1 : from;
    else if (c === '"' || c === "'") from = at;
  }
  return from;
}

/** The word at the caret and what may stand there; null where only free text or nothing fits. */
export function placeAt(text: string, caret: number): Place | null {
  const before = text.slice(0, caret);
  const quote = openQuote(before);
  const quoted = quote >= 0;
  const word = quoted ? before.slice(quote) : (wordBefore.exec(before)?.[0] ?? '');
  const from = caret - word.length;
  const all = pieces(before.slice(0, from));
  if (!all) return null;
  const slot = slotAfter(all.slice(0, -1));
  if (!slot || (quoted && slot.kind !== 'field' && slot.kind !== 'value')) return null;
  const rest = quoted ? '' : (wordAfter.exec(text.slice(caret))?.[0] ?? '');
  return { from, to: caret + rest.length, typed: quoted ? word.slice(1) : word, slot };
}

/** What may follow these pieces. */
function slotAfter(all: readonly Piece[]): Slot | null {
  let slot: Slot | null = { kind: 'field' };
  let depth = 0;
  let inList = false;
  for (const piece of all) {
    const next: Slot | null = step(slot, piece, depth);
    if (slot?.kind === 'list' && piece.kind === '(') inList = true;
    else if (piece.kind === '(') depth++;
    else if (piece.kind === ')' && inList) inList = false;
    else if (piece.kind === ')') depth--;
    slot = next;
  }
  return slot?.kind === 'join' ? { kind: 'join', close: depth > 0 } : slot;
}

function step(slot: Slot | null, piece: Piece, depth: number): Slot | null {
  if (isWord(piece, 'AND', 'OR')) return { kind: 'field' };
  const named = piece.kind === 'word' || piece.kind === 'quoted';
  const join: Slot = { kind: 'join', close: depth > 0 };
  switch (slot?.kind) {
    case 'field':
      if (piece.kind === '(' || isWord(piece, 'NOT')) return slot;
      return named ? { kind: 'comparison', field: piece.text } : null;
    case 'comparison':
      if (piece.kind === 'sign' || isWord(piece, 'CONTAINS', 'WAS')) return { kind: 'value', field: slot.field, list: false };
      if (isWord(piece, 'IN')) return { kind: 'list', field: slot.field };
      if (isWord(piece, 'IS')) return { kind: 'empty', negated: false };
      return isWord(piece, 'CHANGED') ? join : isWord(piece, 'NOT') ? slot : null;
    case 'list':
      return piece.kind === '(' ? { kind: 'value', field: slot.field, list: true } : null;
    case 'value':
      if (slot.list) return piece.kind === ')' ? join : slot;
      return named ? join : null;
    case 'empty':
      return isWord(piece, 'NOT') ? { kind: 'empty', negated: true } : join;
    case 'join':
      // `startOfWeek()`: the parentheses of a value, or one that closes.
      return piece.kind === '(' || piece.kind === ')' || named ? slot : null;
    default:
      return null;
  }
}
