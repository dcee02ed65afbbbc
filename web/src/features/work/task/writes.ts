// Every change of tasks: shown at once, sent in order, taken back on screen when the server refuses, and remembered
// for undo. The promises reject with the server's error, for the field or the toast to show.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { toast } from 'sonner';
import { keys, mapCached } from '@/api/cache';
import { consented, Declined, requestMoving, type Consent } from '@/api/cascade';
import { request } from '@/api/client';
import { write } from '@/api/collections';
import type { Id, Page, Project, ProjectState, Task, TaskMove } from '@/api/types';
import { projectsOptions, useOrg } from '@/features/org/useOrg';
import i18n from '@/i18n';
import { inTurn } from '@/lib/inTurn';
import { sentence } from '@/lib/messages';
import { emptyTask } from './blank';
import { effectsOf, inverseOf, rollsUp, type TaskChanges } from './effects';
import { becomes, draftId, isDraft, latest, pend, realId, stored } from './pending';
import { placeOf, rankAt, type Place } from './place';
import { absorb, cachedTask, calendarKey, catchUp, merge, readAnew, tasksKey, type TaskPage } from './tasks';
import { buildTree, childrenOf, subtree, topmost, type Tree } from './tree';
import { forget, remember, type Step } from './undo';

/** A changed task, with what moved because it depends on it, and why the rest did not. */
export type Answer = Task & { moved?: unknown[]; notScheduled?: string | null };

const structure = 'structure';
const queueOf = (id: Id): string => (isDraft(id) ? structure : id);

export type TaskWrites = ReturnType<typeof taskWrites>;

export function useTaskWrites(): TaskWrites {
  const { id } = useOrg();
  const client = useQueryClient();
  return useMemo(() => taskWrites(client, id), [client, id]);
}

