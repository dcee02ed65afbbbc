// Moving things in a short list that people order by hand.

/** The list with one thing moved; the same list when it stays where it is or would leave. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  if (from === to || from < 0 || to < 0 || from >= items.length || to >= items.length) return items;
  const next = [...items];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** Where a thing dropped at an edge of another one comes to stand. */
export function droppedAt(from: number, over: number, edge: 'top' | 'bottom'): number {
  const gap = edge === 'top' ? over : over + 1;
  return gap > from ? gap - 1 : gap;
}
