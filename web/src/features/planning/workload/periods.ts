// How periods are called.
import { getISOWeek, parseISO } from 'date-fns';
import { useTranslation } from 'react-i18next';
import { locale } from '@/lib/format';
import type { By, Workload } from '../types';

export interface PeriodName {
  key: string;
  /** `W49`, `Mon` or `Nov`, and what stands below it: `30 Nov` or `2026`. */
  head: readonly [string, string];
  long: string;
  /** Today is in it. */
  today: boolean;
}

export function usePeriodNames({ interval, periods, today }: Workload): PeriodName[] {
  const { t } = useTranslation('planning');
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), options);
  const day = format({ day: 'numeric', month: 'short' });
  const [weekday, month, year] = [format({ weekday: 'short' }), format({ month: 'short' }), format({ year: 'numeric' })];
  const heads: Record<By, (from: Date) => readonly [string, string]> = {
    day: (from) => [weekday.format(from), day.format(from)],
    week: (from) => [t('workload.week', { number: getISOWeek(from) }), day.format(from)],
    month: (from) => [month.format(from), year.format(from)],
  };
  const whole = format({ day: 'numeric', month: 'long', year: 'numeric' });
  return periods.map((period) => ({
    key: period.from,
    head: heads[interval](parseISO(period.from)),
    long: whole.formatRange(parseISO(period.from), parseISO(period.to)),
    today: period.from <= today && today <= period.to,
  }));
}
