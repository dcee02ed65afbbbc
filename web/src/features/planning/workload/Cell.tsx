// A person in a period: what is planned, how much of the capacity that is, and whether it is too much.
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '@/lib/cx';
import { exactHours, heatOf, hours, type Heat } from './hours';

const looks: Record<Heat, string> = {
  off: 'off-hours text-faint',
  free: 'text-faint',
  light: 'bg-ok-soft text-ok',
  full: 'bg-info-soft text-info',
  over: 'bg-danger-soft font-semibold text-danger',
};

interface CellProps {
  planned: number;
  /** None where nobody is assigned. */
  capacity: number | undefined;
}

/** The figures, with what they mean for who does not see the colour. */
export function LoadFigures({ planned, capacity }: CellProps) {
  const { t } = useTranslation('planning');
  if (capacity === undefined) return <>{planned > 0 ? hours(planned) : <span className="text-faint">–</span>}</>;
  const over = planned > capacity;
  if (capacity === 0 && !over) return <span className="sr-only">{t('workload.off')}</span>;
  return (
    <>
      {over && <TriangleAlert className="mr-1 inline size-3 align-[-1px]" aria-hidden="true" />}
      {hours(planned)}
      <span className={cx('text-xs font-normal', !over && 'text-muted')}> / {hours(capacity)}</span>
      {over && <span className="block text-xs">{t('workload.over', { hours: hours(planned - capacity) })}</span>}
    </>
  );
}

export function LoadCell({ planned, capacity }: CellProps) {
  const exact = [planned, ...(capacity === undefined ? [] : [capacity])].map(exactHours).join(' / ');
  return (
    <td data-heat={capacity === undefined ? undefined : heatOf(planned, capacity)} title={`${exact} h`} className={cx('nums relative h-12 border-l px-2 first-of-type:border-l-0 text-right whitespace-nowrap', capacity !== undefined && looks[heatOf(planned, capacity)])}>
      <LoadFigures planned={planned} capacity={capacity} />
    </td>
  );
}
