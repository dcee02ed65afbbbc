// What is asked for early is what the app then asks for: an address that differs would be asked for twice.
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prefetchGantt } from '@/features/work/gantt/ganttOptions';
import { projectsOptions } from '@/features/org/useOrg';
import { request } from './client';
import { askEarly, takeEarly } from './early';
import { meOptions } from './session';

const project = { id: 'p1', key: 'BOAT', name: 'Boathouse' };
const answers: Record<string, unknown> = {
  '/auth/session': { csrfToken: 'secret' },
  '/me': { name: 'Ada' },
  '/organizations/o1/projects': { data: [project], nextCursor: null },
  '/organizations/o1/events': { data: [{ seq: 7 }], nextCursor: null },
  '/organizations/o1/projects/p1/gantt': { tasks: {} },
};

const sent: string[] = [];
let status = 200;

beforeEach(() => {
  sent.length = 0;
  status = 200;
  localStorage.clear();
  vi.stubGlobal('fetch', (url: string) => {
    sent.push(url);
    return Promise.resolve(new Response(JSON.stringify(answers[new URL(url, location.origin).pathname.slice('/api/v1'.length)]), { status }));
  });
});

afterEach(() => {
  // A write forgets what was not taken.
  void takeEarly('POST', '');
  vi.unstubAllGlobals();
});

const open = async (): Promise<void> => {
  const client = new QueryClient();
  await Promise.all([client.fetchQuery(meOptions), prefetchGantt(client, 'o1', 'BOAT'), client.fetchQuery(projectsOptions('o1'))]);
};

describe('a chart that is the first screen', () => {
  it('is asked for once, with all that it needs', async () => {
    await askEarly('/o/o1/projects/BOAT/gantt');
    expect(sent).toHaveLength(5);
    await open();
    expect(sent).toHaveLength(5);
  });

  it('is asked for before the projects are read where it was the first screen before', async () => {
    await askEarly('/o/o1/projects/BOAT/gantt');
    void takeEarly('POST', '');
    sent.length = 0;
    const asked = askEarly('/o/o1/projects/BOAT/gantt');
    expect(sent.map((url) => new URL(url, location.origin).pathname)).toContain('/api/v1/organizations/o1/projects/p1/gantt');
    await asked;
    expect(sent).toHaveLength(5);
  });

  it('is not asked for who is signed in while nobody is', async () => {
    status = 401;
    await askEarly('/o/o1/projects/BOAT/gantt');
    expect(sent.filter((url) => url.endsWith('/me'))).toEqual([]);
  });
});

describe('what was asked for early', () => {
  it('is given once', async () => {
    await askEarly('/o/o1');
    await request('GET', '/me');
    expect(sent).toHaveLength(3);
    await request('GET', '/me');
    expect(sent).toHaveLength(4);
  });

  it('is forgotten when something is written', async () => {
    await askEarly('/o/o1');
    await request('PATCH', '/me', { body: {} });
    await request('GET', '/me');
    expect(sent).toHaveLength(5);
  });
});

it('asks for no chart below its address, and for nothing where nobody need be signed in', async () => {
  await askEarly('/o/o1/projects/BOAT/gantt/baselines');
  expect(sent.filter((url) => url.endsWith('/gantt'))).toEqual([]);
  sent.length = 0;
  await askEarly('/sign-in');
  expect(sent).toEqual([]);
});
