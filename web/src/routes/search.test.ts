import { describe, expect, it } from 'vitest';
import { safeNext, validateAuditSearch, validateDialogSearch, validateMembersSearch } from './search';

describe('where signing in leads', () => {
  it('is a path of this app', () => {
    expect(safeNext('/o/1/projects?task=2')).toBe('/o/1/projects?task=2');
  });
  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '', 7, undefined])(
    'is never %s',
    (next) => {
      expect(safeNext(next)).toBeUndefined();
    },
  );
});

describe('the dialog in the address', () => {
  it('is one of ours with an id that can be one', () => {
    const run = '0123456789abcdef01234567';
    expect(validateDialogSearch({ dialog: 'import', run })).toEqual({ dialog: 'import', run });
    expect(validateDialogSearch({ dialog: 'import', run: '../..' })).toEqual({ dialog: 'import' });
    expect(validateDialogSearch({ dialog: 'other', run })).toEqual({});
  });
});

describe('filters in the address', () => {
  const id = '0123456789abcdef01234567';
  it('of the audit log are kept as far as they can be ones', () => {
    const search = { actor: id, model: 'Task', action: 'updated', object: id, from: '2026-03-01', until: '2026-03-31' };
    expect(validateAuditSearch(search)).toEqual(search);
    expect(validateAuditSearch({ actor: '../me', model: 'a b', from: '2026-13-40', until: 5 })).toEqual({});
  });
  it('of an explanation need a person', () => {
    expect(validateMembersSearch({ explain: id, resource: 'task:update', project: id })).toEqual({ explain: id, resource: 'task:update', project: id });
    expect(validateMembersSearch({ resource: 'task:update' })).toEqual({});
    expect(validateMembersSearch({ explain: id, resource: 'Task Update' })).toEqual({ explain: id });
  });
});
