// A week as a table: a row for each task or project, a column for each day, sums at both ends.
import { parseISO } from 'date-fns';
import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatDay, formatLongDay, locale } from '@/lib/format';
import type { SheetRow, Timesheet } from '../types';
import { HoursCell, hoursText } from './HoursCell';
import { entriesOn, nameOf, rowKey, subjectOf } from './rows';
import { RowName } from './RowName';

export interface SheetProps {
  sheet: Timesheet;
  rows: readonly SheetRow[];
  today: Day;
  may: boolean;
  onSave: (row: SheetRow, day: Day, hours: number) => Promise<void>;
  onOpen: (row: SheetRow, day: Day) => void;
}

export function SheetTable({ sheet, rows, today, may, onSave, onOpen }: SheetProps) {
  const { t } = useTranslation('money');
  const weekday = new Intl.DateTimeFormat(locale(), { weekday: 'short' });
  return (
    <div className="overflow-x-auto rounded-lg border" role="region" aria-label={t('sheet.label')} tabIndex={0}>
      <table aria-label={t('sheet.label')} className="w-full min-w-[760px] table-fixed text-sm">
        <colgroup>
          <col />
          {sheet.days.map((day) => (
            <col key={day} className="w-20" />
          ))}
          <col className="w-20" />
        </colgroup>
        <thead>
          <tr className="border-b text-xs text-muted">
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {t('sheet.work')}
            </th>
            {sheet.days.map((day) => (
              <th key={day} scope="col" title={formatLongDay(day)} className={cx('px-2 py-2 text-right font-medium', day === today && 'text-accent-text')}>
                {weekday.format(parseISO(day))} <span className="nums block font-normal">{formatDay(day)}</span>
              </th>
            ))}
            <th scope="col" className="px-3 py-2 text-right font-medium">
              {t('sheet.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="h-11 border-b">
              <th scope="row" className="overflow-hidden px-4 text-left font-normal">
                <RowName row={row} />
              </th>
              {sheet.days.map((day) => (
                <td key={day} className={cx('h-11 border-l p-0', day === today && 'bg-selected/50')}>
                  <HoursCell label={t('sheet.cell', { what: nameOf(row, t('sheet.hidden')), day: formatLongDay(day) })} entries={entriesOn(row, day)} may={may && subjectOf(row) !== null} onSave={(hours) => onSave(row, day, hours)} onOpen={() => onOpen(row, day)} />
                </td>
              ))}
              <td className="nums border-l px-3 text-right font-medium">{hoursText(row.total) || '–'}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="h-11">
            <th scope="row" className="px-4 text-left font-medium">
              {t('sheet.total')}
            </th>
            {sheet.hours.map((hours, at) => (
              <td key={sheet.days[at]} className="nums border-l px-2 text-right font-medium">
                {hoursText(hours) || <span className="text-faint">–</span>}
              </td>
            ))}
            <td className="nums border-l px-3 text-right font-semibold">{hoursText(sheet.total) || '0'}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
