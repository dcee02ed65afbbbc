// The behaviour of the table: keys and clicks become moves of the active cell, edits and commands on tasks.
import { useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { Id } from '@/api/types';
import { isDraft } from '../task/pending';
import { above, type Row } from '../task/tree';
import type { ColumnKey } from './columns';
import { commandOf, type Command } from './keys';
import { editable, useGridEdits, type GridOptions } from './useGridEdits';

export type Grid = ReturnType<typeof useGrid>;

type Moves = Extract<Command, { do: 'move' | 'edge' | 'column' }>;

export function useGrid(options: GridOptions) {
  const { rows, tree, columns, state, actions, collapse } = options;
  const edits = useGridEdits(options);
  const { rowOf, focus, edit } = edits;

  /** On the title, right opens and left closes a summary, or goes to the one above. */
  const discloses = (row: Row, step: number): boolean => {
    if (step > 0 ? row.expandable && !row.expanded : row.expanded) {
      collapse(row.task.id, step < 0);
      return true;
    }
    const parent = step < 0 ? above(tree, row.task.id)[0] : undefined;
    if (parent) state.goTo({ id: parent.id, column: 'title' });
    return step < 0;
  };
  const moveBy = (rowStep: number, columnStep: number, extend: boolean) => {
    const { active, activeIndex } = state;
    const row = rows[active ? activeIndex : 0];
    if (!row) return;
    if (!active) return state.goTo({ id: row.task.id, column: 'title' });
    if (columnStep !== 0 && active.column === 'title' && discloses(row, columnStep)) return;
    const at = columns.findIndex((one) => one.key === active.column) + columnStep;
    const column = columns[Math.min(Math.max(at, 0), columns.length - 1)];
    const target = rows[Math.min(Math.max(activeIndex + rowStep, 0), rows.length - 1)];
    if (target && column) state.goTo({ id: target.task.id, column: column.key }, extend);
  };
  const go = (move: Moves) => {
    const { active } = state;
    if (move.do === 'move') return moveBy(move.rows ?? 0, move.columns ?? 0, move.extend ?? false);
    if (move.do === 'edge') {
      const row = move.row === 'first' ? rows[0] : rows.at(-1);
      if (row) state.goTo({ id: row.task.id, column: active?.column ?? 'title' }, move.extend);
      return;
    }
    const column = columns.at(move.to === 'first' ? 0 : -1);
    if (active && column) state.goTo({ id: active.id, column: column.key });
  };

  /** Does what a key asks for; false when it does not apply here, so that the browser may have the key. */
  const run = (command: Command): boolean => {
    const { active, targets } = state;
    const task = rowOf(active?.id)?.task;
    const allowed = targets.length > 0 && targets.every((id) => editable(rowOf(id)?.task));
    switch (command.do) {
      case 'move':
      case 'edge':
      case 'column':
        go(command);
        break;
      case 'edit':
        if (active) edit(active.id, active.column);
        break;
      case 'open':
        if (task && !isDraft(task.id)) actions.open(task.id);
        break;
      case 'toggle':
        if (active) state.toggle(active.id);
        break;
      case 'all':
        state.selectAll();
        break;
      case 'clear':
        state.clearSelection();
        return state.selected.size > 0;
      case 'create':
        edits.draftAfter(task);
        break;
      case 'trash':
        if (targets.every((id) => rowOf(id)?.task.can.includes('delete'))) actions.trash(targets);
        break;
      case 'indent':
      case 'outdent':
        if (allowed) actions[command.do](targets);
        return allowed;
      case 'up':
      case 'down':
        if (allowed) actions.shift(targets, command.do === 'up' ? -1 : 1);
    }
    return true;
  };

  // After Esc, Tab leaves the table from the title column as well.
  const leaving = useRef(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const command = commandOf(event.nativeEvent, state.active?.column === 'title' && !leaving.current);
    const did = command !== null && run(command);
    leaving.current = event.key === 'Escape' && !did;
    if (did) event.preventDefault();
  };

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const near = (name: string) => target?.closest<HTMLElement>(`[data-${name}]`)?.dataset[name];
    const opened = near('open');
    // With a modifier the link does what links do: another tab, another window.
    if (opened !== undefined && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      return actions.open(opened);
    }
    if (!target || target.closest('a,button,input,[data-stop]')) return;
    const id: Id | undefined = near('row');
    const column = near('col') as ColumnKey | undefined;
    if (id === undefined || column === undefined) return;
    const act = near('act');
    focus();
    if (act === 'disclose') {
      state.goTo({ id, column });
      collapse(id, rowOf(id)?.expanded === true);
    } else if (event.shiftKey) state.goTo({ id, column }, true);
    else if (act === 'select' || event.ctrlKey || event.metaKey) {
      state.goTo({ id, column });
      state.toggle(id);
    } else edit(id, column);
  };
  return { ...edits, onKeyDown, onClick, run };
}
