// The columns of the board and the arithmetic of moving a card. Cards keep the order of the tree; dropping one between
// others moves it among its own siblings, next to the nearest of them.
import type { Id, ProjectState, Task } from '@/api/types';
import type { Place } from '../task/place';

export interface Lane {
  status: ProjectState;
  cards: readonly Task[];
}

/** A task whose status the project no longer has stands with the first of its kind. */
export function lanesOf(tasks: readonly Task[], statuses: readonly ProjectState[], matches?: ReadonlySet<Id>): Lane[] {
  const lanes = new Map(statuses.map((status) => [status.key, [] as Task[]]));
  const ofKind = (task: Task) => statuses.find((status) => status.kind === task.statusKind) ?? statuses[0];
  for (const task of tasks) {
    if (matches && !matches.has(task.id)) continue;
    const lane = lanes.get(task.status) ?? lanes.get(ofKind(task)?.key ?? '');
    lane?.push(task);
  }
  return statuses.map((status) => ({ status, cards: lanes.get(status.key) ?? [] }));
}

/** The place among its siblings that puts `task` before the card at `index`; null where that changes nothing. */
export function placeInLane(cards: readonly Task[], index: number, task: Task): Place | null {
  const own = cards.findIndex((card) => card.id === task.id);
  if (own >= 0 && (index === own || index === own + 1)) return null;
  const sibling = (card: Task) => card.parentId === task.parentId && card.id !== task.id;
  const next = cards.slice(index).find(sibling);
  const previous = cards.slice(0, index).findLast(sibling);
  // A neighbour that touches the gap counts more than a far one.
  const nearNext = cards[index] === next;
  if (next && (nearNext || !previous)) return { parentId: task.parentId, before: next.id };
  return previous ? { parentId: task.parentId, after: previous.id } : null;
}

/** The place one step up or down among the siblings in this lane. */
export function stepInLane(cards: readonly Task[], task: Task, step: 1 | -1): Place | null {
  const siblings = cards.filter((card) => card.parentId === task.parentId);
  const other = siblings[siblings.indexOf(task) + step];
  if (!other) return null;
  return { parentId: task.parentId, ...(step === 1 ? { after: other.id } : { before: other.id }) };
}
