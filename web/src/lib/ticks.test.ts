import { describe, expect, it } from 'vitest';
import { spread, ticks } from './ticks';

describe('an axis', () => {
  it.each([
    [10_000, [0, 5_000, 10_000]],
    [8_123.5, [0, 5_000, 10_000]],
    [7, [0, 2, 4, 6, 8]],
    [0.35, [0, 0.1, 0.2, 0.3, 0.4]],
    [0, [0, 1]],
  ])('up to %s has round numbers', (most, expected) => {
    expect(ticks(most)).toEqual(expected);
  });
  it('names as many places as have room', () => {
    expect(spread(10, 4)).toEqual([0, 3, 6, 9]);
    expect(spread(3, 8)).toEqual([0, 1, 2]);
    expect(spread(0, 4)).toEqual([]);
  });
});
