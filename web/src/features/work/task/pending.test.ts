// Answers that overtake each other: what is on its way stays on top, and the older one never covers the newer.
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Task } from '@/api/types';
import { becomes, draftId, latest, pend } from './pending';
import { sample } from './sample';
import { catchUp, settled, tasksKey, tasksOptions, type TaskPage } from './tasks';
import { taskWrites } from './writes';

describe('what is not yet answered', () => {
  it('stays on top of earlier answers, and goes when it is answered', () => {
    const settle = pend(sample('x'), { title: 'typed' });
    expect(latest(sample('x', { title: 'read', status: 'done' }))).toMatchObject({ title: 'typed', status: 'done' });
    expect(settle(sample('x', { title: 'stored', revision: 2 })).title).toBe('stored');
    expect(latest(sample('x', { title: 'read' })).title).toBe('read');
  });

  it('leaves what was read meanwhile when it is refused, and what is still on its way', () => {
    const first = pend(sample('x', { priority: 'low' }), { title: 'refused', priority: 'high' });
    const second = pend(sample('x'), { title: 'later' });
    latest(sample('x', { priority: 'normal', revision: 3 }));
    expect(first()).toMatchObject({ title: 'later', priority: 'normal' });
    expect(second(sample('x', { title: 'older', revision: 2 }))).toMatchObject({ title: 'x', revision: 3 });
  });

  it('follows a task from its draft to the id that the server gives', () => {
    const draft = draftId();
    const settle = pend(sample(draft, { revision: 0 }), { title: 'typed' });
    becomes(draft, 'real');
    expect(latest(sample('real')).title).toBe('typed');
    expect(settle().title).toBe('real');
    expect(latest(sample('real')).title).toBe('real');
  });
});

describe('a list that was asked for before a change', () => {
  const ids = (tasks: Task[]) => tasks.map((task) => task.id);
  const [a, b, c] = [sample('a'), sample('b'), sample('c')];

  it('does not cover what is newer here', () => {
    const moved = sample('a', { parentId: 'b', revision: 2 });
    expect(settled([moved, b], [a, b], new Set(['a', 'b']), [a, sample('b', { title: 'read' })])).toEqual([moved, sample('b', { title: 'read' })]);
  });

  it('brings nothing back that went since, and takes nothing away that came since', () => {
    expect(ids(settled([b], [a, b], new Set(['a']), [a]))).toEqual(['b']);
    expect(ids(settled([a, b], [b], new Set(['a', 'b']), [b]))).toEqual(['a', 'b']);
  });

  it('brings what others made, and takes away what others deleted with everything below', () => {
    const below = sample('d', { parentId: 'a' });
    expect(ids(settled([a, below, b], [a, below, b], new Set(['a', 'c']), [c]))).toEqual(['b', 'c']);
    const draft = sample(draftId());
    expect(settled([draft, b], [draft, b], new Set([draft.id, 'b']), [b])).toEqual([draft, b]);
  });
});

describe('a look into the log', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const body = (data: unknown) => new Response(JSON.stringify({ data, nextCursor: null }));

  it('that began before a move does not put the task back where it was', async () => {
    const client = new QueryClient();
    const [parent, task] = [sample('parent'), sample('task')];
    const key = tasksKey('o', 'p');
    client.setQueryData<TaskPage>(key, { data: [parent, task], nextCursor: null, complete: true, expected: 2, seq: 1 });
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let looks = 0;
    const read = async (query: URLSearchParams): Promise<Response> => {
      if (!query.has('id[in]')) return body(++looks === 1 ? [{ seq: 2, model: 'Task', action: 'updated', objectId: 'task' }] : []);
      await held;
      return body([task]);
    };
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      const { searchParams } = new URL(url, 'http://x');
      return init.method === 'POST' ? new Response(JSON.stringify({ task: { ...task, parentId: 'parent', revision: 2 } })) : read(searchParams);
    });
    const looked = catchUp(client, 'o', 'p');
    await taskWrites(client, 'o').move(['task'], () => ({ parentId: 'parent' }), true);
    release();
    await looked;
    const list = client.getQueryData<TaskPage>(key);
    expect(list?.data.find(({ id }) => id === 'task')?.parentId).toBe('parent');
    expect(list?.seq).toBe(2);
  });
});

