// What scheduling the project would change, before it does: task by task, from and to.
import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, toastError } from '@/lib/messages';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Skeleton } from '@/ui/Skeleton';
import type { Chart } from './chart/model';
import { dayText, endText } from './texts';
import type { Applied, GanttWrites } from './useGanttWrites';

interface ScheduleDialogProps {
  chart: Chart;
  writes: GanttWrites;
  onClose: () => void;
}

/** As many as a person reads; the rest is counted. */
const most = 200;

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
        <div role="status" aria-label={t('common:status.loading')} className="flex flex-col gap-3 py-2">
          <Skeleton className="w-2/3" />
          <Skeleton className="w-1/2" />
          <Skeleton className="w-3/5" />
        </div>
      ) : count === 0 ? (
        <p className="text-muted">{t('schedule.nothing')}</p>
      ) : (
        <Differences chart={chart} applied={data} />
      )}
    </Dialog>
  );
}

function Differences({ chart, applied }: { chart: Chart; applied: Applied }) {
  const { t } = useTranslation(['gantt', 'work']);
  const byId = new Map(chart.bars.map((bar) => [bar.id, bar]));
  const local = (instant: string | null | undefined) => (instant ? chart.zone.toLocal(Date.parse(instant) / 1_000) : null);
  const span = ({ startDate, endDate }: Applied['changes'][number]['before']) => {
    const [start, end] = [local(startDate), local(endDate)];
    if (start === null && end === null) return t('schedule.none');
    const [from, to] = [dayText(start), end === null ? '' : endText(end)];
    // A line may break between the dates and not within one.
    return (from === to ? [from] : [from, to]).map((day) => day.replaceAll(' ', '\u00a0')).join(' – ');
  };
  return (
    <>
      <table className="w-full text-sm">
        <thead className="text-left text-xs text-muted">
          <tr>
            <th className="py-1.5 pr-3 font-medium">{t('work:field.title')}</th>
            <th className="py-1.5 pr-3 font-medium">{t('schedule.before')}</th>
            <th className="py-1.5 font-medium">{t('schedule.after')}</th>
          </tr>
        </thead>
        <tbody>
          {applied.changes.slice(0, most).map((one) => (
            <tr key={one.taskId} className="border-t align-top">
              <td className="py-1.5 pr-3 wrap-anywhere">
                <span className="mr-1.5 text-muted">{byId.get(one.taskId)?.key}</span>
                {byId.get(one.taskId)?.title}
              </td>
              <td className="py-1.5 pr-3 text-muted sm:whitespace-nowrap">{span(one.before)}</td>
              <td className="py-1.5 sm:whitespace-nowrap">
                <ArrowRight className="mr-1.5 inline size-3.5 text-faint" aria-hidden="true" />
                {span(one.after)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {applied.changes.length > most && <p className="border-t pt-2 text-sm text-muted">{t('schedule.more', { count: applied.changes.length - most })}</p>}
    </>
  );
}
