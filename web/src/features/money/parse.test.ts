import { describe, expect, it } from 'vitest';
import { parseAmount, parseHours, parsePercents } from './parse';

describe('what is typed', () => {
  it.each([
    ['1234.5', 1234.5],
    ['1.234,50', 1234.5],
    ['1,234.50', 1234.5],
    ["1'234.50", 1234.5],
    ['1.234.567', 1234567],
    ['12,5', 12.5],
    ['-3', -3],
    ['', null],
    ['ten', null],
  ])('%s is the amount %s', (text, amount) => expect(parseAmount(text)).toBe(amount));
  it.each([
    ['1.5', 1.5],
    ['1,5 h', 1.5],
    ['1:30', 1.5],
    ['90m', 1.5],
    [',25', 0.25],
    ['', 0],
    ['1:75', null],
    ['soon', null],
  ])('%s is so many hours: %s', (text, hours) => expect(parseHours(text)).toBe(hours));
  it('is percentages in their order', () => {
    expect(parsePercents('100, 80')).toEqual([80, 100]);
    expect(parsePercents('50% 75%')).toEqual([50, 75]);
    expect(parsePercents('a lot')).toBeNull();
  });
});
