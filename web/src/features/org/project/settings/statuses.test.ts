import { describe, expect, it } from 'vitest';
import type { ProjectState } from '@/api/types';
import { keyFor, withNew, without } from './statuses';

const statuses: ProjectState[] = [
  { key: 'todo', name: 'To do', kind: 'open' },
  { key: 'doing', name: 'Doing', kind: 'active' },
  { key: 'done', name: 'Done', kind: 'done' },
];
const order = (list: readonly ProjectState[]) => list.map((one) => one.key).join(' ');

describe('the key of a status', () => {
  it.each([
    ['In review', 'in_review'],
    ['  Überprüfung: fertig! ', 'uberprufung_fertig'],
    ['確認', 'status'],
    ['To do', 'to_do'],
  ])('of “%s”', (name, key) => {
    expect(keyFor(name, ['todo'])).toBe(key);
  });
  it('is free', () => {
    expect(keyFor('Done', ['done', 'done_2'])).toBe('done_3');
  });
  it('fits', () => {
    expect(keyFor('x'.repeat(100), []).length).toBeLessThanOrEqual(64);
  });
});

describe('a new status', () => {
  it('comes behind its kind', () => {
    expect(order(withNew(statuses, 'Later', 'open'))).toBe('todo later doing done');
    expect(order(withNew(statuses, 'Dropped', 'cancelled'))).toBe('todo doing done dropped');
    expect(order(withNew(without(statuses, 'doing'), 'Busy', 'active'))).toBe('todo busy done');
  });
});
