import { describe, expect, it } from 'vitest';
import { budgetRows } from './budget/rows';
import { allRows } from './time/rows';
import { clockText } from './time/useTimer';
import { isWeek, mondayOf, weekAfter, weekOf } from './time/week';
import type { SheetRow, TaskFigures, Timesheet } from './types';

const task = (taskId: string, parentId: string | null) => ({ taskId, parentId }) as TaskFigures;

describe('the tasks of a budget', () => {
  const tasks = [task('a', null), task('b', 'a'), task('c', 'b'), task('d', null)];
  it('are indented below their parents', () => {
    expect(budgetRows(tasks, new Set()).map(({ depth, parts }) => [depth, parts])).toEqual([
      [0, true],
      [1, true],
      [2, false],
      [0, false],
    ]);
  });
  it('are hidden with all that is below a closed one', () => {
    expect(budgetRows(tasks, new Set(['a'])).map((row) => row.task.taskId)).toEqual(['a', 'd']);
  });
});

describe('weeks', () => {
  it.each([
    ['2026-11-29', '2026-W48'],
    ['2027-01-01', '2026-W53'],
    ['2025-12-29', '2026-W01'],
  ])('%s lies in %s', (day, week) => expect(weekOf(day)).toBe(week));
  it('begin on Monday and follow each other over the year', () => {
    expect(mondayOf('2026-W48')).toBe('2026-11-23');
    expect(mondayOf('2026-W01')).toBe('2025-12-29');
    expect(weekAfter('2026-W53', 1)).toBe('2027-W01');
    expect(weekAfter('2026-W01', -1)).toBe('2025-W52');
  });
  it('have names of one form', () => {
    expect(['2026-W48', '2026-W54', 'W48', 48].map(isWeek)).toEqual([true, false, false, false]);
  });
});

describe('a timesheet', () => {
  it('keeps an added row until it has time of its own', () => {
    const row = (taskId: string | null, total: number) => ({ projectId: 'p', taskId, total }) as SheetRow;
    const rows = allRows({ rows: [row('a', 3)] } as Timesheet, [row('a', 0), row(null, 0)]);
    expect(rows.map(({ taskId, total }) => [taskId, total])).toEqual([
      ['a', 3],
      [null, 0],
    ]);
  });
  it('counts hours, minutes and seconds', () => {
    expect(clockText(4_052_000)).toBe('1:07:32');
    expect(clockText(-5)).toBe('0:00:00');
  });
});
