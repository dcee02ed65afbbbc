// Reading and writing any collection of an organization. Writes are optimistic: the cache changes at once, goes back
// when the server refuses, and takes the server's object when it agrees.
import {
  queryOptions,
  replaceEqualDeep,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseMutationResult,
} from '@tanstack/react-query';
import { keys, mapCached, putBack, snapshot } from './cache';
import { requestMoving, type Consent, type MovingOptions } from './cascade';
import { request, type Query } from './client';
import type { CollectionName, Collections, Id, Page } from './types';

const path = (org: Id, name: CollectionName, id?: Id, rest = ''): string =>
  `/organizations/${org}/${name}${id ? `/${id}` : ''}${rest}`;

/** One page of a collection. */
export const listOptions = <N extends CollectionName>(org: Id, name: N, query: Query = {}) =>
  queryOptions({
    queryKey: keys.list(org, name, query),
    queryFn: ({ signal }) => request<Page<Collections[N]>>('GET', path(org, name), { query, signal }),
  });

/** The whole collection: follows the cursor to the end. */
export const allOptions = <N extends CollectionName>(org: Id, name: N, query: Query = {}) =>
  queryOptions({
    queryKey: keys.list(org, name, { ...query, limit: 'all' }),
    queryFn: ({ signal }) => readAll<Collections[N]>(path(org, name), query, signal),
  });

export const oneOptions = <N extends CollectionName>(org: Id, name: N, id: Id) =>
  queryOptions({
    queryKey: keys.one(org, name, id),
    queryFn: ({ signal }) => request<Collections[N]>('GET', path(org, name, id), { signal }),
    structuralSharing: keepNewer,
  });

/** What was read before a change and comes after its answer is let go. */
function keepNewer(known: unknown, read: unknown): unknown {
  const [old, now] = [known, read] as ({ revision?: number } | undefined)[];
  return (old?.revision ?? 0) > (now?.revision ?? 0) ? old : replaceEqualDeep(known, read);
}

/** Reads page after page (200 rows each) into one. */
export async function readAll<T>(url: string, query: Query, signal?: AbortSignal): Promise<Page<T>> {
  const data: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await request<Page<T>>('GET', url, {
      query: { ...query, limit: 200, cursor },
      ...(signal ? { signal } : {}),
    });
    data.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor);
  return { data, nextCursor: null };
}

export const useList = <N extends CollectionName>(org: Id, name: N, query: Query = {}) =>
  useQuery(listOptions(org, name, query));
export const useAll = <N extends CollectionName>(org: Id, name: N, query: Query = {}) =>
  useQuery(allOptions(org, name, query));
export const useOne = <N extends CollectionName>(org: Id, name: N, id: Id) => useQuery(oneOptions(org, name, id));

/** Collections whose changes may move tasks. */
const moving: ReadonlySet<CollectionName> = new Set<CollectionName>(['tasks', 'projects', 'calendars']);

interface How {
  /** Refuse when somebody changed it since this revision. */
  ifMatch?: number | undefined;
  /** What was said already to what would move along. */
  consent?: Consent | undefined;
}

/** The plain writes, without React; the hooks below and undo both use them. */
export const write = {
  create: <N extends CollectionName>(org: Id, name: N, body: Record<string, unknown>) =>
    request<Collections[N]>('POST', path(org, name), { body }),
  patch: <N extends CollectionName>(org: Id, name: N, id: Id, body: Record<string, unknown>, { ifMatch, consent }: How = {}) => {
    const options: MovingOptions = { body, ...(ifMatch === undefined ? {} : { ifMatch }) };
    return moving.has(name)
      ? requestMoving<Collections[N]>('PATCH', path(org, name, id), { ...options, consent })
      : request<Collections[N]>('PATCH', path(org, name, id), options);
  },
  trash: (org: Id, name: CollectionName, id: Id, consent?: Consent) => {
    if (name !== 'tasks') return request<void>('DELETE', path(org, name, id));
    // The answer to a deletion is empty, also to one that is only tried; a list of one tells what would move.
    const preview = () => request<object>('POST', path(org, name, 'bulk'), { query: { dryRun: true }, body: { operations: [{ op: 'delete', id }] } });
    return requestMoving<void>('DELETE', path(org, name, id), { consent, preview });
  },
  restore: <N extends CollectionName>(org: Id, name: N, id: Id) =>
    request<Collections[N]>('POST', path(org, name, id, '/restore')),
  purge: (org: Id, name: CollectionName, id: Id) =>
    request<void>('DELETE', path(org, name, id), { query: { purge: true } }),
};

export const refresh = (client: QueryClient, org: Id, name: CollectionName): Promise<void> =>
  client.invalidateQueries({ queryKey: keys.collection(org, name) });

export function useCreate<N extends CollectionName>(org: Id, name: N) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => write.create(org, name, body),
    onSuccess: (created) => {
      client.setQueryData<Collections[N]>(keys.one(org, name, created.id), created);
      return refresh(client, org, name);
    },
  });
}

export interface Patch<T> extends How {
  id: Id;
  changes: Partial<T>;
}

/** Changes fields of one object; every list and detail shows it before the server has answered. */
export function usePatch<N extends CollectionName>(
  org: Id,
  name: N,
): UseMutationResult<Collections[N], Error, Patch<Collections[N]>, { saved: ReturnType<typeof snapshot> }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, changes, ...how }) => write.patch(org, name, id, changes as Record<string, unknown>, how),
    onMutate: async ({ id, changes }) => {
      await client.cancelQueries({ queryKey: keys.collection(org, name) });
      const saved = snapshot(client, org, name);
      mapCached(client, org, name, id, (object) => ({ ...object, ...changes }));
      return { saved };
    },
    onError: (_error, _patch, context) => context && putBack(client, context.saved),
    onSuccess: (object) => mapCached(client, org, name, object.id, () => object),
  });
}

/** Moves an object to the trash; it leaves the lists at once. */
export function useTrash<N extends CollectionName>(org: Id, name: N) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => write.trash(org, name, id),
    onMutate: async (id) => {
      await client.cancelQueries({ queryKey: keys.collection(org, name) });
      const saved = snapshot(client, org, name);
      mapCached(client, org, name, id, () => null);
      return { saved };
    },
    onError: (_error, _id, context) => context && putBack(client, context.saved),
    onSettled: () => void refresh(client, org, name),
  });
}

export function useRestore<N extends CollectionName>(org: Id, name: N) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => write.restore(org, name, id),
    onSettled: () => void refresh(client, org, name),
  });
}
