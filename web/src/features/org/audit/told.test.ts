import { describe, expect, it } from 'vitest';
import { changesIn, fieldLabel, listDelta, nameIn, shown } from './told';

describe('an entry of the audit log', () => {
  it('knows a name from what it is now, else from what it was', () => {
    expect(nameIn({ before: { name: 'Old' }, after: { name: 'New' } })).toBe('New');
    expect(nameIn({ before: { title: 'Old' }, after: { title: ' ' } })).toBe('Old');
    expect(nameIn({ before: null, after: { status: 'done' } })).toBeNull();
  });
  it('tells the fields that say something', () => {
    expect(changesIn({ before: { status: 'todo', labels: [] }, after: { status: 'done', labels: [], updatedAt: 'x', note: '' } })).toEqual([
      { field: 'status', from: 'todo', to: 'done' },
    ]);
    expect(changesIn({ before: null, after: { id: '1', name: 'Web' } })).toEqual([{ field: 'name', from: undefined, to: 'Web' }]);
  });
  it('calls fields by words', () => {
    expect(fieldLabel('blockedReason')).toBe('Blocked reason');
    expect(fieldLabel('memberIds')).toBe('Members');
    expect(fieldLabel('ownerId')).toBe('Owner');
  });
  it('tells lists by what came and went', () => {
    expect(listDelta(['a', 'b'], ['b', 'c'])).toEqual({ added: ['c'], removed: ['a'] });
    expect(listDelta(['a', 'b'], ['b', 'a'])).toBeNull();
    expect(listDelta(undefined, ['a'])).toBeNull();
  });
  it('shows ids by name where there is one', () => {
    const id = '0123456789abcdef01234567';
    const nameOf = (one: string) => (one === id ? 'Ada' : undefined);
    expect(shown([id, 'x'], nameOf)).toBe('Ada, x');
    expect(shown('f'.repeat(24), nameOf)).toBe('f'.repeat(24));
    expect(shown({ a: 1 }, nameOf)).toBe('{"a":1}');
    expect(shown(false, nameOf)).toBe('false');
  });
});
