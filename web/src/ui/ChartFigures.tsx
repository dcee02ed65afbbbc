import { useTranslation } from 'react-i18next';
import type { Day } from '@/api/types';
import { cx } from '@/lib/cx';
import { formatDay } from '@/lib/format';
import type { ChartLine } from './LineChart';

interface ChartFiguresProps {
  title: string;
  days: readonly Day[];
  lines: readonly ChartLine[];
  format: (value: number) => string;
}

/** What a chart draws, as a table. */
export function ChartFigures({ title, days, lines, format }: ChartFiguresProps) {
  const { t } = useTranslation();
  return (
    <table aria-label={title} className="w-full">
      <thead className="sticky top-0 bg-surface text-left text-muted">
        <tr>
          <th scope="col" className="px-2 py-1.5 font-medium">
            {t('chart.day')}
          </th>
          {lines.map(({ name }) => (
            <th key={name} scope="col" className="px-2 py-1.5 text-right font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day, index) => (
          <tr key={day} className="border-t">
            <th scope="row" className="nums px-2 py-1 text-left font-normal">
              {formatDay(day)}
            </th>
            {lines.map(({ name, values }) => {
              const value = values[index];
              return (
                <td key={name} className={cx('nums px-2 py-1 text-right', value == null && 'text-faint')}>
                  {value == null ? '–' : format(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
