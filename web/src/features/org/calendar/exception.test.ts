import { describe, expect, it } from 'vitest';
import type { CalendarException, Repeat } from '@/api/types';
import { exceptionDraftOf, newDraft, readException, usualEnd } from './exception';

const draft = newDraft('2026-11-26');
const repeating = { ...draft, repeats: true, to: '2030-12-31' };

describe('a new exception', () => {
  it('is the day that was chosen, and offers the repetitions that meet it', () => {
    expect(readException(draft)).toEqual({ name: '', from: '2026-11-26', to: '2026-11-26', hours: [] });
    expect(draft.repeat).toMatchObject({ days: ['thu'], date: '26', month: 11, nth: 'fourth', on: 'thu' });
    expect(newDraft('2026-10-30').repeat).toMatchObject({ nth: 'last', on: 'fri' });
  });
  it('goes on for as long as is of use', () => {
    expect(usualEnd('2026-11-26', 'year')).toBe('2036-12-31');
    expect(usualEnd('2026-11-26', 'week')).toBe('2027-12-31');
  });
});

describe('what is read', () => {
  const read = (repeat: Partial<typeof draft.repeat>) => readException({ ...repeating, repeat: { ...draft.repeat, ...repeat } });
  it('has the repetition as the server takes it', () => {
    expect(read({})).toMatchObject({ repeat: { every: 'year', month: 11, day: 26 } });
    expect(read({ byDate: false })).toMatchObject({ repeat: { every: 'year', month: 11, nth: 'fourth', on: 'thu' } });
    expect(read({ every: 'week', interval: '2' })).toMatchObject({ repeat: { every: 'week', interval: 2, days: ['thu'] } });
    expect(read({ every: 'month', byDate: false, nth: 'last', on: 'weekday' })).toMatchObject({ repeat: { every: 'month', nth: 'last', on: 'weekday' } });
    expect(read({ every: 'day', interval: '1' })).toMatchObject({ repeat: { every: 'day' } });
  });
  it('comes back as it was', () => {
    const repeats: Repeat[] = [
      { every: 'day', interval: 3 },
      { every: 'week', interval: 2, days: ['mon', 'fri'] },
      { every: 'month', day: 31 },
      { every: 'month', interval: 3, nth: 'last', on: 'fri' },
      { every: 'year', month: 2, day: 29 },
      { every: 'year', month: 11, nth: 'fourth', on: 'thu' },
    ];
    for (const repeat of repeats) {
      const one: CalendarException = { name: 'Shift', from: '2026-01-01', to: '2030-12-31', hours: [['09:00', '13:00']], repeat };
      expect(readException(exceptionDraftOf(one))).toEqual(one);
    }
  });
  it('says the first thing that is wrong', () => {
    expect(readException({ ...draft, works: true })).toEqual({ at: 'hours', code: 'noHours' });
    expect(readException({ ...draft, works: true, hours: [{ key: 'a', from: '9', to: '8' }] })).toEqual({ at: 'hours', code: 'inHours' });
    expect(readException({ ...draft, to: '2026-11-25' })).toEqual({ at: 'to', code: 'until' });
    expect(read({ every: 'week', interval: '0' })).toEqual({ at: 'interval' });
    expect(read({ every: 'day', interval: '1.5' })).toEqual({ at: 'interval' });
    expect(read({ every: 'week', days: [] })).toEqual({ at: 'weekdays' });
    expect(read({ date: '32' })).toEqual({ at: 'date' });
    expect(readException({ ...repeating, to: '2026-11-30', repeat: { ...draft.repeat, month: 12 } })).toEqual({ at: 'to', code: 'noDay' });
  });
});
