import { describe, expect, it } from 'vitest';
import { forest, sample } from './sample';
import { above, buildTree, flatten, indentOf, subtree, topmost, treeOrder } from './tree';

const names = (tasks: readonly { id: string }[]) => tasks.map((task) => task.id).join('');
const open = { collapsed: new Set<string>() };

describe('the tree', () => {
  it('stands in order whatever order the tasks came in', () => {
    const tasks = forest('a(b(c)d)e');
    expect(names(treeOrder(buildTree([...tasks].reverse(), true)))).toBe('abcde');
  });

  it('orders equal ranks by id', () => {
    expect(names(treeOrder(buildTree([sample('b', { rank: 'a0' }), sample('a', { rank: 'a0' })], true)))).toBe('ab');
  });

  it('lets a task wait for its parent while pages come, and shows it as a root afterwards', () => {
    const tasks = [sample('a'), sample('b', { parentId: 'missing' })];
    expect(names(treeOrder(buildTree(tasks, false)))).toBe('a');
    expect(names(treeOrder(buildTree(tasks, true)))).toBe('ab');
  });

  it('tells level, place and number of siblings', () => {
    const row = flatten(buildTree(forest('a(bc)'), true), open)[2];
    expect(row).toMatchObject({ depth: 1, position: 2, siblings: 2, expandable: false, expanded: false });
  });

  it('hides what is below a closed summary', () => {
    expect(names(flatten(buildTree(forest('a(b(c)d)e'), true), { collapsed: new Set(['a']) }).map((row) => row.task))).toBe('ae');
  });

  it('shows what stands above a match, opened and marked as context', () => {
    const rows = flatten(buildTree(forest('a(b(c)d)e'), true), { collapsed: new Set(['a']), matches: new Set(['c']) });
    expect(names(rows.map((row) => row.task))).toBe('abc');
    expect(rows.map((row) => row.context)).toEqual([true, true, false]);
  });

  it('finds what is above and below, and the topmost of a selection', () => {
    const tree = buildTree(forest('a(b(c)d)e'), true);
    expect(names(above(tree, 'c'))).toBe('ba');
    expect(names(subtree(tree, 'a'))).toBe('abdc');
    expect(names(topmost(tree, new Set(['e', 'c', 'b'])))).toBe('be');
  });

  it('takes a thousand levels and ten thousand siblings in its stride', () => {
    const deep = Array.from({ length: 1_000 }, (_, at) => sample(`t${at}`, { parentId: at ? `t${at - 1}` : null }));
    const wide = Array.from({ length: 10_000 }, (_, at) => sample(`w${at}`, { rank: String(at).padStart(6, '0') }));
    const start = performance.now();
    const rows = flatten(buildTree([...deep, ...wide], true), open);
    expect(rows).toHaveLength(11_000);
    expect(Math.max(...rows.map((row) => row.depth))).toBe(999);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('indents less and less, and never more than fits', () => {
    expect([0, 1, 8, 9, 24, 500].map(indentOf)).toEqual([0, 18, 144, 148, 208, 208]);
  });
});
