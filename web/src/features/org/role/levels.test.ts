import { describe, expect, it } from 'vitest';
import type { PermissionLine } from '@/api/types';
import { byArea, differences, grantable, levelsOf, namesOf, nextAmong } from './levels';

const line = (name: string, ownable = false): PermissionLine => ({ name, ownable, help: '', roles: [], held: true });
const table = [line('task:read', true), line('task:create'), line('task:update', true)];

describe('the levels of a role', () => {
  it('are all, own or none, and all says more than own', () => {
    expect(levelsOf(['task:read', 'task:update:own', 'task:read:own'])).toEqual({ 'task:read': 'all', 'task:update': 'own' });
  });
  it('become names again in the order of the table', () => {
    expect(namesOf({ 'task:update': 'own', 'task:create': 'none', 'task:read': 'all' }, table)).toEqual(['task:read', 'task:update:own']);
  });
  it('keep what this app does not know', () => {
    const names = ['task:read', 'orbit:launch', 'orbit:steer:own'];
    expect(namesOf(levelsOf(names), table)).toEqual(names);
  });
  it('differ where one says nothing and the other something', () => {
    expect(differences({ a: 'all', b: 'none' }, { a: 'own', c: 'none' })).toBe(1);
  });
});

describe('a cell', () => {
  it('goes round among what the editor may give', () => {
    expect(nextAmong('none', ['none', 'own', 'all'])).toBe('own');
    expect(nextAmong('own', ['none', 'own', 'all'])).toBe('all');
    expect(nextAmong('all', ['none', 'own', 'all'])).toBe('none');
    expect(nextAmong('none', ['none', 'all'])).toBe('all');
    expect(nextAmong('none', ['none'])).toBe('none');
  });
  it('stays when what it allows is beyond the editor', () => {
    expect(nextAmong('all', ['none', 'own'])).toBe('all');
  });
  it('offers no more than the editor holds', () => {
    expect(grantable(table[0]!, { 'task:read': 'all' })).toEqual(['none', 'own', 'all']);
    expect(grantable(table[0]!, { 'task:read': 'own' })).toEqual(['none', 'own']);
    expect(grantable(table[1]!, { 'task:create': 'all' })).toEqual(['none', 'all']);
    expect(grantable(table[1]!, {})).toEqual(['none']);
  });
});

describe('the areas', () => {
  it('hold every line once, unknown ones at the end', () => {
    const lines = [line('orbit:launch'), ...table, line('organization:read')];
    expect(byArea(lines).map(({ area, lines: found }) => [area, found.length])).toEqual([
      ['organization', 1],
      ['work', 3],
      ['other', 1],
    ]);
  });
});
