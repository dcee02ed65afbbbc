// The large project that is measured, made over the HTTP API as the benchmark of the server makes its own.
import { request, type APIRequestContext } from '@playwright/test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface Place {
  /** The address of the project in the app, without its view. */
  path: string;
  tasks: number;
  links: number;
  /** The browser's session. */
  session: Awaited<ReturnType<APIRequestContext['storageState']>>;
}

const perSummary = 20;
/** The Monday of this week, so that the first picture has bars in it. */
const monday = (): string => {
  const now = new Date();
  now.setUTCDate(now.getUTCDate() - ((now.getUTCDay() + 6) % 7));
  return now.toISOString().slice(0, 10);
};

/** The same numbers in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** An id as the server makes them, of a project that grew over months. */
function id(seed: number, n: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return hex(0x6700_0000 + n * 613, 8) + hex(seed * 0x10_0000 + Math.floor(n / 640), 10) + hex(n * 3 + 0xa1_b2c3, 6);
}

const words = [
  ['Draft', 'Review', 'Order', 'Test', 'Install', 'Paint', 'Measure', 'Approve'],
  ['the report', 'the pumps', 'the north wall', 'the contract', 'the interface', 'the cabling', 'stage', 'floor'],
  ['for the board', 'with the supplier', 'in hall 3', 'of unit', 'before the audit', 'again', 'on site', 'No.'],
] as const;

/** Operations that make the tasks: one summary for each twenty, and links to tasks shortly before. */
function operations(projectId: string, assigneeId: string, tasks: number, links: number): object[] {
  const below = random(7);
  let linked = 0;
  return Array.from({ length: tasks }, (_, n) => {
    const title = `${words.map((some) => some[below(some.length)]).join(' ')} ${n % 977}`;
    const first = n - (n % perSummary);
    const made = { op: 'create', id: id(tasks, n), projectId, title };
    if (n === first) return made;
    const before = n - 1 - below(Math.min(n, 60));
    const linking = before % perSummary !== 0 && linked < links && below(100) < 92;
    if (linking) linked += 1;
    const task = { ...made, parentId: id(tasks, first), duration: 1 + below(12), percentComplete: below(4) === 0 ? 5 * below(20) : 0 };
    return {
      ...task,
      ...(below(3) === 0 ? { assigneeId } : {}),
      ...(linking ? { dependencies: [{ taskId: id(tasks, before), lag: below(5) === 0 ? '1d' : '0d' }] } : {}),
    };
  });
}

/** Signs somebody up and makes the project. `BENCH_PLACE` names a file that keeps it for the next run. */
export async function project(baseURL: string, tasks: number, links: number): Promise<Place> {
  const kept = process.env.BENCH_PLACE && `${process.env.BENCH_PLACE}.${tasks}`;
  if (kept && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Place;
  const http = await request.newContext({ baseURL, timeout: 10 * 60_000 });
  const account = { name: 'Ada', email: `ada-${Date.now()}@example.com`, password: 'correct horse battery', organizationName: `Bench ${tasks}` };
  const { token, organization } = await (await http.post('/api/v1/auth/register', { data: account })).json();
  const headers = { authorization: `Bearer ${token}` };
  const post = async (path: string, data: object) => {
    const answer = await http.post(`/api/v1/organizations/${organization.id}${path}`, { data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${(await answer.text()).slice(0, 400)}`);
    return answer.json();
  };
  const made = await post('/projects', { name: 'Large', startDate: monday() });
  const all = operations(made.id, made.ownerId, tasks, links);
  for (let at = 0; at < all.length; at += 1000) await post('/tasks/bulk', { operations: all.slice(at, at + 1000) });
  await post(`/projects/${made.id}/schedule`, {});
  await post(`/projects/${made.id}/baselines`, { name: 'Approved' });
  const place = { path: `/o/${organization.id}/projects/${made.key}`, tasks, links, session: await http.storageState() };
  await http.dispose();
  if (kept) writeFileSync(kept, JSON.stringify(place));
  return place;
}
