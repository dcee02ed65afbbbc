// Tasks that a change moves, one a row: its name, where it stands, and where it would.
import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Difference } from '@/api/cascade';
import type { Id } from '@/api/types';
import type { Zone } from './chart/zone';
import { dayText, endText, unbroken } from './texts';

interface DifferencesProps {
  changes: readonly Difference[];
  zone: Zone;
  nameOf: (id: Id) => { key: string; title: string } | undefined;
  /** What the new dates are called. */
  after: string;
}

/** As many as a person reads; the rest is counted. */
export const most = 200;

export function Differences({ changes, zone, nameOf, after }: DifferencesProps) {
  const { t } = useTranslation(['gantt', 'work']);
  const local = (instant: string | null | undefined) => (instant ? zone.toLocal(Date.parse(instant) / 1_000) : null);
  const span = ({ startDate, endDate }: Difference['before']) => {
    const [start, end] = [local(startDate), local(endDate)];
    if (start === null && end === null) return t('schedule.none');
    const [from, to] = [dayText(start), end === null ? '' : endText(end)];
    return (from === to ? [from] : [from, to]).map(unbroken).join(' – ');
  };
  return (
    <>
      <table className="w-full text-sm">
        <thead className="text-left text-xs text-muted">
          <tr>
            <th className="py-1.5 pr-3 font-medium">{t('work:field.title')}</th>
            <th className="py-1.5 pr-3 font-medium">{t('schedule.before')}</th>
            <th className="py-1.5 font-medium">{after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, most).map((one) => (
            <tr key={one.taskId} className="border-t align-top">
              <td className="py-1.5 pr-3 wrap-anywhere">
                <span className="mr-1.5 text-muted">{nameOf(one.taskId)?.key}</span>
                {nameOf(one.taskId)?.title}
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
      {changes.length > most && <p className="border-t pt-2 text-sm text-muted">{t('schedule.more', { count: changes.length - most })}</p>}
    </>
  );
}
