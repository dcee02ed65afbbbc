// Where server state lives in the query cache, and how one object is changed in every place that shows it.
// Keys: ['org', org, collection, 'list', params] holds a Page, ['org', org, collection, 'one', id] holds an object.
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { CollectionName, Collections, Id, Page } from './types';
import type { Query } from './client';

export const keys = {
  me: ['me'] as const,
  collection: (org: Id, name: CollectionName) => ['org', org, name] as const,
  list: (org: Id, name: CollectionName, query: Query) => ['org', org, name, 'list', query] as const,
  one: (org: Id, name: CollectionName, id: Id) => ['org', org, name, 'one', id] as const,
};

type Cached<T> = Page<T> | T | undefined;
export type Snapshot = [QueryKey, unknown][];

const isPage = <T>(value: Page<T> | T): value is Page<T> =>
  typeof value === 'object' && value !== null && 'data' in value && 'nextCursor' in value;

/** Everything the cache holds of a collection, to be put back when a write fails. */
export const snapshot = (client: QueryClient, org: Id, name: CollectionName): Snapshot =>
  client.getQueriesData({ queryKey: keys.collection(org, name) });

export const putBack = (client: QueryClient, saved: Snapshot): void => {
  for (const [key, value] of saved) client.setQueryData(key, value);
};

/** Changes one object in every list and detail that holds it; `null` takes it out of the lists. */
export function mapCached<N extends CollectionName>(
  client: QueryClient,
  org: Id,
  name: N,
  id: Id,
  change: (object: Collections[N]) => Collections[N] | null,
): void {
  type T = Collections[N];
  client.setQueriesData<Cached<T>>({ queryKey: keys.collection(org, name) }, (cached) => {
    if (!cached) return cached;
    if (!isPage<T>(cached)) {
      const object = cached as T;
      return object.id === id ? (change(object) ?? undefined) : object;
    }
    if (!cached.data.some((object) => object.id === id)) return cached;
    const data = cached.data.flatMap((object) => {
      if (object.id !== id) return [object];
      const next = change(object);
      return next ? [next] : [];
    });
    return { ...cached, data };
  });
}
