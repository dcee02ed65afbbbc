import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { request } from '@/api/client';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import type { By, Workload } from '../types';
import type { Range } from './range';

export function useWorkload(by: By, { from, to }: Range, projectId: Id | undefined) {
  const { id } = useOrg();
  return useQuery({
    queryKey: ['org', id, 'workload', by, from, to, projectId],
    queryFn: ({ signal }) => request<Workload>('GET', `/organizations/${id}/workload`, { query: { interval: by, from, to, projectId }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
