// All projects at a glance: read whole, then filtered and sorted where they are shown.
import { useQuery } from '@tanstack/react-query';
import { readAll } from '@/api/collections';
import { useOrg } from '@/features/org/useOrg';
import type { PortfolioProject } from '../types';

export function usePortfolio() {
  const { id } = useOrg();
  return useQuery({
    queryKey: ['org', id, 'portfolio'],
    queryFn: ({ signal }) => readAll<PortfolioProject>(`/organizations/${id}/portfolio`, { sort: 'name' }, signal),
    staleTime: 0,
  });
}
