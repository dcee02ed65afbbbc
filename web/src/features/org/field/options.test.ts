import { describe, expect, it } from 'vitest';
import { addOptions, optionsFault, optionsOf, textsOf } from './options';

describe('choices', () => {
  it('are added a line each, without empty lines and without what is there', () => {
    const added = addOptions(optionsOf(['Red']), ' Green \n\nRed\r\nBlue\nGreen');
    expect(textsOf(added)).toEqual(['Red', 'Green', 'Blue']);
  });
  it('keep their identity', () => {
    const before = optionsOf(['Red']);
    expect(addOptions(before, 'Blue')[0]).toBe(before[0]);
  });
  it('are at least one, and no two alike', () => {
    expect(optionsFault(optionsOf(['', ' ']))).toBe('noOptions');
    expect(optionsFault(optionsOf(['Red', 'Red ']))).toBe('sameOption');
    expect(optionsFault(optionsOf(['Red', 'Blue', '']))).toBeNull();
  });
});