it('a status of another kind lets the whole list be read anew, once', async () => {
  const client = new QueryClient();
  const open = sample('kind', { statusKind: 'open' });
  client.setQueryData<TaskPage>(tasksKey('o', 'p'), { data: [open], nextCursor: null, complete: true, expected: 1, seq: 1 });
  let lists = 0;
  vi.stubGlobal('fetch', async (url: string) => {
    const query = new URL(url, 'http://x').searchParams;
    const isLog = url.includes('/events');
    if (!isLog) lists++;
    const event = { seq: 2, model: 'Project', action: 'updated', objectId: 'p', after: { statuses: [] } };
    return new Response(JSON.stringify({ data: isLog ? (query.get('after') === '2' ? [] : [event]) : [{ ...open, statusKind: 'done' }], nextCursor: null }));
  });
  const observer = new QueryObserver(client, tasksOptions(client, 'o', 'p'));
  const leave = observer.subscribe(() => {});
  await Promise.all([catchUp(client, 'o', 'p'), catchUp(client, 'o', 'p')]);
  leave();
  vi.unstubAllGlobals();
  expect(client.getQueryData<TaskPage>(tasksKey('o', 'p'))?.data.map((task) => task.statusKind)).toEqual(['done']);
  expect(lists).toBe(1);
});

describe('what was refused', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const page = (data: unknown) => new Response(JSON.stringify({ data, nextCursor: null }));
  const refused = (status: number) => new Response(JSON.stringify({ title: 'no', status, code: 'x' }), { status });
  const key = tasksKey('o', 'p');
  const listOf = (tasks: Task[]) => {
    const client = new QueryClient();
    client.setQueryData<TaskPage>(key, { data: tasks, nextCursor: null, complete: true, expected: tasks.length, seq: 1 });
    return client;
  };
  const titles = (client: QueryClient) => client.getQueryData<TaskPage>(key)?.data.map((task) => task.title);

  it.each([
    ['by the server', () => refused(403)],
    ['by the network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('%s leaves nothing of what was typed and then trashed', async (_by, answer) => {
    const client = listOf([sample('typed', { title: 'saved' })]);
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => (init.method === 'GET' ? page([sample('typed', { title: 'saved' })]) : answer()));
    const writes = taskWrites(client, 'o');
    await Promise.allSettled([writes.edit(['typed'], { title: 'typed' }), writes.trash(['typed'])]);
    expect(titles(client)).toEqual(['saved']);
  });

  it('leaves nothing of what was typed while the whole list was read anew', async () => {
    const saved = sample('reread', { title: 'saved' });
    const client = listOf([saved]);
    let refuse = () => {};
    const held = new Promise<void>((resolve) => (refuse = resolve));
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => (init.method === 'GET' ? page([saved]) : held.then(() => refused(403))));
    const edited = taskWrites(client, 'o').edit(['reread'], { title: 'typed' });
    await client.fetchQuery({ ...tasksOptions(client, 'o', 'p'), staleTime: 0 });
    expect(titles(client)).toEqual(['typed']);
    refuse();
    await expect(edited).rejects.toThrow();
    expect(titles(client)).toEqual(['saved']);
  });

  it('is read anew: others may have changed it while it was away', async () => {
    const client = listOf([sample('away', { title: 'old' })]);
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => (init.method === 'DELETE' ? refused(403) : page([sample('away', { title: 'by others', revision: 2 })])));
    await expect(taskWrites(client, 'o').trash(['away'])).rejects.toThrow();
    await vi.waitFor(() => expect(titles(client)).toEqual(['by others']));
  });

  it('goes where others deleted it meanwhile', async () => {
    const client = listOf([sample('child', { parentId: 'above' }), sample('z')]);
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => (init.method === 'POST' ? refused(404) : page([])));
    await expect(taskWrites(client, 'o').move(['child'], () => ({ parentId: null }), true)).rejects.toThrow();
    await vi.waitFor(() => expect(titles(client)).toEqual(['z']));
  });
});
