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

  it('reads like text, not like Markdown', () => {
    const text = '| **Lamp** | Price | |---|---| | Luma | *129* € |';
    expect(piecesOf(text, [[4, 8]]).map((piece) => piece.text).join('')).toBe('Lamp · Price · Luma · 129 € · ');
    expect(piecesOf('see `lamp_id` - or not', [])).toEqual([{ text: 'see lamp_id - or not', hit: false }]);
  });

  it('survives ranges that overlap or say nothing', () => {
    expect(piecesOf('abcd', [[0, 2], [1, 3], [3, 3]]).map(({ text }) => text).join('')).toBe('abcd');
  });
});
