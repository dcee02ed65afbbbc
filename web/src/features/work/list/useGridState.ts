// Where the table stands: the active cell, what is selected, what is being edited, where a new task is being typed.
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Id } from '@/api/types';
import type { Place } from '../task/place';
import { realId } from '../task/pending';
import type { Row } from '../task/tree';
import type { ColumnKey } from './columns';

export interface Cell {
  id: Id;
  column: ColumnKey;
}

/** A cell in edit; after a refusal with what was typed and why. */
export interface Editing extends Cell {
  text?: string;
  error?: string;
}

/** A new task being typed at a place. */
export interface Draft {
  place: Place;
  depth: number;
  /** What was typed, when the server refused it. */
  text?: string;
}

/** The row before which the draft is drawn: behind the task it follows and what is shown below that. */
function draftRow(rows: readonly Row[], { place }: Draft, indexOf: (id: Id) => number): number {
  const above = place.after ?? place.parentId;
  const index = above === null ? -1 : indexOf(above);
  const row = rows[index];
  if (!row) return rows.length;
  let at = index + 1;
  while ((rows[at]?.depth ?? -1) > row.depth) at++;
  return at;
}

export type GridState = ReturnType<typeof useGridState>;

export function useGridState(rows: readonly Row[]) {
  const [activeCell, setActiveCell] = useState<Cell | null>(null);
  const [selection, setSelection] = useState<ReadonlySet<Id>>(new Set());
  const [editing, setEditing] = useState<Editing | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const anchor = useRef<Id | null>(null);
  const indexes = useMemo(() => new Map(rows.map((row, index) => [row.task.id, index])), [rows]);
  const indexOf = useCallback((id: Id): number => indexes.get(id) ?? indexes.get(realId(id)) ?? -1, [indexes]);

  // A row that went away leaves the place it had to the row that is there now.
  const lastIndex = useRef(0);
  const found = activeCell ? indexOf(activeCell.id) : -1;
  const index = found >= 0 ? found : activeCell ? Math.min(lastIndex.current, rows.length - 1) : -1;
  if (index >= 0) lastIndex.current = index;
  const row = rows[index];
  const active = row && activeCell ? { id: row.task.id, column: activeCell.column } : null;
  const selected = useMemo(() => {
    const here = [...selection].map(realId).filter((id) => indexes.has(id));
    return here.length === selection.size && here.every((id) => selection.has(id)) ? selection : new Set(here);
  }, [selection, indexes]);

  const extendTo = (id: Id) => {
    const from = indexOf(anchor.current ?? id);
    const to = indexOf(id);
    if (from < 0 || to < 0) return;
    const [low, high] = from < to ? [from, to] : [to, from];
    setSelection(new Set(rows.slice(low, high + 1).map((one) => one.task.id)));
  };
  const toggle = (id: Id) => {
    anchor.current = id;
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelection(next);
  };
  const goTo = (cell: Cell, extend = false) => {
    if (!extend) anchor.current = cell.id;
    else if (anchor.current === null) anchor.current = active?.id ?? cell.id;
    setActiveCell(cell);
    if (extend) extendTo(cell.id);
  };
  return {
    active,
    activeIndex: index,
    selected,
    editing,
    draft,
    draftAt: draft ? draftRow(rows, draft, indexOf) : -1,
    indexOf,
    goTo,
    toggle,
    extendTo,
    selectAll: () => setSelection(new Set(rows.map((one) => one.task.id))),
    clearSelection: () => setSelection(new Set()),
    edit: setEditing,
    setDraft,
    /** What commands act on: the selection, else the active row. */
    targets: selected.size > 0 ? rows.filter((one) => selected.has(one.task.id)).map((one) => one.task.id) : active ? [active.id] : [],
  };
}
