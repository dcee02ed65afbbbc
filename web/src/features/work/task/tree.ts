// A project's tasks as a tree. The list comes sorted by rank, so that building is one pass and only siblings whose
// order changed here are sorted again.
import type { Id, Task } from '@/api/types';

export interface Tree {
  byId: Map<Id, Task>;
  /** Children in order, by parent; roots under `null`. */
  children: Map<Id | null, Task[]>;
}

/** One visible line of the tree. */
export interface Row {
  task: Task;
  /** 0 for roots. */
  depth: number;
  /** 1-based place among its siblings. */
  position: number;
  siblings: number;
  expandable: boolean;
  expanded: boolean;
  /** Shown only because something below it matches the filter. */
  context: boolean;
}

const inOrder = (a: Task, b: Task): number => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.id < b.id ? -1 : 1);

/** While pages still come (`complete` is false) a task waits for its parent; afterwards it is shown as a root. */
export function buildTree(tasks: readonly Task[], complete: boolean): Tree {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const children = new Map<Id | null, Task[]>();
  const unsorted = new Set<Task[]>();
  for (const task of tasks) {
    const known = task.parentId === null || byId.has(task.parentId);
    if (!known && !complete) continue;
    const parent = known ? task.parentId : null;
    const siblings = children.get(parent);
    if (!siblings) {
      children.set(parent, [task]);
      continue;
    }
    const last = siblings.at(-1);
    if (last && inOrder(last, task) > 0) unsorted.add(siblings);
    siblings.push(task);
  }
  for (const siblings of unsorted) siblings.sort(inOrder);
  return { byId, children };
}

export const childrenOf = (tree: Tree, id: Id | null): readonly Task[] => tree.children.get(id) ?? [];

/** The task and everything below it, parents first. */
export function subtree(tree: Tree, id: Id): Task[] {
  const root = tree.byId.get(id);
  const found: Task[] = root ? [root] : [];
  for (let at = 0; at < found.length; at++) {
    const task = found[at];
    if (task) found.push(...childrenOf(tree, task.id));
  }
  return found;
}

/** The tasks above, nearest first. */
export function above(tree: Tree, id: Id): Task[] {
  const found: Task[] = [];
  let parent = tree.byId.get(id)?.parentId ?? null;
  while (parent !== null && found.length < 1_000) {
    const task = tree.byId.get(parent);
    if (!task) break;
    found.push(task);
    parent = task.parentId;
  }
  return found;
}

export interface View {
  collapsed: ReadonlySet<Id>;
  /** Ids that pass the filter; what stands above them is shown as well, opened. */
  matches?: ReadonlySet<Id> | undefined;
}

/** The visible lines from top to bottom. */
export function flatten(tree: Tree, { collapsed, matches }: View): Row[] {
  const shown = matches && withAncestors(tree, matches);
  const visible = (parent: Id | null): readonly Task[] => {
    const all = childrenOf(tree, parent);
    return shown ? all.filter((task) => shown.has(task.id)) : all;
  };
  const rows: Row[] = [];
  const open: { list: readonly Task[]; at: number }[] = [{ list: visible(null), at: 0 }];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const task = level.list[level.at++];
    if (!task) {
      open.pop();
      continue;
    }
    const below = visible(task.id);
    const expanded = below.length > 0 && (shown !== undefined || !collapsed.has(task.id));
    rows.push({
      task,
      depth: open.length - 1,
      position: level.at,
      siblings: level.list.length,
      expandable: below.length > 0,
      expanded,
      context: matches !== undefined && !matches.has(task.id),
    });
    if (expanded) open.push({ list: below, at: 0 });
  }
  return rows;
}

function withAncestors(tree: Tree, matches: ReadonlySet<Id>): Set<Id> {
  const shown = new Set<Id>();
  for (const id of matches) {
    let at: Id | null = id;
    while (at !== null && !shown.has(at)) {
      const task: Task | undefined = tree.byId.get(at);
      if (!task) break;
      shown.add(at);
      at = task.parentId;
    }
  }
  return shown;
}

/** Every task in the order of the fully opened tree. */
export const treeOrder = (tree: Tree): Task[] => flatten(tree, { collapsed: new Set() }).map((row) => row.task);

/** Of these tasks the ones with no other of them above, in tree order: what moves or goes when they do. */
export function topmost(tree: Tree, ids: ReadonlySet<Id>): Task[] {
  const roots = [...ids].filter((id) => tree.byId.has(id) && !above(tree, id).some((task) => ids.has(task.id)));
  if (roots.length < 2) return roots.flatMap((id) => tree.byId.get(id) ?? []);
  const wanted = new Set(roots);
  return treeOrder(tree).filter((task) => wanted.has(task.id));
}

/** Pixels by which a title is indented: full steps first, then smaller ones, so that deep trees stay readable. */
export const indentOf = (depth: number): number => Math.min(depth, 8) * 18 + Math.min(Math.max(depth - 8, 0), 16) * 4;
