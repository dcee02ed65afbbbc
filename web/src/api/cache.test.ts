import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { keys, mapCached, putBack, snapshot } from './cache';
import type { Label, Page } from './types';

const label = (id: string, name: string): Label => ({
  id, name, organizationId: 'o', color: '#000000', createdAt: '', updatedAt: '', revision: 1, deletedAt: null, can: [],
});

const filled = () => {
  const client = new QueryClient();
  client.setQueryData<Page<Label>>(keys.list('o', 'labels', {}), { data: [label('a', 'one'), label('b', 'two')], nextCursor: null });
  client.setQueryData<Label>(keys.one('o', 'labels', 'a'), label('a', 'one'));
  client.setQueryData<Label>(keys.one('other', 'labels', 'a'), label('a', 'theirs'));
  return client;
};
const names = (client: QueryClient) =>
  client.getQueryData<Page<Label>>(keys.list('o', 'labels', {}))?.data.map((found) => found.name);
const nameOf = (client: QueryClient, org: string) => client.getQueryData<Label>(keys.one(org, 'labels', 'a'))?.name;

describe('changing a cached object', () => {
  it('shows in lists and details of its organization alone', () => {
    const client = filled();
    mapCached(client, 'o', 'labels', 'a', (found) => ({ ...found, name: 'new' }));
    expect(names(client)).toEqual(['new', 'two']);
    expect(nameOf(client, 'o')).toBe('new');
    expect(nameOf(client, 'other')).toBe('theirs');
  });

  it('takes it out of the lists, and can be put back', () => {
    const client = filled();
    const saved = snapshot(client, 'o', 'labels');
    mapCached(client, 'o', 'labels', 'a', () => null);
    expect(names(client)).toEqual(['two']);
    putBack(client, saved);
    expect(names(client)).toEqual(['one', 'two']);
  });
});
