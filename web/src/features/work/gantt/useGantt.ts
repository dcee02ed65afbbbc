// The chart of a project: read whole, decoded once, read again when the log says that something changed.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Id } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { useLogGrowth } from '../task/useLogGrowth';
import { chartOf } from './chart/shifted';
import { ganttKey, ganttOptions } from './ganttOptions';

export function useGantt(project: Id) {
  const { id } = useOrg();
  const { data, error, isFetching, refetch } = useQuery(ganttOptions(id, project));
  const chart = useMemo(() => data && chartOf(data), [data]);
  useLogGrowth(id, project, data?.seq, ganttKey(id, project));
  return { chart, error, isFetching, retry: () => void refetch() };
}
