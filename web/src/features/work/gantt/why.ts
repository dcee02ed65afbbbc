// Why a task stands where it stands: the server's reason in the reader's words.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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

/** In milliseconds: what the pointer or the keys pass by is not asked about. Of a small project it is known at once. */
const [perTask, longest] = [0.08, 300];

/** The reason of one task, which its path ends with: asked for when it is wanted for a while, and anew with the chart. */
export function useReason(project: Project, task: Id, tasks: number): Reason | undefined {
  const { id: org } = useOrg();
  const rested = useRested(task, Math.min(tasks * perTask, longest));
  const { data } = useQuery({
    queryKey: [...ganttKey(org, project.id), 'why', task],
    queryFn: ({ signal }) => request<Schemas['TaskPath']>('GET', `/organizations/${org}/tasks/${task}/path`, { signal }),
    select: ({ driving }) => driving.find((step) => step.taskId === task)?.drivenBy,
    enabled: rested,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  return data;
}

/** Whether it has been the same for so long. */
function useRested(task: Id, time: number): boolean {
  const [rested, setRested] = useState<Id>();
  useEffect(() => {
    const timer = setTimeout(() => setRested(task), time);
    return () => clearTimeout(timer);
  }, [task, time]);
  return rested === task;
}
