import { describe, expect, it } from 'vitest';
import { firstWeekday, monthGrid, nextDay, startOfDay, toDay } from './calendar';
import { parseTyped } from './typedDay';

const now = new Date(2026, 2, 10);

describe('a typed date', () => {
  it.each([
    ['2026-04-03', 'en-US', '2026-04-03'],
    ['4/3', 'en-US', '2026-04-03'],
    ['4/3/27', 'en-US', '2027-04-03'],
    ['3/4', 'en-GB', '2026-04-03'],
    ['3.4.', 'de', '2026-04-03'],
    ['3.4.27', 'de', '2027-04-03'],
    ['3.4.2027', 'de', '2027-04-03'],
    ['2027/4/3', 'ja', '2027-04-03'],
    ['+5', 'en', '2026-03-15'],
    ['-10d', 'de', '2026-02-28'],
  ])('%s in %s is %s', (text, language, day) => {
    expect(parseTyped(text, language, now)).toBe(day);
  });
  it.each(['', 'soon', '31.2.', '2026-13-01'])('%s is none', (text) => {
    expect(parseTyped(text, 'de', now)).toBeNull();
  });
});

describe('the month', () => {
  it('begins on Monday in German and on Sunday in American English', () => {
    expect(firstWeekday('de-DE')).toBe(1);
    expect(firstWeekday('en-US')).toBe(0);
  });
  it('holds its days in six whole weeks', () => {
    const days = monthGrid(now, 1).flat().map(toDay);
    expect(days).toHaveLength(42);
    expect(days[0]).toBe('2026-02-23');
    expect(days).toContain('2026-03-31');
  });
});

describe('the beginning of a day', () => {
  it.each([
    ['2026-03-10', 'UTC', '2026-03-10T00:00:00.000Z'],
    ['2026-03-10', 'America/Los_Angeles', '2026-03-10T07:00:00.000Z'],
    ['2026-03-08', 'America/Los_Angeles', '2026-03-08T08:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
  ])('%s in %s', (day, timeZone, instant) => {
    expect(startOfDay(day, timeZone)).toBe(instant);
  });
  it('comes once a day', () => {
    expect(nextDay('2026-02-28')).toBe('2026-03-01');
  });
});
