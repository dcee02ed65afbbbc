// Who has how much to do, against what they can work.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Info, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Id } from '@/api/types';
import { Page } from '@/features/frame/Page';
import { Forbidden, LoadError } from '@/features/frame/Pages';
import { useOrg } from '@/features/org/useOrg';
import { useNarrow } from '@/features/work/parts/useMedia';
import { TaskPanel } from '@/features/work/TaskPanel';
import { cx } from '@/lib/cx';
import { today as todayIn } from '@/lib/format';
import { EmptyState } from '@/ui/EmptyState';
import { SkeletonRows } from '@/ui/Skeleton';
import type { PersonLoad, Planned } from '../types';
import { useReach } from '../useReach';
import { LoadCards } from './LoadCards';
import { LoadTable } from './LoadTable';
import { rangeOf } from './range';
import { Tools } from './Tools';
import { useWorkload } from './useWorkload';

export function WorkloadPage() {
  const { t } = useTranslation('planning');
  const { workload } = useReach();
  const { task } = useSearch({ from: '/signed-in/o/$org/workload' });
  const change = useChange();
  return (
    <Page title={t('workload.title')} fixed beside={workload && task && <TaskPanel taskId={task} mode="beside" onClose={() => change({ task: undefined }, false)} />}>
      {workload ? <Load /> : <Forbidden />}
    </Page>
  );
}

function useChange(): (changes: object, replace?: boolean) => void {
  const navigate = useNavigate();
  return (changes, replace = true) => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...changes }), replace });
}

const isIdle = ({ tasks, overdue, undated }: Planned): boolean => tasks.length + overdue.tasks + undated.tasks === 0;

function Load() {
  const { t } = useTranslation('planning');
  const { organization } = useOrg();
  const search = useSearch({ from: '/signed-in/o/$org/workload' });
  const { by = 'week', project, idle = false } = search;
  const range = rangeOf(by, search.from ?? todayIn(organization.timeZone));
  const { data, error, isPlaceholderData, refetch } = useWorkload(by, range, project);
  const change = useChange();
  const narrow = useNarrow();
  const [open, setOpen] = useState<ReadonlySet<Id>>(new Set());
  const toggle = (person: Id) => setOpen((old) => (old.has(person) ? new Set([...old].filter((one) => one !== person)) : new Set([...old, person])));
  const people: PersonLoad[] = data?.members.filter((person) => idle || !isIdle(person)) ?? [];
  const empty = people.length === 0 && (!data?.unassigned || isIdle(data.unassigned));
  const shared = data && { load: data, people, open, onToggle: toggle, onOpen: (task: Id) => change({ task }, false) };
  const View = narrow ? LoadCards : LoadTable;
  return (
    <>
      <Tools by={by} range={range} search={search} onChange={change} />
      {data && !data.complete && (
        <p className="flex shrink-0 items-center gap-2 border-b bg-info-soft px-4 py-1.5 text-xs text-info">
          <Info className="size-3.5 shrink-0" aria-hidden="true" />
          {t('workload.incomplete')}
        </p>
      )}
      {error && !data && <LoadError error={error} onRetry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={8} />}
      {shared && empty && <EmptyState icon={UsersRound} title={t('workload.empty')} text={t('workload.emptyText')} />}
      {shared && !empty && (
        <div className={cx('flex min-h-0 flex-1 flex-col transition-opacity', isPlaceholderData && 'opacity-60')} aria-busy={isPlaceholderData}>
          <View {...shared} />
        </div>
      )}
    </>
  );
}
