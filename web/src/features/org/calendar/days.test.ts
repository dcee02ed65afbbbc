import { describe, expect, it } from 'vitest';
import type { CalendarException, Repeat } from '@/api/types';
import { daysMet, exceptionOn, hoursOn, meets, weekdayOf } from './days';

const days = (from: string, to: string, repeat: Repeat | null) => daysMet({ from, to, repeat });

describe('the days of an exception', () => {
  it('are all from the first to the last without a repetition', () => {
    expect(days('2026-12-30', '2027-01-02', null)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
    expect(days('2026-12-25', '2026-12-25', null)).toEqual(['2026-12-25']);
  });
  it('are none where it ends before it begins', () => {
    expect(days('2026-12-25', '2026-12-24', { every: 'day' })).toEqual([]);
  });
  it('begin where one asks, and are as many as one asks for', () => {
    expect(daysMet({ from: '2026-01-01', to: '2030-12-31', repeat: { every: 'year', month: 5, day: 1 } }, { since: '2027-05-02', most: 2 })).toEqual(['2028-05-01', '2029-05-01']);
    expect(daysMet({ from: '2026-05-04', to: '2026-05-06' }, { since: '2020-01-01' })).toEqual(['2026-05-04', '2026-05-05', '2026-05-06']);
  });
});

describe('every so many days', () => {
  it('counts from the first day, across the end of February', () => {
    expect(days('2028-02-27', '2028-03-04', { every: 'day', interval: 2 })).toEqual(['2028-02-27', '2028-02-29', '2028-03-02', '2028-03-04']);
    expect(days('2026-02-27', '2026-03-04', { every: 'day', interval: 2 })).toEqual(['2026-02-27', '2026-03-01', '2026-03-03']);
  });
  it('is every day without an interval', () => {
    expect(days('2026-02-27', '2026-03-01', { every: 'day' })).toHaveLength(3);
  });
});

describe('every so many weeks', () => {
  it('has weeks of seven days from the first day on', () => {
    // From a Wednesday: its week has the Friday after it and the Monday after that.
    expect(days('2026-11-04', '2026-11-24', { every: 'week', interval: 2, days: ['mon', 'fri'] })).toEqual(['2026-11-06', '2026-11-09', '2026-11-20', '2026-11-23']);
  });
  it('goes on over the end of a year, also of one with 53 weeks', () => {
    expect(days('2026-12-18', '2027-01-29', { every: 'week', interval: 2, days: ['fri'] })).toEqual(['2026-12-18', '2027-01-01', '2027-01-15', '2027-01-29']);
    expect(days('2026-12-25', '2027-02-28', { every: 'week', interval: 3, days: ['fri'] })).toEqual(['2026-12-25', '2027-01-15', '2027-02-05', '2027-02-26']);
  });
  it('keeps to its ends', () => {
    expect(days('2026-11-06', '2026-11-12', { every: 'week', days: ['fri'] })).toEqual(['2026-11-06']);
    expect(days('2026-11-07', '2026-11-12', { every: 'week', days: ['fri'] })).toEqual([]);
  });
});

describe('a day of every so many months', () => {
  it('is the last one of a month that is shorter', () => {
    expect(days('2026-01-31', '2026-05-31', { every: 'month', day: 31 })).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
    expect(days('2028-02-01', '2028-02-29', { every: 'month', day: 30 })).toEqual(['2028-02-29']);
  });
  it('counts months from that of the first day, even where the day is over in it', () => {
    expect(days('2026-11-20', '2027-06-30', { every: 'month', interval: 3, day: 15 })).toEqual(['2027-02-15', '2027-05-15']);
  });
  it('is the last Friday', () => {
    expect(days('2026-01-01', '2026-12-31', { every: 'month', interval: 3, nth: 'last', on: 'fri' })).toEqual(['2026-01-30', '2026-04-24', '2026-07-31', '2026-10-30']);
  });
  it('is the first, second or last of a kind of days', () => {
    const one = (nth: 'first' | 'second' | 'third' | 'fourth' | 'last', on: 'day' | 'weekday' | 'weekend_day') => days('2026-08-01', '2026-08-31', { every: 'month', nth, on })[0];
    expect([one('first', 'day'), one('third', 'day'), one('last', 'day')]).toEqual(['2026-08-01', '2026-08-03', '2026-08-31']);
    expect([one('first', 'weekday'), one('fourth', 'weekday'), one('last', 'weekday')]).toEqual(['2026-08-03', '2026-08-06', '2026-08-31']);
    expect([one('first', 'weekend_day'), one('second', 'weekend_day'), one('last', 'weekend_day')]).toEqual(['2026-08-01', '2026-08-02', '2026-08-30']);
  });
});

describe('a day of every year', () => {
  it('is the same date; 29 February is the 28th where there is none', () => {
    expect(days('2026-12-25', '2028-12-25', { every: 'year', month: 12, day: 25 })).toEqual(['2026-12-25', '2027-12-25', '2028-12-25']);
    expect(days('2027-01-01', '2028-12-31', { every: 'year', month: 2, day: 29 })).toEqual(['2027-02-28', '2028-02-29']);
  });
  it('is 29 February in 2000 and none in 2100', () => {
    expect(days('2000-02-01', '2000-02-29', { every: 'year', month: 2, nth: 'last', on: 'day' })).toEqual(['2000-02-29']);
    expect(days('2100-02-01', '2100-03-01', { every: 'year', month: 2, day: 29 })).toEqual(['2100-02-28']);
  });
  it('is the fourth Thursday of November', () => {
    expect(days('2026-01-01', '2028-12-31', { every: 'year', month: 11, nth: 'fourth', on: 'thu' })).toEqual(['2026-11-26', '2027-11-25', '2028-11-23']);
  });
  it('is left out where its first or last year does not reach it', () => {
    expect(days('2026-12-26', '2028-12-24', { every: 'year', month: 12, day: 25 })).toEqual(['2027-12-25']);
  });
});

describe('the hours of a day', () => {
  const week = { mon: [['08:00', '16:00']], fri: [['08:00', '12:00']] } as { mon: [string, string][]; fri: [string, string][] };
  const free: CalendarException = { name: 'Off', from: '2026-11-01', to: '2026-11-30', repeat: { every: 'week', days: ['fri'] } };
  const late: CalendarException = { from: '2026-11-13', to: '2026-11-13', hours: [['13:00', '17:00']] };
  it('are those of its weekday unless an exception meets it', () => {
    expect(hoursOn({ week, exceptions: [free] }, '2026-10-30')).toEqual([['08:00', '12:00']]);
    expect(hoursOn({ week, exceptions: [free] }, '2026-11-06')).toEqual([]);
    expect(hoursOn({ week, exceptions: [free] }, '2026-11-09')).toEqual([['08:00', '16:00']]);
    expect(hoursOn({ week, exceptions: [] }, '2026-11-08')).toEqual([]);
  });
  it('are those of the last exception that meets it', () => {
    expect(hoursOn({ week, exceptions: [free, late] }, '2026-11-13')).toEqual([['13:00', '17:00']]);
    expect(hoursOn({ week, exceptions: [late, free] }, '2026-11-13')).toEqual([]);
    expect(exceptionOn([free, late], '2026-11-20')).toBe(free);
  });
  it('know the day of the week, also before 1970', () => {
    expect([weekdayOf('2026-11-29'), weekdayOf('1969-12-31'), weekdayOf('2028-02-29')]).toEqual(['sun', 'wed', 'tue']);
    expect(meets(free, '2026-12-04')).toBe(false);
  });
});
