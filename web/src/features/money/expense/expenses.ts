// Reading expenses and time: newest day first, page after page, and what all of them come to.
import { infiniteQueryOptions, queryOptions, type InfiniteData } from '@tanstack/react-query';
import { keys } from '@/api/cache';
import { request, type Query } from '@/api/client';
import type { Expense, Id, Page } from '@/api/types';
import type { ExpenseSearch } from '@/routes/search';
import { totalsOf, type Counted, type Totals } from './totals';

export function expensesQuery({ who, on, kind, state, from, until, unpriced }: ExpenseSearch, base: { projectId?: Id; userId?: Id }): Query {
  const userId = who === 'all' ? undefined : (who ?? base.userId);
  return { projectId: base.projectId, userId, taskId: on, kind, status: state, 'date[gte]': from, 'date[lte]': until, ...(unpriced ? { 'amount[exists]': false } : {}) };
}

export type ExpensePages = InfiniteData<Page<Expense>, string | null>;

export const pagesKey = (org: Id) => [...keys.collection(org, 'expenses'), 'pages'] as const;

export const expensesOptions = (org: Id, query: Query) =>
  infiniteQueryOptions({
    queryKey: [...pagesKey(org), query],
    queryFn: ({ pageParam, signal }) => request<Page<Expense>>('GET', `/organizations/${org}/expenses`, { query: { ...query, sort: '-date,-createdAt', limit: 100, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 5_000,
  });

/** Beyond that many entries no total is read: a narrower filter has one. */
export const mostCounted = 5_000;

/** What all that fit come to, or null when they are too many to be added up here. */
export const totalsOptions = (org: Id, query: Query) =>
  queryOptions({
    queryKey: [...keys.collection(org, 'expenses'), 'totals', query],
    queryFn: async ({ signal }): Promise<Totals | null> => {
      const entries: Counted[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<Counted> = await request('GET', `/organizations/${org}/expenses`, { query: { ...query, fields: 'kind,status,amount,currency,hours', limit: 200, cursor }, signal });
        entries.push(...page.data);
        cursor = page.nextCursor;
      } while (cursor && entries.length < mostCounted);
      return cursor ? null : totalsOf(entries);
    },
    staleTime: 5_000,
  });
