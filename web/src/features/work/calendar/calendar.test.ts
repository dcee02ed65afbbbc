import { describe, expect, it } from 'vitest';
import type { Calendar } from '@/api/types';
import { sample } from '../task/sample';
import { entryOf, mayStretch, moveBy, stretched, stretchTo, type Entry } from './span';
import { daysOf, hiddenAt, shownAt, stepped, weeksOf } from './weeks';
import { startOn, worksIn } from './workdays';

const berlin = 'Europe/Berlin';
const entry = (id: string, from: string, to: string): Entry => ({ task: sample(id), from, to });

describe('the days of a task', () => {
  it('go from its start to its end; midnight belongs to the day before', () => {
    const task = sample('a', { startDate: '2026-03-02T07:00:00.000Z', endDate: '2026-03-04T23:00:00.000Z' });
    expect(entryOf(task, berlin)).toMatchObject({ from: '2026-03-02', to: '2026-03-04' });
  });
  it('end with the due date where there is no end', () => {
    expect(entryOf(sample('a', { startDate: '2026-03-02T07:00:00.000Z', dueDate: '2026-03-06T16:00:00.000Z' }), berlin)).toMatchObject({ to: '2026-03-06' });
    expect(entryOf(sample('a', { dueDate: '2026-03-06T16:00:00.000Z' }), berlin)).toMatchObject({ from: '2026-03-06', to: '2026-03-06' });
    expect(entryOf(sample('a'), berlin)).toBeNull();
  });
});

