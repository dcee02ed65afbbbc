import { describe, expect, it } from 'vitest';
import { safeNext, validateDialogSearch } from './search';

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
