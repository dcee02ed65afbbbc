// Every change of tasks: shown at once, sent in order, taken back on screen when the server refuses, and remembered
// for undo. The promises reject with the server's error, for the field or the toast to show.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { toast } from 'sonner';
import { keys, mapCached } from '@/api/cache';
import { request } from '@/api/client';
import { write } from '@/api/collections';
import type { Id, Page, Project, ProjectState, Task, TaskMove } from '@/api/types';
import { projectsOptions, useOrg } from '@/features/org/useOrg';
import i18n from '@/i18n';
import { sentence } from '@/lib/messages';
import { emptyTask } from './blank';
import { effectsOf, inverseOf, type TaskChanges } from './effects';
import { becomes, draftId, inTurn, isDraft, pend, realId, reverted } from './pending';
import { placeOf, rankAt, type Place } from './place';
import { absorb, cachedTask, calendarKey, catchUp, merge, tasksKey, type TaskPage } from './tasks';
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

/** The first failure, after all have ended. */
async function all<T>(work: Promise<T>[]): Promise<T[]> {
  const ended = await Promise.allSettled(work);
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return ended.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Offers to take `step` back while `work` is under way, and no longer when it failed. */
async function remembered<T>(step: Step, message: string | undefined, work: Promise<T>): Promise<T> {
  remember(step, message);
  try {
    return await work;
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

  /** Reads what moved along, and says what stays where it stood; answers the task alone. */
  function follow({ moved = [], notScheduled, ...task }: Answer): Task {
    // A failed look is made up for by the next one.
    if (moved.length > 0) catchUp(client, org, task.projectId).catch(() => undefined);
    if (notScheduled) toast.warning(t('toast.notScheduled', { reason: sentence(notScheduled) }), { duration: 8_000 });
    return task;
  }

  /** Shows `fields`, sends, and takes the answer or puts back what was. */
  async function optimistic(id: Id, fields: Partial<Task>, queue: string, send: () => Promise<Answer>): Promise<Task> {
    const before = find(id);
    const answered = pend(id, fields);
    show(id, fields);
    try {
      const task = follow(await sent(queue, send));
      answered();
      absorb(client, org, task);
      void client.invalidateQueries({ queryKey: ['org', org, 'activity', task.id] });
      return task;
    } catch (error) {
      answered();
      mapCached(client, org, 'tasks', id, (task) => reverted(task, before, fields));
      throw error;
    }
  }

  const change = (id: Id, changes: TaskChanges): Promise<Task> =>
    optimistic(id, effectsOf(find(id), changes, statusesOf(find(id))), queueOf(id), () =>
      write.patch(org, 'tasks', realId(id), changes),
    );

  /** Changes fields of tasks as one step that can be undone; with a message the toast offers it too. */
  function edit(ids: readonly Id[], changes: TaskChanges, message?: string): Promise<Task[]> {
    const before = ids.map(find);
    const step: Step = {
      undo: () => all(before.map((task) => change(task.id, inverseOf(task, changes)))),
      redo: () => all(ids.map((id) => change(id, changes))),
    };
    return remembered(step, message, all(ids.map((id) => change(id, changes))));
  }

  function moveOne(id: Id, place: Place, project?: Id): Promise<Task> {
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
      request<Pick<Answer, 'moved' | 'notScheduled'> & { task: Task }>('POST', `/organizations/${org}/tasks/${realId(id)}/move`, { body: body() }).then(
        ({ task: moved, ...told }) => ({ ...moved, ...told }),
      ),
    );
  }

  /** Moves tasks one after the other; `placeFor` sees the tree as the earlier moves left it. */
  function move(ids: readonly Id[], placeFor: (tree: Tree, task: Task) => Place | null, quiet = false): Promise<Task[]> {
    const project = find(ids[0] ?? '').projectId;
    const back: [Id, Place][] = [];
    const forth: [Id, Place][] = [];
    const work = ids.flatMap((id) => {
      const tree = treeOf(project);
      const task = tree.byId.get(realId(id));
      const place = task && placeFor(tree, task);
      if (!task || !place) return [];
      back.unshift([task.id, placeOf(tree, task)]);
      forth.push([task.id, place]);
      return [moveOne(task.id, place)];
    });
    if (work.length === 0) return Promise.resolve([]);
    const again = (places: [Id, Place][]) => all(places.map(([id, place]) => moveOne(id, place)));
    const step: Step = { undo: () => again(back), redo: () => again(forth) };
    const message = t('toast.moved', { count: work.length, title: find(forth[0]?.[0] ?? '').title });
    return remembered(step, quiet ? undefined : message, all(work));
  }

  /** A card to another place of the board: status and order in one step. */
  function moveCard(id: Id, changes: TaskChanges | null, place: Place | null): Promise<unknown> {
    const before = find(id);
    const back = placeOf(treeOf(before.projectId), before);
    const both = (fields: TaskChanges | null, to: Place | null) =>
      all([...(fields ? [change(id, fields)] : []), ...(to ? [moveOne(id, to)] : [])]);
    const step: Step = {
      undo: () => both(changes && inverseOf(before, changes), place && back),
      redo: () => both(changes, place),
    };
    return remembered(step, undefined, both(changes, place));
  }

  /** Into another project, with everything below. */
  async function moveToProject(id: Id, project: Id, parentId: Id | null): Promise<void> {
    const task = find(id);
    const from = { project: task.projectId, place: placeOf(treeOf(task.projectId), task) };
    const send = (to: Id, place: Place) => moveOne(id, place, to).then(() => Promise.all([from.project, project].map(reread)));
    const step: Step = {
      undo: () => send(from.project, from.place),
      redo: () => send(project, { parentId }),
    };
    const words = { count: 1, title: task.title };
    await remembered(step, t('toast.moved', words), send(project, { parentId }));
  }
  const reread = (project: Id) => client.invalidateQueries({ queryKey: tasksKey(org, project) });

  /** A new task: `id` is what it is called here at once, `done` answers the server's. */
  function create(projectId: Id, title: string, place: Place, fields: TaskChanges = {}): { id: Id; done: Promise<Task> } {
    const id = draftId();
    const draft = blank(id, projectId, title, place, fields);
    mapList(projectId, (tasks) => [...tasks, draft]);
    let made: Id = id;
    const step: Step = { undo: () => trashOne(made), redo: () => restoreOne(made, projectId) };
    const work = sent(structure, async () => {
      const parentId = place.parentId && realId(place.parentId);
      let task = await write.create(org, 'tasks', { projectId, title, ...(parentId ? { parentId } : {}), ...fields });
      made = task.id;
      becomes(id, task.id);
      const body = { parentId, ...(place.after ? { after: realId(place.after) } : { before: realId(place.before ?? '') }) };
      if (place.after || place.before) {
        task = (await request<{ task: Task }>('POST', `/organizations/${org}/tasks/${task.id}/move`, { body })).task;
      }
      mapList(projectId, (tasks) => tasks.filter((other) => other.id !== task.id).map((other) => (other.id === id ? task : other)));
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
    return gone.length > 0 ? gone : [task];
  }
  const putIn = (project: Id, tasks: readonly Task[]) =>
    mapList(project, (list) => {
      const known = new Set(list.map((task) => task.id));
      return list.concat(tasks.filter((task) => !known.has(task.id)));
    });

  async function trashOne(id: Id): Promise<Task[]> {
    const gone = takeOut(id);
    const project = gone[0]?.projectId ?? '';
    try {
      await sent(structure, () => write.trash(org, 'tasks', realId(id)));
      return gone;
    } catch (error) {
      putIn(project, gone);
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
    let gone = new Map<Id, Task[]>();
    const remove = async () => {
      const lists = await all(targets.map(({ id }) => trashOne(id)));
      gone = new Map(targets.map(({ id }, at) => [id, lists[at] ?? []]));
      return lists;
    };
    const step: Step = {
      undo: () => all(targets.map(({ id }) => restoreOne(id, project, gone.get(id)))),
      redo: remove,
    };
    return remembered(step, t('toast.trashed', { count: targets.length, title: targets[0]?.title ?? '' }), remove());
  }

  /** Links a task to a predecessor (or changes the link); null takes the link away. */
  function link(id: Id, predecessor: Id, how: { type: string; lag: string } | null): Promise<Task> {
    const path = `/organizations/${org}/tasks/${id}/dependencies/${predecessor}`;
    const was = find(id).dependencies.find((other) => other.taskId === predecessor);
    const send = (to: { type: string; lag: string } | null) =>
      sent(id, () => request<Answer>(to ? 'PUT' : 'DELETE', path, to ? { body: { type: to.type, lag: to.lag } } : {})).then((answer) => {
        const task = follow(answer);
        absorb(client, org, task);
        void client.invalidateQueries({ queryKey: keys.one(org, 'tasks', id) });
        return task;
      });
    return remembered({ undo: () => send(was ?? null), redo: () => send(how) }, undefined, send(how));
  }

  return { edit, move, moveCard, moveToProject, create, trash, link };
}
