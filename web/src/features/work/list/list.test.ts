import { describe, expect, it } from 'vitest';
import { matching } from '../task/filter';
import { sample } from '../task/sample';
import { lanesOf, placeInLane, stepInLane } from '../board/lanes';
import { repaired, reordered, resized, showing, shownColumns, standard, stepped, toggled } from './columns';
import { parseDays, parseNumber, textFields } from './fields';
import { commandOf } from './keys';
import { marked } from '../parts/MarkdownEditor';

describe('columns', () => {
  it('keep the title first, whatever is moved', () => {
    expect(reordered(standard, 'due', 'title')).toBe(standard);
    expect(reordered(standard, 'labels', 'status').order.slice(0, 3)).toEqual(['title', 'labels', 'status']);
    expect(reordered(standard, 'status', null).order.at(-1)).toBe('status');
  });

  it('step over hidden ones, and not beyond the ends', () => {
    const layout = toggled(standard, 'assignee');
    expect(shownColumns(stepped(layout, 'status', 1)).map((column) => column.key).slice(0, 3)).toEqual(['title', 'priority', 'status']);
    expect(stepped(standard, 'labels', 1)).toBe(standard);
    expect(stepped(standard, 'status', -1).order[1]).toBe('status');
  });

  it('have a width that can be read', () => {
    expect(resized(standard, 'due', 3).widths.due).toBe(56);
    expect(resized(standard, 'title', 3).widths.title).toBe(180);
  });

  it('show what a saved view names, in its order', () => {
    const layout = showing(standard, ['due', 'status', 'gone', 'customFields.65f1f77bcf86cd7994390111']);
    expect(shownColumns(layout).map(({ key }) => key)).toEqual(['title', 'due', 'status']);
    expect(layout.order).toContain('customFields.65f1f77bcf86cd7994390111');
    expect(layout.order).toHaveLength(standard.order.length + 1);
  });

  it('survive what an older version stored', () => {
    const layout = repaired({ order: ['due', 'gone' as 'due'], hidden: ['title'] });
    expect(layout.order[1]).toBe('due');
    expect(layout.order).toHaveLength(standard.order.length);
    expect(layout.hidden).toEqual([]);
  });
});

describe('typed values', () => {
  it('are read as people write them', () => {
    expect([parseNumber('1,5'), parseNumber('40 %'), parseNumber('abc'), parseNumber('')]).toEqual([1.5, 40, null, null]);
    expect([parseDays('3d'), parseDays('2w'), parseDays('1,5')]).toEqual([3, 10, 1.5]);
  });

  it('are refused by the rule they break', () => {
    expect(textFields.title?.read('  ')).toBe('required');
    expect(textFields.percent?.read('101')).toBe('percent');
    expect(textFields.duration?.read('-1')).toBe('number');
    expect(textFields.estimate?.read('')).toEqual({ estimateHours: null });
  });
});

describe('keys', () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

  it('indent with Tab from the title only', () => {
    expect(commandOf(press('Tab'), true)).toEqual({ do: 'indent' });
    expect(commandOf(press('Tab'), false)).toBeNull();
    expect(commandOf(press('ArrowRight', { altKey: true }), false)).toEqual({ do: 'indent' });
  });

  it('extend with Shift', () => {
    expect(commandOf(press('ArrowDown', { shiftKey: true }), true)).toEqual({ do: 'move', rows: 1, extend: true });
  });
});

describe('the filter', () => {
  const names = { statuses: new Map(), people: new Map(), labels: new Map() };
  const tasks = [sample('a', { title: 'Überprüfung', status: 'done' }), sample('b', { title: 'Café', assignments: [{ userId: 'u', units: 1 }] })];

  it('is none when nothing is asked', () => expect(matching(tasks, { q: ' ' }, names)).toBeUndefined());

  it('finds without accents, and only where all of it fits', () => {
    expect([...(matching(tasks, { q: 'uberpruf' }, names) ?? [])]).toEqual(['a']);
    expect([...(matching(tasks, { q: 'cafe' }, names, new Set(['a'])) ?? [])]).toEqual([]);
    expect([...(matching(tasks, {}, names, new Set(['a'])) ?? [])]).toEqual(['a']);
  });
});

describe('the board', () => {
  const statuses = [
    { key: 'todo', name: 'To do', kind: 'open' },
    { key: 'done', name: 'Done', kind: 'done' },
  ] as const;

  it('puts a task of an unknown status with its kind', () => {
    expect(lanesOf([sample('a', { status: 'gone', statusKind: 'done' })], statuses)[1]?.cards).toHaveLength(1);
  });

  it('moves a card among its own siblings, next to the nearest', () => {
    const cards = [sample('a'), sample('b', { parentId: 'x' }), sample('c'), sample('d')];
    expect(placeInLane(cards, 1, cards[3]!)).toEqual({ parentId: null, after: 'a' });
    expect(placeInLane(cards, 2, cards[3]!)).toEqual({ parentId: null, before: 'c' });
    expect(placeInLane(cards, 3, cards[3]!)).toBeNull();
    expect(placeInLane(cards, 0, sample('e', { parentId: 'other' }))).toBeNull();
    expect(stepInLane(cards, cards[2]!, -1)).toEqual({ parentId: null, before: 'a' });
  });
});

describe('marks in a text', () => {
  it('go around what is selected, or before its lines', () => {
    expect(marked('a word', 2, 6, { before: '**', after: '**' })).toEqual({ text: 'a **word**', from: 4, to: 8 });
    expect(marked('x\none\ntwo', 3, 9, { before: '- ', line: true }).text).toBe('x\n- one\n- two');
  });
});
