import { describe, expect, it } from 'vitest';
import { droppedAt, moved } from './order';

describe('a list ordered by hand', () => {
  const list = ['a', 'b', 'c', 'd'];
  it('moves one thing and keeps the others in order', () => {
    expect(moved(list, 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(list, 3, 0)).toEqual(['d', 'a', 'b', 'c']);
  });
  it('stays the same where nothing moves', () => {
    expect(moved(list, 1, 1)).toBe(list);
    expect(moved(list, 0, -1)).toBe(list);
    expect(moved(list, 0, 4)).toBe(list);
  });
  it('drops where the line is drawn', () => {
    const after = (from: number, over: number, edge: 'top' | 'bottom') => moved(list, from, droppedAt(from, over, edge)).join('');
    expect(after(0, 2, 'top')).toBe('bacd');
    expect(after(0, 2, 'bottom')).toBe('bcad');
    expect(after(3, 0, 'top')).toBe('dabc');
    expect(after(1, 0, 'bottom')).toBe('abcd');
  });
});
