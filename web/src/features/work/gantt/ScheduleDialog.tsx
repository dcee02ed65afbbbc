// What scheduling the project would change, before it does: task by task, from and to.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SkeletonLines } from '@/ui/Skeleton';
import type { Chart } from './chart/model';
import { Differences } from './Differences';
import type { GanttWrites } from './useGanttWrites';

interface ScheduleDialogProps {
  chart: Chart;
  writes: GanttWrites;
  onClose: () => void;
}

export function ScheduleDialog({ chart, writes, onClose }: ScheduleDialogProps) {
  const { t } = useTranslation(['gantt', 'common']);
  const [busy, setBusy] = useState(false);
  const { data, error } = useQuery({ queryKey: writes.previewKey, queryFn: writes.preview, gcTime: 0, staleTime: 0, retry: false });
  const apply = () => {
    setBusy(true);
    writes.schedule().then(onClose, (failure: unknown) => {
      setBusy(false);
      toastError(failure);
    });
  };
  const byId = useMemo(() => new Map(chart.bars.map((bar) => [bar.id, bar])), [chart]);
  const count = data?.changes.length ?? 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('schedule.title')}
      description={t('schedule.text')}
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button kind="primary" busy={busy} disabled={count === 0} onClick={apply}>
            {count === 0 ? t('schedule.action') : t('schedule.apply', { count })}
          </Button>
        </>
      }
    >
      {error ? (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
          {messageOf(error)}
        </p>
      ) : !data ? (
        <SkeletonLines />
      ) : count === 0 ? (
        <p className="text-muted">{t('schedule.nothing')}</p>
      ) : (
        <Differences changes={data.changes} zone={chart.zone} nameOf={(id) => byId.get(id)} after={t('schedule.after')} />
      )}
    </Dialog>
  );
}
