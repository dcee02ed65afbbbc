import { describe, expect, it } from 'vitest';
import { indexOfCharacter, partsOf, print, type Part } from './language';

const again = (text: string): string => print(partsOf(text) ?? []);

describe('the filter language', () => {
  it('gives plain comparisons to the form', () => {
    expect(partsOf('status IN (todo, done) and dueDate < today')).toEqual([
      { condition: { field: 'status', op: 'is', values: [{ text: 'todo' }, { text: 'done' }] } },
      { condition: { field: 'dueDate', op: '<', values: [{ text: 'today' }] } },
    ]);
    expect(partsOf('assigneeId is not empty')).toEqual([{ condition: { field: 'assigneeId', op: 'not empty', values: [] } }]);
    expect(partsOf('"Risk level" != "very high"')).toEqual([
      { condition: { field: 'Risk level', quoted: true, op: 'is not', values: [{ text: 'very high', quoted: true }] } },
    ]);
  });

  it.each([
    'status = done',
    'status NOT IN (todo, done) AND title ~ "a \\"b\\" \\\\ c"',
    'dueDate >= startOfWeek(-1w) AND dueDate < endOfMonth()',
    '"Risk level" = "me" AND assigneeId = me',
    'labels IS EMPTY AND estimateHours > 2.5',
    'a = 1 OR b = 2',
    'a = 1 AND (b = 2 OR c = 3) AND NOT d = 4',
    'status WAS done AND status CHANGED AFTER -7d',
  ])('prints %s as it is', (text) => expect(again(text)).toBe(text));

  it('keeps the meaning of an OR that gets company', () => {
    const parts: Part[] = [...(partsOf('a = 1 OR b = 2') ?? []), { condition: { field: 'c', op: 'is', values: [{ text: '3' }] } }];
    expect(print(parts)).toBe('(a = 1 OR b = 2) AND c = 3');
    expect(partsOf(print(parts))).toHaveLength(2);
  });

  it('has no parts where the text is no filter', () => {
    for (const text of ['a = "x', 'a = 1 AND', '(a = 1', 'a = 1)', 'AND', 'a & b']) expect(partsOf(text) && print(partsOf(text) ?? [])).not.toBe('');
    expect(partsOf('a = "x')).toBeNull();
    expect(partsOf('a = 1 AND')).toBeNull();
    expect(partsOf('a = 1)')).toBeNull();
    expect(partsOf(' ')).toEqual([]);
  });

  it('finds a character behind ones that take two', () => {
    expect(indexOfCharacter('"😀" x', 4)).toBe(5);
  });
});