describe('moving', () => {
  it('keeps the time of day across a change of the clock', () => {
    const task = sample('a', { startDate: '2026-03-27T08:00:00.000Z', endDate: '2026-03-27T16:00:00.000Z' });
    expect(moveBy(task, 3, berlin)).toEqual({ startDate: '2026-03-30T07:00:00.000Z' });
  });
  it('changes the due date of what has no other', () => {
    expect(moveBy(sample('a', { dueDate: '2026-03-06T16:00:00.000Z' }), -1, berlin)).toEqual({ dueDate: '2026-03-05T16:00:00.000Z' });
  });
  it('steps over free days, unless the task is scheduled by hand', () => {
    const week = { mon: [['08:00', '16:00']], tue: [['08:00', '16:00']], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const works = worksIn({ week, exceptions: [{ from: '2026-03-09', to: '2026-03-09', hours: [] }] } as unknown as Calendar);
    const task = sample('a', { startDate: '2026-03-02T07:00:00.000Z' });
    expect(startOn(task, '2026-03-04', works, 1)).toBe('2026-03-10');
    expect(startOn(task, '2026-03-04', works, -1)).toBe('2026-03-03');
    expect(startOn({ ...task, scheduleMode: 'manual' }, '2026-03-04', works, 1)).toBe('2026-03-04');
  });
  it('steps over days on which an exception comes back', () => {
    const day: [string, string][] = [['08:00', '16:00']];
    const week = { mon: day, tue: day, wed: day, thu: day, fri: day };
    const works = worksIn({ week, exceptions: [{ from: '2026-03-06', to: '2026-12-31', repeat: { every: 'week', interval: 2, days: ['fri'] } }] } as unknown as Calendar);
    const task = sample('a', { startDate: '2026-03-02T07:00:00.000Z' });
    expect(startOn(task, '2026-03-06', works, 1)).toBe('2026-03-09');
    expect(startOn(task, '2026-03-13', works, 1)).toBe('2026-03-13');
  });
});

describe('stretching', () => {
  const bar = entry('a', '2026-03-02', '2026-03-04');
  it('moves one edge and never turns a bar around', () => {
    expect(stretched(bar, 'end', '2026-03-06')).toMatchObject({ from: '2026-03-02', to: '2026-03-06' });
    expect(stretched(bar, 'start', '2026-03-09')).toMatchObject({ from: '2026-03-04', to: '2026-03-04' });
    expect(stretched(bar, 'end', '2026-02-01')).toMatchObject({ from: '2026-03-02', to: '2026-03-02' });
  });
  it('sends the end along with another start, and the date that the edge stands for', () => {
    const [startDate, endDate, dueDate] = ['2026-03-02T07:00:00.000Z', '2026-03-04T16:00:00.000Z', '2026-03-06T16:00:00.000Z'];
    expect(stretchTo(sample('a', { startDate, endDate }), 'start', '2026-03-03')).toEqual({ startDate: '2026-03-03', endDate });
    expect(stretchTo(sample('a', { startDate, endDate, dueDate }), 'end', '2026-03-05')).toEqual({ endDate: '2026-03-05' });
    expect(stretchTo(sample('a', { startDate, dueDate }), 'end', '2026-03-05')).toEqual({ dueDate: '2026-03-05' });
  });
  it('is for bars between two dates', () => {
    const of = (task: Entry['task']) => mayStretch({ ...bar, task });
    expect([of(sample('a', { startDate: '2026-03-02T07:00:00.000Z' })), of(sample('a', { dueDate: '2026-03-02T07:00:00.000Z' })), of(sample('a', { startDate: '2026-03-02T07:00:00.000Z', milestone: true }))]).toEqual([true, false, false]);
  });
});

describe('the weeks', () => {
  it('of a month are whole and no more than it needs', () => {
    expect(daysOf('2026-02-10', 'month', 1)).toHaveLength(5);
    expect(daysOf('2027-02-10', 'month', 1)).toHaveLength(4);
    expect(daysOf('2026-02-10', 'month', 0)[0]?.[0]).toBe('2026-02-01');
    expect(daysOf('2026-02-10', 'week', 1)).toEqual([['2026-02-09', '2026-02-10', '2026-02-11', '2026-02-12', '2026-02-13', '2026-02-14', '2026-02-15']]);
  });
  const days = daysOf('2026-02-10', 'month', 1);
  const long = entry('long', '2026-02-06', '2026-02-10');
  const weeks = weeksOf(days, [entry('b', '2026-02-10', '2026-02-10'), long, entry('c', '2026-02-10', '2026-02-10'), entry('d', '2026-02-11', '2026-02-11')], 2);
  it('cut a bar at their ends and use lanes again', () => {
    const [, first, second] = weeks;
    expect(first?.segments.map(({ task, col, length, begins, ends }) => [task.id, col, length, begins, ends])).toEqual([['long', 4, 3, true, false]]);
    expect(second?.segments.map(({ task, lane, ends }) => [task.id, lane, ends])).toEqual([
      ['long', 0, true],
      ['b', 1, true],
      ['c', 2, true],
      ['d', 0, true],
    ]);
  });
  it('count what there is no room for', () => {
    const [, , week] = weeks;
    if (!week) throw new Error('no week');
    expect(shownAt(week, 1).map(({ task }) => task.id)).toEqual(['long']);
    expect(hiddenAt(week, 1).map(({ task }) => task.id)).toEqual(['b', 'c']);
  });
  it('are gone through with the arrow keys', () => {
    const at = (day: string, on: string | null, key: string) => stepped(weeks, { day, on }, key);
    expect(at('2026-02-06', null, 'arrowdown')).toEqual({ day: '2026-02-06', on: 'long' });
    expect(at('2026-02-06', 'long', 'arrowdown')).toEqual({ day: '2026-02-13', on: null });
    expect(at('2026-02-06', 'long', 'arrowright')).toEqual({ day: '2026-02-09', on: 'long' });
    expect(at('2026-02-10', null, 'arrowdown')).toEqual({ day: '2026-02-10', on: 'long' });
    expect(at('2026-02-10', 'long', 'arrowdown')).toEqual({ day: '2026-02-10', on: 'more' });
    expect(at('2026-02-17', null, 'arrowup')).toEqual({ day: '2026-02-10', on: 'more' });
    expect(at('2026-02-28', null, 'arrowright')).toEqual({ day: '2026-03-01', on: null });
  });
});
