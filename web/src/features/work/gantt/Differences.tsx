// Tasks that a change moves, one a row: its name, where it stands, and where it would. Where there is no room beside one
// another these stand below one another; the roles keep it a table all the same.
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
      <table role="table" className="w-full text-sm max-sm:block">
        <thead role="rowgroup" className="text-left text-xs text-muted max-sm:sr-only">
          <tr role="row">
            <th role="columnheader" className="py-1.5 pr-3 font-medium">{t('work:field.title')}</th>
            <th role="columnheader" className="py-1.5 pr-3 font-medium">{t('schedule.before')}</th>
            <th role="columnheader" className="py-1.5 font-medium">{after}</th>
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-sm:block">
          {changes.slice(0, most).map((one) => (
            <tr key={one.taskId} role="row" className="border-t align-top max-sm:flex max-sm:flex-col max-sm:py-1.5 max-sm:first:border-t-0">
              <td role="cell" className="wrap-anywhere sm:py-1.5 sm:pr-3">
                <span className="mr-1.5 whitespace-nowrap text-muted">{nameOf(one.taskId)?.key}</span>
                {nameOf(one.taskId)?.title}
              </td>
              <td role="cell" className="nums text-muted sm:py-1.5 sm:pr-3 sm:whitespace-nowrap">{span(one.before)}</td>
              <td role="cell" className="nums sm:py-1.5 sm:whitespace-nowrap">
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
