// Editing in the table: cells as text or by choosing, and the row in which new tasks are typed.
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { ApiError } from '@/api/errors';
import type { Id, Project, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { messageOf, toastError } from '@/lib/messages';
import type { TaskChanges } from '../task/effects';
import { isDraft } from '../task/pending';
import { childrenOf, type Row, type Tree } from '../task/tree';
import type { TaskActions } from '../task/useTaskActions';
import { useMakeTask } from '../custom/RequiredFields';
import { setting, valueOf } from '../custom/values';
import type { Next } from './CellEditor';
import type { Column, ColumnKey } from './columns';
import type { Draft, GridState } from './useGridState';

export interface GridOptions {
  project: Project;
  rows: readonly Row[];
  tree: Tree;
  columns: readonly Column[];
  state: GridState;
  actions: TaskActions;
  collapse: (id: Id, collapsed: boolean) => void;
  /** A task made here stays in view although the filter would hide it. */
  onMade: (id: Id) => void;
}

export const editable = (task: Task | undefined): boolean =>
  task !== undefined && task.can.includes('update') && !isDraft(task.id);

export type GridEdits = ReturnType<typeof useGridEdits>;

export function useGridEdits({ rows, columns, state, actions, ...rest }: GridOptions) {
  const { t } = useTranslation('work');
  const node = useRef<HTMLDivElement | null>(null);
  const focus = () => node.current?.focus({ preventScroll: true });
  const rowOf = (id: Id | undefined): Row | undefined => (id === undefined ? undefined : rows[state.indexOf(id)]);

  const fieldAt = (key: ColumnKey): Column | undefined => columns.find((one) => one.key === key);
  const edit = (id: Id, column: ColumnKey) => {
    state.goTo({ id, column });
    const task = rowOf(id)?.task;
    if (!task || !editable(task)) return;
    // The progress of a whole follows from its parts.
    if (column === 'percent' && task.childCount > 0) return;
    const definition = fieldAt(column)?.definition;
    // A box is ticked where it stands; everything else opens.
    if (definition?.type === 'checkbox') save(id, column, setting(definition, valueOf(task, definition.id) === true ? null : true));
    else state.edit({ id, column });
  };
  const endEdit = () => {
    state.edit(null);
    focus();
  };
  const editNext = (id: Id, column: ColumnKey, step: 1 | -1) => {
    const next = columns[columns.findIndex((one) => one.key === column) + step];
    const index = state.indexOf(id) + (next ? 0 : step);
    const to = next ?? columns.at(step === 1 ? 0 : -1);
    const row = rows[index];
    if (row && to) edit(row.task.id, to.key);
    else endEdit();
  };

  /** Sends a change; a refusal reopens the field with what was typed, or says so when there is no field. */
  const save = (id: Id, column: ColumnKey, changes: TaskChanges, text?: string) => {
    actions.writes.edit([id], changes).catch((error: unknown) => {
      const refused = error instanceof ApiError && [409, 412, 422].includes(error.status);
      if (refused && text !== undefined) state.edit({ id, column, text, error: messageOf(error) });
      else toastError(error);
    });
  };
  const commit = (id: Id, column: ColumnKey, text: string, next: Next) => {
    const task = rowOf(id)?.task;
    const field = fieldAt(column)?.field;
    if (!task || !field) return endEdit();
    const read = text === field.show(task) ? {} : field.read(text);
    if (typeof read === 'string') {
      if (next !== 'leave') return state.edit({ id, column, text, error: t(`rule.${read}`) });
      toast.error(t(`rule.${read}`));
      return state.edit(null);
    }
    state.edit(null);
    if (next === 'stay') focus();
    if (Object.keys(read).length > 0) save(id, column, read, text);
    if (next === 'next' || next === 'previous') editNext(id, column, next === 'next' ? 1 : -1);
  };
  return { node, focus, rowOf, edit, endEdit, save, commit, ...useDrafts({ rows, columns, state, actions, ...rest }, focus) };
}

function useDrafts({ project, rows, tree, state, actions, collapse, onMade }: GridOptions, focus: () => void) {
  const { may } = useOrg();
  const mayCreate = may('task:create');
  const make = useMakeTask(project);
  const depthOf = (id: Id | null): number => (id === null ? -1 : (rows[state.indexOf(id)]?.depth ?? -1));

  /** Opens the row right after a task and what is shown below it, or at the end. */
  const draftAfter = (task: Task | undefined): void => {
    if (!mayCreate) return;
    if (!task) state.setDraft({ place: { parentId: null }, depth: 0 });
    else state.setDraft({ place: { parentId: task.parentId, after: task.id }, depth: depthOf(task.id) });
  };
  const inside = (id: Id): Draft => {
    const last = childrenOf(tree, id).at(-1);
    return { place: { parentId: id, ...(last ? { after: last.id } : {}) }, depth: depthOf(id) + 1 };
  };
  const draftInside = (task: Task): void => {
    collapse(task.id, false);
    if (mayCreate) state.setDraft(inside(task.id));
  };
  /** One level in: under the task before it; one level out: behind its parent. */
  const draftLevel = (step: 1 | -1): void => {
    const { draft } = state;
    if (!draft) return;
    const { parentId, after } = draft.place;
    if (step === 1 && after) {
      collapse(after, false);
      state.setDraft(inside(after));
    } else if (step === -1 && parentId !== null) {
      const parent = rows[state.indexOf(parentId)]?.task;
      state.setDraft({ place: { parentId: parent?.parentId ?? null, after: parentId }, depth: Math.max(0, draft.depth - 1) });
    }
  };
  const createNext = (title: string): void => {
    const { draft } = state;
    if (!draft) return;
    const nextAfter = (id: Id) => state.setDraft({ place: { parentId: draft.place.parentId, after: id }, depth: draft.depth });
    const made = make(title, ({ title: asked = title, ...fields }) => {
      const { id, done } = actions.writes.create(project.id, asked, draft.place, fields);
      onMade(id);
      nextAfter(id);
      return done;
    });
    const again = () => state.setDraft({ ...draft, text: title });
    made.then(
      // A window that asked took the focus, and the row had closed.
      (task) => (task === null ? again() : task.customFields.length > 0 && nextAfter(task.id)),
      (error: unknown) => {
        toastError(error);
        again();
      },
    );
  };
  const endDraft = () => {
    const last = state.draft?.place.after;
    state.setDraft(null);
    if (last) state.goTo({ id: last, column: 'title' });
    focus();
  };
  return { mayCreate, draftAfter, draftInside, draftLevel, createNext, endDraft };
}
