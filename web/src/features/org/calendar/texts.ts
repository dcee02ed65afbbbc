// How hours, days and repetitions are told in the reader's language.
import { useTranslation } from 'react-i18next';
import type { CalendarException, MonthDay, Repeat, Stretch, Weekday } from '@/api/types';
import { formatDay, formatNumber, locale } from '@/lib/format';
import { weekdays } from './days';
import type { HoursFault } from './hours';

type Width = 'long' | 'short' | 'narrow';

/** 1 January 2024 was a Monday. */
export const weekdayName = (day: Weekday, width: Width = 'long'): string =>
  new Intl.DateTimeFormat(locale(), { weekday: width }).format(new Date(2024, 0, 1 + weekdays.indexOf(day)));

/** 1 to 12. */
export const monthName = (month: number): string => new Intl.DateTimeFormat(locale(), { month: 'long' }).format(new Date(2024, month - 1, 1));

/** `25 December`; of a leap year, so that 29 February is one. */
const dateText = (month: number, day: number): string => new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long' }).format(new Date(2024, month - 1, day));

export const listText = (words: readonly string[]): string => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(words);

export const hoursNumber = (minutes: number): string => formatNumber(minutes / 60, { maximumFractionDigits: 2 });

export const stretchesText = (hours: readonly Stretch[]): string => hours.map(([from, to]) => `${from}–${to}`).join(', ');

/** `Mon–Fri`, or the days one by one where they have gaps. */
export function daysText(days: readonly Weekday[]): string {
  const places = days.map((day) => weekdays.indexOf(day));
  const joined = places.every((at, index) => index === 0 || at === (places[index - 1] ?? 0) + 1);
  const [first, last] = [days[0], days.at(-1)];
  if (joined && first && last && days.length > 2) return `${weekdayName(first, 'short')}–${weekdayName(last, 'short')}`;
  return days.map((day) => weekdayName(day, 'short')).join(', ');
}

export function useExceptionTexts() {
  const { t } = useTranslation('worktime');
  const isWeekday = (kind: string): kind is Weekday => (weekdays as readonly string[]).includes(kind);
  const kindText = (kind: Extract<MonthDay, { on: unknown }>['on']) => (isWeekday(kind) ? weekdayName(kind) : t(`repeat.kinds.${kind}`));
  const inMonth = (on: MonthDay) => ('day' in on ? t('repeat.text.date', { date: on.day }) : t('repeat.text.nth', { nth: t(`repeat.nths.${on.nth}`), kind: kindText(on.on) }));
  const inYear = (month: number, on: MonthDay) =>
    'day' in on ? dateText(month, on.day) : t('repeat.text.nthOfMonth', { nth: t(`repeat.nths.${on.nth}`), kind: kindText(on.on), month: monthName(month) });
  const repeatText = (repeat: Repeat): string => {
    if (repeat.every === 'year') return t('repeat.text.year', { day: inYear(repeat.month, repeat) });
    const count = repeat.interval ?? 1;
    if (repeat.every === 'day') return t('repeat.text.day', { count });
    if (repeat.every === 'week') return t('repeat.text.week', { count, days: listText(repeat.days.map((day) => weekdayName(day))) });
    return t('repeat.text.month', { count, day: inMonth(repeat) });
  };
  const range = ({ from, to }: CalendarException) => (from === to ? formatDay(from) : t('exception.range', { from: formatDay(from), to: formatDay(to) }));
  const when = (one: CalendarException): string => (one.repeat ? repeatText(one.repeat) : range(one));
  return {
    kindText,
    when,
    hours: ({ hours = [] }: CalendarException): string => (hours.length > 0 ? stretchesText(hours) : t('exception.free')),
    name: (one: CalendarException): string => one.name?.trim() || when(one),
  };
}

export function useHoursFaultText(): (fault: HoursFault) => string {
  const { t } = useTranslation('worktime');
  return (fault) => {
    if (fault.code === 'time') return fault.text.trim() ? t('fault.time', { text: fault.text }) : t('fault.empty');
    if (fault.code === 'backwards') return t('fault.backwards', { from: fault.from, to: fault.to });
    return t('fault.overlap', { first: fault.first, second: fault.second });
  };
}
