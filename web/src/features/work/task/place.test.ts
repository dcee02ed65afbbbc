import { describe, expect, it } from 'vitest';
import { dropAt, indentPlace, mayEnter, outdentPlace, placeOf, rankAt, rankBetween, shiftPlace } from './place';
import { forest } from './sample';
import { buildTree, flatten } from './tree';

const tree = buildTree(forest('a(b(c)d)e'), true);
const rows = flatten(tree, { collapsed: new Set() });
const task = (id: string) => tree.byId.get(id)!;

describe('a place', () => {
  it('in is under the sibling before', () => {
    expect(indentPlace(tree, task('d'))).toEqual({ parentId: 'b' });
    expect(indentPlace(tree, task('b'))).toBeNull();
  });

  it('out is right behind the parent', () => {
    expect(outdentPlace(tree, task('c'))).toEqual({ parentId: 'a', after: 'b' });
    expect(outdentPlace(tree, task('e'))).toBeNull();
  });

  it('up and down are among siblings', () => {
    expect(shiftPlace(tree, task('d'), -1)).toEqual({ parentId: 'a', before: 'b' });
    expect(shiftPlace(tree, task('a'), 1)).toEqual({ parentId: null, after: 'e' });
    expect(shiftPlace(tree, task('d'), 1)).toBeNull();
  });

  it('is known well enough to come back to', () => {
    expect(placeOf(tree, task('d'))).toEqual({ parentId: 'a', after: 'b' });
    expect(placeOf(tree, task('b'))).toEqual({ parentId: 'a', before: 'd' });
    expect(placeOf(tree, task('c'))).toEqual({ parentId: 'b' });
  });

  it('is never inside itself', () => {
    expect(mayEnter(tree, 'a', 'c')).toBe(false);
    expect(mayEnter(tree, 'a', 'a')).toBe(false);
    expect(mayEnter(tree, 'c', 'e')).toBe(true);
    expect(mayEnter(tree, 'c', null)).toBe(true);
  });
});

describe('a drop', () => {
  const at = (index: number, share: number, level = 9) => ({ index, share, level });

  it('at the top edge goes before, in the middle into', () => {
    expect(dropAt(tree, rows, at(4, 0.1), ['c'])).toMatchObject({ kind: 'before', place: { parentId: null, before: 'e' } });
    expect(dropAt(tree, rows, at(4, 0.5), ['c'])).toMatchObject({ kind: 'into', place: { parentId: 'e' }, depth: 1 });
  });

  it('below an open summary goes to its head', () => {
    expect(dropAt(tree, rows, at(0, 0.9), ['e'])).toMatchObject({ kind: 'after', place: { parentId: 'a', before: 'b' }, depth: 1 });
  });

  it('below the last of a group goes as far out as the pointer says', () => {
    expect(dropAt(tree, rows, at(3, 0.9, 5), ['e'])).toMatchObject({ place: { parentId: 'a', after: 'd' }, depth: 1 });
    expect(dropAt(tree, rows, at(3, 0.9, 0), ['c'])).toMatchObject({ place: { parentId: null, after: 'a' }, depth: 0 });
  });

  it('into itself or next to itself is none', () => {
    expect(dropAt(tree, rows, at(2, 0.5), ['a'])).toBeNull();
    expect(dropAt(tree, rows, at(3, 0.1), ['d'])).toBeNull();
  });
});

describe('a rank', () => {
  it('sorts between any two', () => {
    const pairs: [string, string | null][] = [
      ['', null],
      ['a0', 'a1'],
      ['a0', 'a0V'],
      ['a0', 'a01'],
      ['a0z', 'a1'],
      ['Zz', 'a0'],
      ['d0001', 'd0002'],
      ['zzz', null],
    ];
    for (const [low, high] of pairs) {
      const made = rankBetween(low, high);
      expect(made > low, `${made} > ${low}`).toBe(true);
      if (high !== null) expect(made < high, `${made} < ${high}`).toBe(true);
    }
  });

  it('puts a task where its place says', () => {
    const siblings = forest('abc');
    const rank = rankAt(siblings, { parentId: null, after: 'a' }, 'c');
    expect(rank > 'a0' && rank < 'a1').toBe(true);
    expect(rankAt(siblings, { parentId: null, before: 'a' }, 'c') < 'a0').toBe(true);
    expect(rankAt(siblings, { parentId: null }, 'a') > 'a2').toBe(true);
  });
});
