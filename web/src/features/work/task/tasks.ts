// Reading a project's tasks: page after page into one list of the cache, shown while it grows, then kept fresh from
// the event log, so that ten thousand tasks are read once and not on every visit.
import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { keys, mapCached } from '@/api/cache';
import { request, type Query } from '@/api/client';
import { readAll } from '@/api/collections';
import type { Event, Id, Page, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { inTurn } from '@/lib/inTurn';
import { latestSeq } from './latestSeq';
import { isDraft, latest } from './pending';
import { buildTree, subtree, type Tree } from './tree';

/** An entry of the log, with the task that its object is or hangs on. */
export type TaskEvent = Event & { taskId?: Id | null };

export interface TaskPage extends Page<Task> {
  /** False while pages still come. */
  complete: boolean;
  /** How many the project has, as far as the server said. */
  expected: number;
  /** Number of the last event this list knows. */
  seq: number;
}

const pageSize = 200;

export const tasksKey = (org: Id, project: Id) => keys.list(org, 'tasks', { projectId: project, sort: 'rank', limit: 'all' });

/** What calendars have read: parts of time, each a list of its own. Without a part it names all of them. */
export const calendarKey = (org: Id, part: Query = {}) => keys.list(org, 'tasks', { view: 'calendar', ...part });

/** Reads all pages. A first load shows what has come so far a few times a second: each time the tree is built anew. */
async function load(client: QueryClient, org: Id, project: Id, signal: AbortSignal): Promise<TaskPage> {
  const key = tasksKey(org, project);
  const known = client.getQueryData<TaskPage>(key);
  const fresh = known === undefined;
  const seq = await latestSeq(org, project);
  const read = (cursor: string | null) => {
    const query = { projectId: project, sort: 'rank', limit: pageSize, cursor, count: cursor === null ? true : null };
    return request<Page<Task>>('GET', `/organizations/${org}/tasks`, { query, signal });
  };
  let page = await read(null);
  const expected = page.total ?? 0;
  let all: TaskPage = { data: [], nextCursor: null, complete: page.nextCursor === null, expected, seq };
  // As they were read: what is on its way comes on top where they are shown.
  let waiting = page.data;
  let shownAt = 0;
  while (page.nextCursor) {
    if (fresh && performance.now() - shownAt > showEvery) {
      all = merged(client.getQueryData<TaskPage>(key) ?? all, waiting);
      client.setQueryData(key, all);
      waiting = [];
      shownAt = performance.now();
    }
    page = await read(page.nextCursor);
    waiting = waiting.concat(page.data);
  }
  // What was edited while the pages came stays edited: the first load grew in the cache itself.
  const now = client.getQueryData<TaskPage>(key);
  if (fresh || !now) return { ...merged(now ?? all, waiting), complete: true, seq };
  const asked = new Set([...known.data, ...waiting].map((task) => task.id));
  return { ...all, data: settled(now.data, known.data, asked, waiting), complete: true, seq };
}

const showEvery = 300;

function merged(list: TaskPage, more: readonly Task[]): TaskPage {
  const known = new Set(list.data.map((task) => task.id));
  return { ...list, data: list.data.concat(more.filter((task) => !known.has(task.id)).map((task) => latest(task))) };
}

export const tasksOptions = (client: QueryClient, org: Id, project: Id) =>
  queryOptions({
    queryKey: tasksKey(org, project),
    queryFn: ({ signal }) => load(client, org, project, signal),
    staleTime: Infinity,
    gcTime: 30 * 60_000,
  });

const nothing: Task[] = [];

export interface ProjectTasks {
  tasks: readonly Task[];
  tree: Tree;
  /** From 0 to 1 while pages come, null when everything is here. */
  progress: number | null;
  isPending: boolean;
  error: unknown;
  retry: () => void;
}

/** `live` keeps the list fresh while the caller is mounted; one caller per screen does. */
export function useProjectTasks(project: Id, live = false): ProjectTasks {
  const { id } = useOrg();
  const client = useQueryClient();
  const { data, isPending, error, refetch } = useQuery(tasksOptions(client, id, project));
  useFresh(id, project, live && data?.complete === true);
  const tasks = data?.data ?? nothing;
  const complete = data?.complete === true;
  const tree = useMemo(() => buildTree(tasks, complete), [tasks, complete]);
  const progress = data && !complete ? tasks.length / Math.max(data.expected, tasks.length + 1) : null;
  return { tasks, tree, progress, isPending, error: data ? null : error, retry: () => void refetch() };
}

const pollEvery = 10_000;

/** Asks the event log what changed since, while the page is looked at. */
function useFresh(org: Id, project: Id, ready: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!ready) return;
    let busy = false;
    const look = () => {
      if (busy || document.hidden) return;
      busy = true;
      // A failed look is made up for by the next one.
      catchUp(client, org, project).catch(() => undefined).finally(() => (busy = false));
    };
    const timer = setInterval(look, pollEvery);
    window.addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', look);
    };
  }, [client, org, project, ready]);
}

