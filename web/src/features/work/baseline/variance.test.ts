import { describe, expect, it } from 'vitest';
import { sample } from '../task/sample';
import { linesOf, sorted, totalsOf, type Variance } from './variance';

const figures = (startDate: string, endDate: string, cost: number | null, work: number | null = null) => ({ startDate, endDate, duration: 1, work, cost });
const [march, april] = ['2026-03-01T08:00:00.000Z', '2026-04-01T16:00:00.000Z'];
const variance: Variance = {
  projectId: 'p',
  baselineId: 'b',
  name: 'Contract',
  tasks: [
    { taskId: 'gone', title: 'Gone', state: 'deleted', baseline: figures(march, march, 7), current: null },
    { taskId: 'b', title: 'b', state: 'changed', baseline: figures(march, march, 0.1, 8), current: figures(march, april, 0.3, 10), endVariance: 20, costVariance: 0.2 },
    { taskId: 'a', title: 'a', state: 'changed', baseline: figures(march, march, 100), current: figures(march, march, 90), endVariance: 0, costVariance: -10 },
    { taskId: 'c', title: 'c', state: 'added', baseline: null, current: figures(march, march, 0.2) },
  ],
};
const tasks = ['a', 'b', 'c'].map((id) => sample(id, { currency: id === 'a' ? 'JPY' : 'EUR' }));
const lines = linesOf(variance, tasks, (task) => task.currency ?? '');

describe('a plan beside a baseline', () => {
  it('is in the order of the tree, what is gone last', () => {
    expect(lines.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'gone']);
  });
  it('is sorted by how far it moved, what cannot be compared last', () => {
    expect(sorted(lines, 'end', true).map(({ id }) => id)).toEqual(['b', 'a', 'c', 'gone']);
      });
  it('is not sorted across currencies', () => {
    expect(sorted(lines, 'cost', true).map(({ id }) => id)).toEqual(['b', 'a', 'c', 'gone']);
  });
  it('is summed by currency and exactly; the cost of what is gone is only counted', () => {
    const { costs, unknownCosts, work, end, states } = totalsOf(lines);
    expect(costs).toEqual([
      ['EUR', { was: 0.1, now: 0.5 }],
      ['JPY', { was: 100, now: 90 }],
    ]);
    expect(unknownCosts).toBe(1);
    expect(work).toEqual({ was: 8, now: 10 });
    expect(end).toEqual([march, april]);
    expect(states).toEqual({ unchanged: 0, changed: 2, added: 1, deleted: 1, moved: 0 });
  });
});
