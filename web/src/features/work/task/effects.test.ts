import { describe, expect, it } from 'vitest';
import { effectsOf, inverseOf, rollsUp } from './effects';
import { sample } from './sample';

const statuses = [
  { key: 'todo', name: 'To do', kind: 'open' },
  { key: 'done', name: 'Done', kind: 'done' },
] as const;

describe('a change', () => {
  it('to done means all of it is done', () => {
    expect(effectsOf(sample('a'), { status: 'done' }, statuses)).toEqual({ status: 'done', statusKind: 'done', percentComplete: 100 });
  });

  it('of the start takes the end along and binds an automatic task visibly', () => {
    const task = sample('a', { startDate: '2026-03-02T07:00:00.000Z', endDate: '2026-03-04T16:00:00.000Z' });
    const next = effectsOf(task, { startDate: '2026-03-09' }, statuses);
    expect(next.constraint).toEqual({ type: 'SNET', date: '2026-03-09T12:00:00.000Z' });
    expect(next.endDate).toBe('2026-03-11T16:00:00.000Z');
    expect(effectsOf({ ...task, scheduleMode: 'manual' }, { startDate: '2026-03-09' }, statuses).constraint).toBeUndefined();
  });

  it('of the first person leaves the others', () => {
    const task = sample('a', { assigneeId: 'u', assignments: [{ userId: 'u', units: 1 }, { userId: 'v', units: 0.5 }] });
    expect(effectsOf(task, { assigneeId: 'w' }, statuses).assignments).toEqual([{ userId: 'w', units: 1 }, { userId: 'v', units: 0.5 }]);
    expect(effectsOf(task, { assigneeId: null }, statuses).assignments).toEqual([]);
  });
});

describe('taking a change back', () => {
  it('gives status and progress back', () => {
    expect(inverseOf(sample('a', { percentComplete: 30 }), { status: 'done' })).toEqual({ status: 'todo', percentComplete: 30 });
  });

  it('sends two of start, end and duration, which never disagree', () => {
    const dates = { startDate: '2026-03-02T07:00:00.000Z', endDate: '2026-03-04T16:00:00.000Z', duration: 3 };
    const back = inverseOf(sample('a', dates), { startDate: '2026-03-09' });
    expect(back).toMatchObject({ startDate: dates.startDate, endDate: dates.endDate, constraint: null });
    expect(back.duration).toBeUndefined();
    expect(inverseOf(sample('a', { duration: 3 }), { startDate: '2026-03-09' }).duration).toBe(3);
  });

  it('restores everybody and their shares', () => {
    const assignments = [{ userId: 'u', units: 0.5 }];
    expect(inverseOf(sample('a', { assigneeId: 'u', assignments }), { assigneeId: 'v' })).toEqual({ assignments });
  });
});

describe('progress of a whole', () => {
  it('knows what the progress of a whole follows from', () => {
    const part = sample('a', { parentId: 'b', percentComplete: 10 });
    expect(rollsUp(part, { ...part, percentComplete: 20 })).toBe(true);
    expect(rollsUp(part, { ...part, title: 'other' })).toBe(false);
    expect(rollsUp(part, { ...part, parentId: null })).toBe(true);
    expect(rollsUp(sample('a'), sample('a', { percentComplete: 20 }))).toBe(false);
  });

  it('leaves the progress of a whole to its parts', () => {
    const whole = sample('a', { childCount: 2, percentComplete: 40 });
    expect(effectsOf(whole, { status: 'done' }, statuses)).toEqual({ status: 'done', statusKind: 'done' });
    expect(inverseOf(whole, { status: 'done' })).toEqual({ status: 'todo' });
    expect(effectsOf(sample('a'), { actualFinish: '2026-03-02' }, statuses).percentComplete).toBe(100);
  });
});