/** Reads what the log says has changed, after every look that was asked for before: the later one reads the newer. */
export const catchUp = (client: QueryClient, org: Id, project: Id): Promise<void> => inTurn(`log of ${project}`, () => lookUp(client, org, project));

async function lookUp(client: QueryClient, org: Id, project: Id): Promise<void> {
  const key = tasksKey(org, project);
  const list = client.getQueryData<TaskPage>(key);
  if (!list) return;
  const query = { projectId: project, after: list.seq, limit: 200 };
  const { data: events } = await request<Page<TaskEvent>>('GET', `/organizations/${org}/events`, { query });
  const last = events.at(-1);
  if (!last) return;
  const statuses = events.some(({ model, after }) => model === 'Project' && after && 'statuses' in after);
  // A status of another kind changes its tasks without a word about each.
  if (events.length === 200 || statuses) return client.invalidateQueries({ queryKey: key });
  const ids = new Set(events.flatMap((event) => event.taskId ?? (event.model === 'Task' ? event.objectId : [])));
  const changed = await readTasks(org, [...ids]);
  // What came back from the trash or from another project brought everything below along.
  for (const event of events) {
    if (event.model === 'Task' && (event.action === 'restored' || event.action === 'moved')) {
      changed.push(...(await readBelow(org, event.objectId)));
    }
  }
  merge(client, org, project, ids, changed, list.data);
  client.setQueryData<TaskPage>(key, (now) => now && { ...now, seq: Math.max(now.seq, last.seq) });
  for (const name of ['comments', 'checklists'] as const) {
    if (events.some((event) => event.model.toLowerCase() === name.slice(0, -1))) {
      void client.invalidateQueries({ queryKey: keys.collection(org, name) });
    }
  }
}

/** Tasks by their ids, of any project. */
export async function readTasks(org: Id, ids: Id[]): Promise<Task[]> {
  const found: Task[] = [];
  for (let at = 0; at < ids.length; at += 50) {
    const query = { 'id[in]': ids.slice(at, at + 50).join(','), limit: 50 };
    found.push(...(await request<Page<Task>>('GET', `/organizations/${org}/tasks`, { query })).data);
  }
  return found;
}

/** Reads tasks of a project's list anew; those that are gone go. */
export async function readAnew(client: QueryClient, org: Id, project: Id, ids: Id[]): Promise<void> {
  const before = client.getQueryData<TaskPage>(tasksKey(org, project))?.data;
  merge(client, org, project, new Set(ids), await readTasks(org, ids), before);
}

async function readBelow(org: Id, id: Id): Promise<Task[]> {
  const page = await readAll<Task>(`/organizations/${org}/tasks`, { ancestors: id });
  return page.data;
}

/** Puts tasks as the server has them into the project's list; those that are gone go. `before` is the list when they were asked for. */
export function merge(client: QueryClient, org: Id, project: Id, asked: ReadonlySet<Id>, found: readonly Task[], before: readonly Task[] = []): void {
  const here = found.filter((task) => task.projectId === project);
  client.setQueryData<TaskPage>(tasksKey(org, project), (list) => list && { ...list, data: settled(list.data, before, asked, here) });
  for (const task of found) client.setQueryData<Task>(keys.one(org, 'tasks', task.id), (known) => latest(task, known));
}

/**
 * The list as it is `now` with what was `asked` for and `found`. What changed here since `before`, when it was asked
 * for, stays: a task that is newer here, that came into the list, that went from it.
 */
export function settled(now: readonly Task[], before: readonly Task[], asked: ReadonlySet<Id>, found: readonly Task[]): Task[] {
  const [known, was] = [new Map(now.map((task) => [task.id, task])), new Set(before.map((task) => task.id))];
  const read = new Map(found.filter(({ id }) => known.has(id) || !was.has(id)).map((task) => [task.id, latest(task, known.get(task.id))]));
  const missing = [...asked].filter((id) => !read.has(id) && was.has(id) && !isDraft(id));
  const tree = missing.length > 0 ? buildTree(now, true) : null;
  const gone = new Set(tree ? missing.flatMap((id) => subtree(tree, id).map((task) => task.id)) : []);
  const kept = now.filter((task) => !gone.has(task.id) || read.has(task.id)).map((task) => read.get(task.id) ?? task);
  return kept.concat([...read.values()].filter((task) => !known.has(task.id)));
}

/** A task from whatever holds it. */
export function cachedTask(client: QueryClient, org: Id, id: Id): Task | undefined {
  const one = client.getQueryData<Task>(keys.one(org, 'tasks', id));
  for (const [, list] of client.getQueriesData<TaskPage>({ queryKey: [...keys.collection(org, 'tasks'), 'list'] })) {
    const found = list?.data.find((task) => task.id === id);
    if (found) return found;
  }
  return one;
}

/** A task as the server answered it. */
export const absorb = (client: QueryClient, org: Id, task: Task): void =>
  mapCached(client, org, 'tasks', task.id, (here) => latest(task, here));
