// The tasks of a budget as lines of a tree.
import type { Id } from '@/api/types';
import type { Figures, TaskFigures } from '../types';

export interface BudgetRow {
  task: TaskFigures;
  /** It is no task: what was entered on the project itself. */
  loose?: true;
  depth: number;
  /** It has parts; its figures hold theirs. */
  parts: boolean;
  open: boolean;
}

/** Parents come before their parts; what is below a closed one is left out. */
export function budgetRows(tasks: readonly TaskFigures[], closed: ReadonlySet<Id>): BudgetRow[] {
  const parents = new Set(tasks.map(({ parentId }) => parentId));
  const depths = new Map<Id, number>();
  const hidden = new Set<Id>();
  return tasks.flatMap((task) => {
    const above = task.parentId === null ? undefined : depths.get(task.parentId);
    const depth = above === undefined ? 0 : above + 1;
    depths.set(task.taskId, depth);
    if (task.parentId !== null && (hidden.has(task.parentId) || closed.has(task.parentId))) {
      hidden.add(task.taskId);
      return [];
    }
    return [{ task, depth, parts: parents.has(task.taskId), open: !closed.has(task.taskId) }];
  });
}

/** What was entered on no task, as the last line; undefined when there is nothing. */
export function looseRow(figures: Figures, title: string): BudgetRow | undefined {
  const { hours, amounts } = figures;
  if (amounts.length === 0 && hours.actual + hours.committed + hours.notPriced === 0) return undefined;
  return { task: { ...figures, taskId: '', parentId: null, key: '', title, statusKind: 'open', percentComplete: 0 }, loose: true, depth: 0, parts: false, open: true };
}
