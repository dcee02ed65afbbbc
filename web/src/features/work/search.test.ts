import { describe, expect, it } from 'vitest';
import { validateWorkSearch } from './search';

describe('the address of a view', () => {
  it('keeps which time is shown, as far as there is such a day', () => {
    expect(validateWorkSearch({ day: '2026-02-28', span: 'week', interval: 'month', changed: true })).toEqual({ day: '2026-02-28', span: 'week', interval: 'month', changed: true });
    expect(validateWorkSearch({ day: '2026-02-30', span: 'year', interval: 'day', changed: 'yes' })).toEqual({});
    expect(validateWorkSearch({ day: '2026-13-01' })).toEqual({});
  });
});
