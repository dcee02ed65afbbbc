// Which days an exception meets, and when is worked on a day. As the server counts: weeks are seven days from the first
// day, months are those of the calendar, and where several exceptions meet a day the last one counts.
import type { Calendar, CalendarException, Day, DayKind, MonthDay, Repeat, Stretch, Weekday } from '@/api/types';

export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const dayLength = 86_400_000;
/** Days since 1970. */
const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / dayLength;
const dayAt = (number: number): Day => new Date(number * dayLength).toISOString().slice(0, 10);
/** 0 is Monday; 1970 began on a Thursday. */
const weekdayAt = (number: number): number => (((number + 3) % 7) + 7) % 7;

export const weekdayOf = (day: Day): Weekday => weekdays[weekdayAt(numberOf(day))] ?? 'mon';

/** A day with its place in the month, counted from 0. */
interface Placed {
  number: number;
  year: number;
  month: number;
  date: number;
  length: number;
}

function place(number: number): Placed {
  const at = new Date(number * dayLength);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return { number, year, month, date: at.getUTCDate(), length: new Date(Date.UTC(year, month + 1, 0)).getUTCDate() };
}

function isKind(kind: DayKind, number: number): boolean {
  const weekday = weekdayAt(number);
  if (kind === 'day') return true;
  if (kind === 'weekday') return weekday < 5;
  return kind === 'weekend_day' ? weekday >= 5 : weekdays[weekday] === kind;
}

const ordinals = { first: 1, second: 2, third: 3, fourth: 4 };

function isOn(on: MonthDay, { number, date, length }: Placed): boolean {
  if ('day' in on) return date === Math.min(on.day, length);
  if (!isKind(on.on, number)) return false;
  const among = (first: number, last: number): number => {
    let count = 0;
    for (let other = first; other <= last; other++) if (isKind(on.on, number - date + other)) count++;
    return count;
  };
  return on.nth === 'last' ? among(date + 1, length) === 0 : among(1, date) === ordinals[on.nth];
}

function repeats(repeat: Repeat, from: number, number: number): boolean {
  const interval = 'interval' in repeat ? (repeat.interval ?? 1) : 1;
  const since = number - from;
  switch (repeat.every) {
    case 'day':
      return since % interval === 0;
    case 'week':
      return Math.floor(since / 7) % interval === 0 && repeat.days.some((day) => weekdays[weekdayAt(number)] === day);
    case 'month': {
      const [first, at] = [place(from), place(number)];
      return ((at.year - first.year) * 12 + at.month - first.month) % interval === 0 && isOn(repeat, at);
    }
    case 'year': {
      const at = place(number);
      return at.month + 1 === repeat.month && isOn(repeat, at);
    }
  }
}

type Dated = Pick<CalendarException, 'from' | 'to' | 'repeat'>;

export function meets({ from, to, repeat }: Dated, day: Day): boolean {
  if (day < from || to < day) return false;
  return !repeat || repeats(repeat, numberOf(from), numberOf(day));
}

/** The days that it meets from a day on, in order, as many as are asked for. */
export function daysMet({ from, to, repeat }: Dated, { since = from, most = Infinity }: { since?: Day; most?: number } = {}): Day[] {
  const [first, last] = [numberOf(from), numberOf(to)];
  const found: Day[] = [];
  for (let number = Math.max(first, numberOf(since)); number <= last && found.length < most; number++) {
    if (!repeat || repeats(repeat, first, number)) found.push(dayAt(number));
  }
  return found;
}

type Hours = Pick<Calendar, 'week' | 'exceptions'>;

/** The exception that counts on a day. */
export const exceptionOn = <E extends Dated>(exceptions: readonly E[], day: Day): E | undefined => exceptions.findLast((one) => meets(one, day));

/** When is worked on a day. */
export function hoursOn({ week, exceptions }: Hours, day: Day): readonly Stretch[] {
  const special = exceptionOn(exceptions, day);
  return (special ? special.hours : week[weekdayOf(day)]) ?? [];
}
