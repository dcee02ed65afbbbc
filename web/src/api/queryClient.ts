// How queries behave when the network or the server does not: wait and try again for what may pass, at once an error
// for what will not.
import { QueryClient } from '@tanstack/react-query';
import { isTransient } from './errors';

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => isTransient(error) && count < 3,
        retryDelay: (count) => Math.min(500 * 2 ** count, 4_000),
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
