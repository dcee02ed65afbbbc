import { describe, expect, it } from 'vitest';
import type { Calendar } from '@/api/types';
import { changesOf, beforeOf, bodyOf, draftOf, faultOf, keyed, standardWeek, withException } from './draft';
import { hoursFault, minutesOf, parseTime, shiftTime, stretchesOf, withAnother, type TypedStretch } from './hours';

const typed = (...pairs: [string, string][]): TypedStretch[] => pairs.map(([from, to], at) => ({ key: String(at), from, to }));
const calendar = { name: 'Yard', timeZone: null, week: standardWeek, exceptions: [{ from: '2026-12-24', to: '2026-12-26', hours: [] }] } as unknown as Calendar;

describe('a time', () => {
  it('is read as people type it', () => {
    expect(['8', '08:30', '8.30', '830', '1730', '24:00', '8 Uhr', ' 7:05 '].map(parseTime)).toEqual([480, 510, 510, 510, 1050, 1440, 480, 425]);
    expect(['5 pm', '12 am', '12:30 p.m.', '11PM'].map(parseTime)).toEqual([1020, 0, 750, 1380]);
  });
  it('is nothing beyond the day, and no other text', () => {
    expect(['', '25', '24:01', '8:60', '13 pm', 'noon', '12345', '8:3'].map(parseTime)).toEqual(Array(8).fill(null));
  });
  it('moves within the day', () => {
    expect([shiftTime('8', 15), shiftTime('23:50', 60), shiftTime('00:10', -60), shiftTime('x', 15)]).toEqual(['08:15', '24:00', '00:00', 'x']);
  });
});

describe('the hours of a day', () => {
  it('say the first thing that is wrong', () => {
    expect(hoursFault(typed(['08:00', '12:00'], ['13', '17']))).toBeNull();
    expect(hoursFault(typed(['8', 'x']))).toMatchObject({ code: 'time', text: 'x' });
    expect(hoursFault(typed(['13:00', '12:00']))).toMatchObject({ code: 'backwards', from: '13:00', to: '12:00' });
    expect(hoursFault(typed(['8', '8']))).toMatchObject({ code: 'backwards' });
    expect(hoursFault(typed(['11', '15'], ['8', '12']))).toMatchObject({ code: 'overlap', key: '0', first: '08:00–12:00', second: '11:00–15:00' });
  });
  it('are sent in order', () => {
    expect(stretchesOf(typed(['13', '17'], ['8', '12'], ['', '']))).toEqual([['08:00', '12:00'], ['13:00', '17:00']]);
    expect(minutesOf([['08:00', '12:00'], ['13:00', '17:00']])).toBe(480);
  });
  it('grow where there is room', () => {
    const grown = (...pairs: [string, string][]) => withAnother(typed(...pairs)).map(({ from, to }) => `${from}-${to}`);
    expect(grown()).toEqual(['08:00-12:00']);
    expect(grown(['8', '12'])).toEqual(['8-12', '13:00-17:00']);
    expect(grown(['14', '22'])).toEqual(['14-22', '23:00-24:00']);
    expect(grown(['14', '24'])).toEqual(['10:00-14:00', '14-24']);
    expect(grown(['0', '24'])).toEqual(['0-24', '-']);
  });
});

describe('a calendar that is edited', () => {
  it('has changed nothing at first, and knows what it was', () => {
    const draft = draftOf(calendar);
    expect(changesOf(calendar, bodyOf(draft))).toBeNull();
    const changes = changesOf(calendar, bodyOf({ ...draft, name: ' Shipyard ', week: { ...draft.week, fri: [] } }));
    expect(changes).toMatchObject({ name: 'Shipyard', week: { fri: [] } });
    expect(changes).not.toHaveProperty('exceptions');
    expect(beforeOf(calendar, changes ?? {})).toMatchObject({ name: 'Yard', week: { fri: standardWeek.fri, sat: [] } });
  });
  it('needs a name and a day that is worked', () => {
    const draft = draftOf(calendar);
    expect(faultOf(draft)).toBeNull();
    expect(faultOf({ ...draft, name: ' ' })).toEqual({ code: 'name' });
    expect(faultOf({ ...draft, week: { ...draft.week, tue: typed(['9', '']) } })).toMatchObject({ code: 'hours', day: 'tue' });
    const none = draftOf({ ...calendar, week: {} });
    expect(faultOf(none)).toEqual({ code: 'noWork' });
  });
  it('takes an exception in where the more particular counts', () => {
    const weekly = keyed({ from: '2026-01-01', to: '2026-12-31', repeat: { every: 'week', days: ['fri'] } });
    const [june, may] = [keyed({ from: '2026-06-01', to: '2026-06-01' }), keyed({ from: '2026-05-01', to: '2026-05-01' })];
    const all = [june, weekly, may].reduce<ReturnType<typeof keyed>[]>(withException, []);
    expect(all).toEqual([weekly, may, june]);
    const yearly = keyed({ from: '2026-01-01', to: '2030-12-31', repeat: { every: 'year', month: 12, day: 25 } });
    expect(withException(all, yearly)).toEqual([weekly, yearly, may, june]);
  });
});
