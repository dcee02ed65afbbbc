// Why a task stands where it stands: the server's reason in the reader's words, and the schedule it comes from.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { request } from '@/api/client';
import type { components } from '@/api/schema';
import type { Id, Project } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import i18n from '@/i18n';
import { formatExact } from '@/lib/format';
import { sentence } from '@/lib/messages';
import { ganttKey } from './ganttOptions';

type Schemas = components['schemas'];
export type Reason = Schemas['Reason'];

const kinds = ['project_start', 'link', 'constraint', 'summary_constraint', 'late_dates', 'manual', 'actual', 'child'] as const;
const links = ['FS', 'SS', 'FF', 'SF'] as const;

/** A sentence for what a start follows from; what is not known here is said in the server's words. */
export function whyText(why: Reason, keyOf: (id: Id) => string, key: string): string {
  const t = i18n.getFixedT(null, 'gantt');
  const kind = kinds.find((one) => one === why.kind);
  const type = links.find((one) => one === why.type);
  const other = why.taskId ? keyOf(why.taskId) : '';
  if (!kind || (kind === 'link' && (!type || !other))) return `${key}: ${sentence(why.reason)}`;
  const lag = why.lag && !/^-?0/.test(why.lag) ? ` ${why.lag.startsWith('-') ? '' : '+'}${why.lag}` : '';
  const date = why.date ? formatExact(why.date) : '';
  const text = kind === 'link' && type ? t(`why.${type}`, { key, other, lag }) : t(`why.${kind === 'link' ? 'FS' : kind}`, { key, other, date, lag });
  return why.calendarGap ? `${text} ${t('why.gap')}` : text;
}

/** In milliseconds: of a large project all reasons are much to compute and to read, so nobody asks in passing. */
const restPerTask = 0.08;

/** The reasons of all tasks: asked for when the first is wanted for a while, and anew whenever the chart is. */
export function useReasons(project: Project, tasks: number): ReadonlyMap<Id, Reason> {
  const { id: org } = useOrg();
  const rested = useRested(tasks * restPerTask);
  const { data } = useQuery({
    queryKey: [...ganttKey(org, project.id), 'why'],
    queryFn: ({ signal }) => request<Schemas['Schedule']>('GET', `/organizations/${org}/projects/${project.id}/schedule`, { signal }),
    enabled: rested,
    staleTime: Infinity,
    gcTime: 60_000,
    structuralSharing: false,
    retry: false,
  });
  return useMemo(() => new Map(data?.tasks.map((task) => [task.taskId, task.drivenBy])), [data]);
}

/** Whether what asks has been there for so long. */
function useRested(time: number): boolean {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), time);
    return () => clearTimeout(timer);
  }, [time]);
  return rested;
}
