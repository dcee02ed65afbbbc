// What becomes of a step on screen, on the server and in undo when a person declines what it would move.
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Declined, onLargeCascade } from '@/api/cascade';
import type { Task } from '@/api/types';
import { sample } from './sample';
import { tasksKey, type TaskPage } from './tasks';
import { history } from './undo';
import { taskWrites } from './writes';

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const moved = Array.from({ length: 30 }, (_, at) => ({ taskId: `other${at}` }));

let client: QueryClient;
let sent: string[];
let silence = () => {};
const durations = () => client.getQueryData<TaskPage>(tasksKey('o', 'p'))?.data.map((task: Task) => task.duration);

/** Many wait for `big`, nobody for `small`. */
beforeEach(() => {
  sent = [];
  client = new QueryClient();
  const data = ['small', 'big'].map((id) => ({ ...sample(id), projectId: 'p', duration: 1 }));
  client.setQueryData<TaskPage>(tasksKey('o', 'p'), { data, nextCursor: null, complete: true, expected: 2, seq: 0 });
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (init.method !== 'PATCH') return json(200, { data: searchParams.has('id[in]') ? data : [], nextCursor: null });
    const id = pathname.split('/').at(-1) ?? '';
    sent.push(`${id}?${searchParams.toString()} ${String(init.body)}`);
    if (id === 'big' && searchParams.get('moveAtMost') === '20') return json(409, { title: 'Conflict', status: 409, code: 'large_cascade' });
    return json(200, { ...data.find((task) => task.id === id), ...JSON.parse(String(init.body)), id, ...(id === 'big' ? { moved } : {}) });
  });
});

afterEach(() => {
  silence();
  vi.unstubAllGlobals();
});

it('nothing stays of a step that was declined in part, and nothing is left to undo', async () => {
  silence = onLargeCascade(async () => false);
  await expect(taskWrites(client, 'o').edit(['small', 'big'], { duration: 2 })).rejects.toBeInstanceOf(Declined);
  expect(durations()).toEqual([1, 1]);
  expect(sent.at(-1)).toMatch(/^small\? {"duration":1,/);
  expect(await history.undo()).toBeNull();
});

it('nothing can be undone while the question is open, and one undo asks nothing', async () => {
  const ask = vi.fn(async () => {
    expect(durations()).toEqual([1, 2]);
    expect(await history.undo()).toBeNull();
    return true;
  });
  silence = onLargeCascade(ask);
  await taskWrites(client, 'o').edit(['big'], { duration: 2 });
  expect(sent.map((one) => one.split(' ')[0])).toEqual(['big?moveAtMost=20', 'big?dryRun=true', 'big?moveAtMost=30']);
  await history.undo();
  expect(sent.at(-1)).toMatch(/^big\? {"duration":1,/);
  expect(durations()).toEqual([1, 1]);
  expect(ask).toHaveBeenCalledTimes(1);
});