/** The first failure, after all have ended. What was done when a part was declined goes `back`, the last first. */
async function all<T>(work: Promise<T>[], back?: (at: number) => Promise<unknown>): Promise<T[]> {
  const ended = await Promise.allSettled(work);
  const failed = ended.find((result) => result.status === 'rejected');
  if (back && failed?.reason instanceof Declined) {
    await Promise.allSettled(ended.map((result, at) => [result, at] as const).toReversed().flatMap(([{ status }, at]) => (status === 'fulfilled' ? [back(at)] : [])));
  }
  if (failed) throw failed.reason;
  return ended.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Offers to take `step` back while `work` is under way, and no longer when it failed. */
async function remembered<T>(step: Step, message: string | undefined, work: Promise<T>, consent: Consent = {}): Promise<T> {
  remember(step, message);
  consent.onAsk = () => forget(step);
  try {
    const done = await work;
    if (consent.given) remember(step, message);
    return done;
  } catch (error) {
    forget(step);
    throw error;
  }
}

export function taskWrites(client: QueryClient, org: Id) {
  const t = i18n.getFixedT(null, 'work');
  const find = (id: Id): Task => {
    const task = cachedTask(client, org, realId(id));
    if (!task) throw new Error(`no task ${id} here`);
    return task;
  };
  const projectOf = (id: Id): Project | undefined =>
    client.getQueryData<Page<Project>>(projectsOptions(org).queryKey)?.data.find((project) => project.id === id);
  const statusesOf = (task: Task): readonly ProjectState[] => projectOf(task.projectId)?.statuses ?? [];
  const treeOf = (project: Id): Tree => buildTree(client.getQueryData<TaskPage>(tasksKey(org, project))?.data ?? [], true);
  const show = (id: Id, fields: Partial<Task>) => mapCached(client, org, 'tasks', id, (task) => ({ ...task, ...fields }));
  const mapList = (project: Id, change: (tasks: Task[]) => Task[]) =>
    client.setQueryData<TaskPage>(tasksKey(org, project), (list) => list && { ...list, data: change(list.data) });

  /** Sends in turn; chart and calendar of the plan are read anew afterwards. */
  const sent = <T>(queue: string, send: () => Promise<T>): Promise<T> =>
    inTurn(queue, send).finally(() => {
      void client.invalidateQueries({ queryKey: ['org', org, 'gantt'] });
      void client.invalidateQueries({ queryKey: calendarKey(org) });
    });

  // A failed look is made up for by the next one.
  const look = (project: Id) => void catchUp(client, org, project).catch(() => undefined);

  /** After a refusal: what others did meanwhile may have been left out for what was shown here. */
  const again = (project: Id, ids: readonly Id[]) => void readAnew(client, org, project, ids.map(realId)).catch(() => undefined);

  /** Reads what moved along, and says what stays where it stood; answers the task alone. */
  function follow({ moved = [], notScheduled, ...task }: Answer, rolls: boolean): Task {
    if (moved.length > 0 || rolls) look(task.projectId);
    if (notScheduled) toast.warning(t('toast.notScheduled', { reason: sentence(notScheduled) }), { duration: 8_000 });
    return task;
  }

  /** Shows `fields`, sends, and takes the answer or puts back what was. */
  async function optimistic(id: Id, fields: Partial<Task>, queue: string, send: () => Promise<Answer>): Promise<Task> {
    const before = find(id);
    const settle = pend(before, fields);
    show(id, fields);
    let task: Task | undefined;
    try {
      const answer = await sent(queue, send);
      task = follow(answer, rollsUp(before, answer));
      void client.invalidateQueries({ queryKey: ['org', org, 'activity', task.id] });
      return task;
    } finally {
      const shown = settle(task);
      mapCached(client, org, 'tasks', realId(id), () => shown);
      if (!task) again(before.projectId, [id]);
    }
  }

  const change = (id: Id, changes: TaskChanges, consent: Consent): Promise<Task> =>
    optimistic(id, effectsOf(find(id), changes, statusesOf(find(id))), queueOf(id), () =>
      write.patch(org, 'tasks', realId(id), changes, { consent }),
    );

  /** Changes fields of tasks as one step that can be undone; with a message the toast offers it too. */
  function edit(ids: readonly Id[], changes: TaskChanges, message?: string): Promise<Task[]> {
    const before = ids.map(find);
    const consent: Consent = {};
    const back = before.map((task) => () => change(task.id, inverseOf(task, changes), consented));
    const step: Step = {
      undo: () => all(back.map((one) => one())),
      redo: () => all(ids.map((id) => change(id, changes, consented))),
    };
    const work = all(ids.map((id) => change(id, changes, consent)), async (at) => back[at]?.());
    return remembered(step, message, work, consent);
  }

  function moveOne(id: Id, place: Place, consent: Consent, project?: Id): Promise<Task> {
    const task = find(id);
    const tree = treeOf(task.projectId);
    const parent = place.parentId === null ? undefined : tree.byId.get(place.parentId);
    const body = (): TaskMove => ({
      parentId: place.parentId && realId(place.parentId),
      ...(project ? { projectId: project } : {}),
      ...(place.after ? { after: realId(place.after) } : {}),
      ...(place.before ? { before: realId(place.before) } : {}),
    });
    const fields: Partial<Task> = {
      parentId: place.parentId,
      ancestors: parent ? [...parent.ancestors, parent.id] : [],
      rank: rankAt(childrenOf(tree, place.parentId), place, id),
    };
    return optimistic(id, fields, structure, () =>
      requestMoving<Pick<Answer, 'moved' | 'notScheduled'> & { task: Task }>('POST', `/organizations/${org}/tasks/${realId(id)}/move`, { body: body(), consent }).then(
        ({ task: moved, ...told }) => ({ ...moved, ...told }),
      ),
    );
  }

  /** Moves tasks one after the other; `placeFor` sees the tree as the earlier moves left it. */
  function move(ids: readonly Id[], placeFor: (tree: Tree, task: Task) => Place | null, quiet = false): Promise<Task[]> {
    const project = find(ids[0] ?? '').projectId;
    const back: [Id, Place][] = [];
    const forth: [Id, Place][] = [];
    const consent: Consent = {};
    const work = ids.flatMap((id) => {
      const tree = treeOf(project);
      const task = tree.byId.get(realId(id));
      const place = task && placeFor(tree, task);
      if (!task || !place) return [];
      back.unshift([task.id, placeOf(tree, task)]);
      forth.push([task.id, place]);
      return [moveOne(task.id, place, consent)];
    });
    if (work.length === 0) return Promise.resolve([]);
    const again = (places: [Id, Place][]) => all(places.map(([id, place]) => moveOne(id, place, consented)));
    const step: Step = { undo: () => again(back), redo: () => again(forth) };
    const message = t('toast.moved', { count: work.length, title: find(forth[0]?.[0] ?? '').title });
    const done = all(work, async (at) => again(back.slice(back.length - 1 - at, back.length - at)));
    return remembered(step, quiet ? undefined : message, done, consent);
  }

  /** A card to another place of the board: status and order in one step. */
  function moveCard(id: Id, changes: TaskChanges | null, place: Place | null): Promise<unknown> {
    const before = find(id);
    const back = placeOf(treeOf(before.projectId), before);
    const consent: Consent = {};
    const parts = (fields: TaskChanges | null, to: Place | null, by: Consent) => [
      ...(fields ? [() => change(id, fields, by)] : []),
      ...(to ? [() => moveOne(id, to, by)] : []),
    ];
    const undo = parts(changes && inverseOf(before, changes), place && back, consented);
    const step: Step = {
      undo: () => all(undo.map((part) => part())),
      redo: () => all(parts(changes, place, consented).map((part) => part())),
    };
    const work = all(parts(changes, place, consent).map((part) => part()), async (at) => undo[at]?.());
    return remembered(step, undefined, work, consent);
  }

  /** Into another project, with everything below. */
  async function moveToProject(id: Id, project: Id, parentId: Id | null): Promise<void> {
    const task = find(id);
    const from = { project: task.projectId, place: placeOf(treeOf(task.projectId), task) };
    const consent: Consent = {};
    const send = (to: Id, place: Place, by: Consent) => moveOne(id, place, by, to).then(() => Promise.all([from.project, project].map(reread)));
    const step: Step = {
      undo: () => send(from.project, from.place, consented),
      redo: () => send(project, { parentId }, consented),
    };
    const words = { count: 1, title: task.title };
    await remembered(step, t('toast.moved', words), send(project, { parentId }, consent), consent);
  }
  const reread = (project: Id) => client.invalidateQueries({ queryKey: tasksKey(org, project) });

  /** A new task: `id` is what it is called here at once, `done` answers the server's. */
  function create(projectId: Id, title: string, place: Place, fields: TaskChanges = {}): { id: Id; done: Promise<Task> } {
    const id = draftId();
    const draft = blank(id, projectId, title, place, fields);
    mapList(projectId, (tasks) => [...tasks, draft]);
    let made: Id = id;
    const step: Step = { undo: () => trashOne(made, consented), redo: () => restoreOne(made, projectId) };
    const work = sent(structure, async () => {
      const parentId = place.parentId && realId(place.parentId);
      let task = await write.create(org, 'tasks', { projectId, title, ...(parentId ? { parentId } : {}), ...fields });
      made = task.id;
      becomes(id, task.id);
      const body = { parentId, ...(place.after ? { after: realId(place.after) } : { before: realId(place.before ?? '') }) };
      if (place.after || place.before) {
        task = (await request<{ task: Task }>('POST', `/organizations/${org}/tasks/${task.id}/move`, { body })).task;
      }
      mapList(projectId, (tasks) => tasks.filter((other) => other.id !== task.id).map((other) => (other.id === id ? latest(task) : other)));
      if (parentId) look(projectId);
      return task;
    });
    const done = remembered(step, undefined, work).catch((error: unknown) => {
      mapList(projectId, (tasks) => tasks.filter((other) => other.id !== id));
      throw error;
    });
    return { id, done };
  }

  function blank(id: Id, projectId: Id, title: string, place: Place, fields: TaskChanges): Task {
    const project = projectOf(projectId);
    const statuses = project?.statuses ?? [];
    const initial = statuses.find((status) => status.key === 'todo') ?? statuses.find((status) => status.kind === 'open') ?? statuses[0];
    const tree = treeOf(projectId);
    const now = new Date().toISOString();
    const parent = place.parentId === null ? undefined : tree.byId.get(place.parentId);
    const task: Task = {
      ...emptyTask,
      id,
      organizationId: org,
      projectId,
      title,
      parentId: place.parentId,
      ancestors: parent ? [...parent.ancestors, parent.id] : [],
      rank: rankAt(childrenOf(tree, place.parentId), place, id),
      status: initial?.key ?? '',
      statusKind: initial?.kind ?? 'open',
      createdAt: now,
      updatedAt: now,
    };
    return { ...task, ...effectsOf(task, fields, statuses) };
  }

  function takeOut(id: Id): Task[] {
    const task = find(id);
    const gone = subtree(treeOf(task.projectId), task.id);
    const ids = new Set(gone.map((other) => other.id));
    mapList(task.projectId, (tasks) => tasks.filter((other) => !ids.has(other.id)));
    return (gone.length > 0 ? gone : [task]).map(stored);
  }
  const putIn = (project: Id, tasks: readonly Task[]) =>
    mapList(project, (list) => {
      const known = new Set(list.map((task) => task.id));
      return list.concat(tasks.filter((task) => !known.has(task.id)).map((task) => latest(task)));
    });

  async function trashOne(id: Id, consent: Consent): Promise<Task[]> {
    const gone = takeOut(id);
    const project = gone[0]?.projectId ?? '';
    try {
      await sent(structure, () => write.trash(org, 'tasks', realId(id), consent));
      if (gone[0]?.parentId) look(project);
      return gone;
    } catch (error) {
      putIn(project, gone);
      again(project, gone.map((task) => task.id));
      throw error;
    }
  }

  async function restoreOne(id: Id, project: Id, gone: readonly Task[] = []): Promise<void> {
    const task = await sent(structure, () => write.restore(org, 'tasks', realId(id)));
    putIn(project, gone);
    merge(client, org, project, new Set([task.id]), [task]);
    await catchUp(client, org, project);
  }

  /** Into the trash, with everything below; the toast takes it back. */
  function trash(ids: readonly Id[]): Promise<Task[][]> {
    const project = find(ids[0] ?? '').projectId;
    const roots = topmost(treeOf(project), new Set(ids.map(realId)));
    const targets = roots.length > 0 ? roots : ids.map(find);
    const consent: Consent = {};
    const gone = new Map<Id, Task[]>();
    const removeOne = async (id: Id, by: Consent) => {
      const tasks = await trashOne(id, by);
      gone.set(id, tasks);
      return tasks;
    };
    const back = ({ id }: Task) => restoreOne(id, project, gone.get(id));
    const step: Step = {
      undo: () => all(targets.map(back)),
      redo: () => all(targets.map(({ id }) => removeOne(id, consented))),
    };
    const work = all(targets.map(({ id }) => removeOne(id, consent)), async (at) => targets[at] && back(targets[at]));
    return remembered(step, t('toast.trashed', { count: targets.length, title: targets[0]?.title ?? '' }), work, consent);
  }

  /** Links a task to a predecessor (or changes the link); null takes the link away. */
  function link(id: Id, predecessor: Id, how: { type: string; lag: string } | null): Promise<Task> {
    const path = `/organizations/${org}/tasks/${id}/dependencies/${predecessor}`;
    const was = find(id).dependencies.find((other) => other.taskId === predecessor);
    const consent: Consent = {};
    const send = (to: { type: string; lag: string } | null, by: Consent) =>
      sent(id, () => requestMoving<Answer>(to ? 'PUT' : 'DELETE', path, { consent: by, ...(to ? { body: { type: to.type, lag: to.lag } } : {}) })).then((answer) => {
        const task = follow(answer, false);
        absorb(client, org, task);
        void client.invalidateQueries({ queryKey: keys.one(org, 'tasks', id) });
        return task;
      });
    return remembered({ undo: () => send(was ?? null, consented), redo: () => send(how, consented) }, undefined, send(how, consent), consent);
  }

  return { edit, move, moveCard, moveToProject, create, trash, link };
}
