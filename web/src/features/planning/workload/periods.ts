// How periods are called.
import { getISOWeek, parseISO } from 'date-fns';
import { useTranslation } from 'react-i18next';
import { locale } from '@/lib/format';
import type { By, Period, Workload } from '../types';

export interface PeriodName {
  key: string;
  short: string;
  long: string;
  /** Today is in it. */
  today: boolean;
}

export function usePeriodNames({ interval, periods, today }: Workload): PeriodName[] {
  const { t } = useTranslation('planning');
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), options);
  const day = format({ day: 'numeric', month: 'short' });
  const short: Record<By, (period: Period) => string> = {
    day: ({ from }) => format({ weekday: 'short', day: 'numeric', month: 'numeric' }).format(parseISO(from)),
    week: ({ from }) => t('workload.week', { number: getISOWeek(parseISO(from)), date: day.format(parseISO(from)) }),
    month: ({ from }) => format({ month: 'short', year: '2-digit' }).format(parseISO(from)),
  };
  const whole = format({ day: 'numeric', month: 'long', year: 'numeric' });
  return periods.map((period) => ({
    key: period.from,
    short: short[interval](period),
    long: whole.formatRange(parseISO(period.from), parseISO(period.to)),
    today: period.from <= today && today <= period.to,
  }));
}
