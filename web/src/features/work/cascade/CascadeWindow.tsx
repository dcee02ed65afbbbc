// What a change would move beside its own task, to be read before it is done.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/cache';
import type { Difference } from '@/api/cascade';
import type { Id, Task } from '@/api/types';
import { useOrg } from '@/features/org/useOrg';
import { formatNumber } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SkeletonLines } from '@/ui/Skeleton';
import { zoneOf } from '../gantt/chart/zone';
import { Differences, most } from '../gantt/Differences';
import { dayText, endText, unbroken } from '../gantt/texts';
import { readTasks, type TaskPage } from '../task/tasks';
import { extentOf } from './extent';

export function CascadeWindow({ moved, onEnd }: { moved: readonly Difference[]; onEnd: (agreed: boolean) => void }) {
  const { t } = useTranslation(['gantt', 'common', 'work']);
  const { organization } = useOrg();
  const zone = zoneOf(organization.timeZone);
  const names = useNames(moved);
  const words = { count: moved.length, formatted: formatNumber(moved.length) };
  return (
    <Dialog
      open
      onClose={() => onEnd(false)}
      title={t('cascade.title', words)}
      description={useReach(moved)}
      width="lg"
      // The focus begins there: a key that was still on its way agrees to nothing.
      reading={t('cascade.list')}
      footer={
        <>
          <Button onClick={() => onEnd(false)}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" onClick={() => onEnd(true)}>
            {t('cascade.apply', words)}
          </Button>
        </>
      }
    >
      {names ? (
        <Differences changes={moved} zone={zone} nameOf={(id) => names.get(id) ?? { key: '', title: t('work:links.otherTask') }} after={t('cascade.after')} />
      ) : (
        <SkeletonLines />
      )}
    </Dialog>
  );
}

/** How far it reaches, in words. */
function useReach(moved: readonly Difference[]): string {
  const { t } = useTranslation('gantt');
  const { organization } = useOrg();
  const extent = extentOf(moved);
  if (!extent) return '';
  const { toLocal } = zoneOf(organization.timeZone);
  const local = (instant: string) => toLocal(Date.parse(instant) / 1_000);
  const end = (instant: string) => unbroken(endText(local(instant)));
  const until = end(extent.until);
  const span = t('cascade.span', { from: unbroken(dayText(local(extent.from))), until });
  const before = extent.before && end(extent.before);
  return before && before !== until ? `${span} ${t('cascade.later', { before, after: until })}` : span;
}

type Name = Pick<Task, 'key' | 'title'>;

/** What the tasks on the list are called: from what is here already, the rest from the server. */
function useNames(moved: readonly Difference[]): ReadonlyMap<Id, Name> | undefined {
  const { id: org } = useOrg();
  const client = useQueryClient();
  const ids = moved.slice(0, most).map(({ taskId }) => taskId);
  const { data, isError } = useQuery({
    queryKey: ['org', org, 'cascade', ids],
    queryFn: async () => {
      const names = namesHere(client, org);
      for (const task of await readTasks(org, ids.filter((id) => !names.has(id)))) names.set(task.id, task);
      return names;
    },
    gcTime: 0,
  });
  // Dates without names still tell more than no list.
  return data ?? (isError ? namesHere(client, org) : undefined);
}

function namesHere(client: QueryClient, org: Id): Map<Id, Name> {
  const lists = client.getQueriesData<TaskPage>({ queryKey: [...keys.collection(org, 'tasks'), 'list'] });
  return new Map(lists.flatMap(([, list]) => list?.data ?? []).map((task) => [task.id, task]));
}
