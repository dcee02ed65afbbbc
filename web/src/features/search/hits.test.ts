import { describe, expect, it } from 'vitest';
import { piecesOf } from './hits';

describe('a found text', () => {
  it('is cut at what was found', () => {
    expect(piecesOf('a harbour plan', [[2, 9]])).toEqual([
      { text: 'a ', hit: false },
      { text: 'harbour', hit: true },
      { text: ' plan', hit: false },
    ]);
    expect(piecesOf('plan', [[0, 4]])).toEqual([{ text: 'plan', hit: true }]);
    expect(piecesOf('plan', [])).toEqual([{ text: 'plan', hit: false }]);
    expect(piecesOf('', [])).toEqual([]);
  });

  it('survives ranges that overlap or say nothing', () => {
    expect(piecesOf('abcd', [[0, 2], [1, 3], [3, 3]]).map(({ text }) => text).join('')).toBe('abcd');
  });
});
