// What each day of a year is, and how it is drawn: never by colour alone.
import { useMemo } from 'react';
import type { Day, Week } from '@/api/types';
import { daysMet, exceptionOn, weekdayOf } from './days';
import type { KeyedException } from './draft';
import { minutesOf } from './hours';

/** How a day is: as its weekday is, or as an exception says. */
export type Mark = 'work' | 'off' | 'free' | 'hours';

export interface MarkedDay {
  mark: Mark;
  exception: KeyedException | undefined;
  /** Its hours are not those of its weekday: a holiday on a Sunday changes nothing. */
  differs: boolean;
  minutes: number;
}

export const markClass: Record<Mark, string> = {
  work: '',
  off: 'off-hours text-muted',
  free: 'bg-danger-soft font-semibold text-danger line-through',
  hours: 'bg-info-soft font-semibold text-info underline decoration-2 underline-offset-2',
};

export function useMarks(year: number, week: Week, exceptions: readonly KeyedException[]): ReadonlyMap<Day, MarkedDay> {
  return useMemo(() => {
    const days = daysMet({ from: `${year}-01-01`, to: `${year}-12-31` });
    const reach = exceptions.filter(({ from, to }) => from <= `${year}-12-31` && to >= `${year}-01-01`);
    return new Map(
      days.map((day): [Day, MarkedDay] => {
        const exception = exceptionOn(reach, day);
        const usual = week[weekdayOf(day)] ?? [];
        const hours = exception ? (exception.hours ?? []) : usual;
        const minutes = minutesOf(hours);
        const differs = hours !== usual && JSON.stringify(hours) !== JSON.stringify(usual);
        const mark = exception ? (minutes > 0 ? 'hours' : 'free') : minutes > 0 ? 'work' : 'off';
        return [day, { mark, exception, differs, minutes }];
      }),
    );
  }, [year, week, exceptions]);
}
