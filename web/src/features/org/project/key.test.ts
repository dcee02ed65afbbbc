import { describe, expect, it } from 'vitest';
import { keyPattern, suggestKey } from './key';

const free = new Set<string>();

describe('the key suggested for a project', () => {
  it.each([
    ['Website', 'WEBS'],
    ['Website relaunch', 'WEB'],
    ['Next big thing', 'NBT'],
    ['Überholung der Anlage', 'UDA'],
    ['京都オフィス移転', 'PRJ'],
    ['2027 budget', 'BUDG'],
    ['Q', 'QX'],
    ['', 'PRJ'],
  ])('of %s is %s', (name, key) => {
    expect(suggestKey(name, free)).toBe(key);
    expect(key).toMatch(keyPattern);
  });

  it('is not one that is taken', () => {
    expect(suggestKey('Website relaunch', new Set(['WEB', 'WEB2']))).toBe('WEB3');
  });
});
