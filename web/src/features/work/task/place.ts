// Where a task goes: the arithmetic behind indent, outdent, Alt+arrows and drag and drop.
import type { Id, Task } from '@/api/types';
import { above, childrenOf, type Row, type Tree } from './tree';

export interface Place {
  parentId: Id | null;
  /** The sibling right before it; or `before`, the one right after it; neither puts it last. */
  after?: Id;
  before?: Id;
}

const siblingsOf = (tree: Tree, task: Task): readonly Task[] => childrenOf(tree, parentIn(tree, task));
const parentIn = (tree: Tree, task: Task): Id | null =>
  task.parentId !== null && tree.byId.has(task.parentId) ? task.parentId : null;

/** Where it is now, to come back to. */
export function placeOf(tree: Tree, task: Task): Place {
  const siblings = siblingsOf(tree, task);
  const at = siblings.indexOf(task);
  const [previous, next] = [siblings[at - 1], siblings[at + 1]];
  if (previous) return { parentId: task.parentId, after: previous.id };
  return next ? { parentId: task.parentId, before: next.id } : { parentId: task.parentId };
}

/** Under the sibling before it, as its last child; null when there is none. */
export function indentPlace(tree: Tree, task: Task): Place | null {
  const siblings = siblingsOf(tree, task);
  const previous = siblings[siblings.indexOf(task) - 1];
  return previous ? { parentId: previous.id } : null;
}

/** Right after its parent; null for a root. */
export function outdentPlace(tree: Tree, task: Task): Place | null {
  const parent = task.parentId === null ? undefined : tree.byId.get(task.parentId);
  return parent ? { parentId: parentIn(tree, parent), after: parent.id } : null;
}

/** One place up (-1) or down (1) among its siblings; null at the end. */
export function shiftPlace(tree: Tree, task: Task, step: 1 | -1): Place | null {
  const siblings = siblingsOf(tree, task);
  const other = siblings[siblings.indexOf(task) + step];
  if (!other) return null;
  return { parentId: task.parentId, ...(step === 1 ? { after: other.id } : { before: other.id }) };
}

/** Whether `id` may become a part of `parentId`: not of itself nor of what is below it. */
export const mayEnter = (tree: Tree, id: Id, parentId: Id | null): boolean =>
  parentId === null || (parentId !== id && !above(tree, parentId).some((task) => task.id === id));

/** What a drop would do, and where to draw the line. */
export interface Drop {
  place: Place;
  /** Row over which the pointer is. */
  index: number;
  kind: 'before' | 'after' | 'into';
  depth: number;
}

interface Pointer {
  index: number;
  /** 0 at the top edge of the row, 1 at its bottom edge. */
  share: number;
  /** The level the pointer points at horizontally. */
  level: number;
}

/** The drop under the pointer, or null where what is dragged can't go. */
export function dropAt(tree: Tree, rows: readonly Row[], pointer: Pointer, dragged: readonly Id[]): Drop | null {
  const row = rows[pointer.index];
  if (!row) return null;
  const drop = place(rows, row, pointer);
  const own = new Set(dragged);
  const anchor = drop.place.after ?? drop.place.before;
  const nowhere = anchor !== undefined && own.has(anchor) && dragged.length === 1 && sameParent(tree, anchor, drop.place);
  if (nowhere || !dragged.every((id) => mayEnter(tree, id, drop.place.parentId))) return null;
  return anchor !== undefined && own.has(anchor) ? null : drop;
}

const sameParent = (tree: Tree, id: Id, { parentId }: Place): boolean => tree.byId.get(id)?.parentId === parentId;

function place(rows: readonly Row[], row: Row, { index, share, level }: Pointer): Drop {
  const { task } = row;
  if (share < 0.28) {
    return { place: { parentId: task.parentId, before: task.id }, index, kind: 'before', depth: row.depth };
  }
  if (share <= 0.72) return { place: { parentId: task.id }, index, kind: 'into', depth: row.depth + 1 };
  const next = rows[index + 1];
  if (row.expanded && next) {
    return { place: { parentId: task.id, before: next.task.id }, index, kind: 'after', depth: row.depth + 1 };
  }
  // Behind the last of a group the pointer chooses how far out it goes.
  const depth = Math.min(row.depth, Math.max(level, next?.depth ?? 0));
  let at = index;
  while (at > 0 && (rows[at]?.depth ?? 0) > depth) at--;
  const anchor = rows[at]?.task ?? task;
  return { place: { parentId: anchor.parentId, after: anchor.id }, index, kind: 'after', depth };
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A text that sorts between two ranks, until the server answers with the real one. */
export function rankBetween(low: string, high: string | null): string {
  let made = '';
  let bound = high;
  for (let at = 0; at < 200; at++) {
    const from = Math.max(0, digits.indexOf(low[at] ?? '0'));
    const to = bound === null ? digits.length : Math.max(0, digits.indexOf(bound[at] ?? '0'));
    if (to - from > 1) return made + (digits[from + Math.floor((to - from) / 2)] ?? 'V');
    made += digits[from];
    // Once below the upper bound, everything that follows is.
    if (to !== from) bound = null;
  }
  return `${made}V`;
}

/** The rank that puts a task at a place among these siblings. */
export function rankAt(siblings: readonly Task[], place: Place, own: Id): string {
  const others = siblings.filter((task) => task.id !== own);
  const found = others.findIndex((task) => task.id === (place.before ?? place.after));
  const at = found < 0 ? others.length : place.before !== undefined ? found : found + 1;
  return rankBetween(others[at - 1]?.rank ?? '', others[at]?.rank ?? null);
}
