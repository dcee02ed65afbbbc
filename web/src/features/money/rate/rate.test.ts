import { describe, expect, it } from 'vitest';
import type { PersonRate } from '@/api/types';
import { currentOf, historyOf } from './history';
import { decimalOf, readPasted } from './paste';

const rate = (from: string, projectId: string | null = null) => ({ id: from, from, projectId, userId: 'u' }) as PersonRate;

describe('the rates of a person', () => {
  const rates = [rate('2026-01-01'), rate('2027-03-01'), rate('2026-07-01'), rate('2026-02-01', 'p')];
  it('follow each other, in a project apart from everywhere', () => {
    expect(historyOf(rates, '2026-11-29').map(([project, periods]) => [project, periods.map(({ rate: { from }, until, state }) => [from, until, state])])).toEqual([
      [null, [['2027-03-01', null, 'coming'], ['2026-07-01', '2027-02-28', 'current'], ['2026-01-01', '2026-06-30', 'past']]],
      ['p', [['2026-02-01', null, 'current']]],
    ]);
  });
  it('are none before the first', () => {
    expect(currentOf(rates, '2025-12-31')).toBeUndefined();
    expect(currentOf(rates, '2026-07-01')?.from).toBe('2026-07-01');
  });
});

describe('pasted exchange rates', () => {
  it('are read with commas, semicolons or tabs, and without the heading', () => {
    const text = 'Date,From,To,Rate\n2026-11-02,usd,EUR,0.92\n\n2.11.2026;GBP;EUR;1,1534\n2026-11-02\tCHF\tEUR\t1.04';
    expect(readPasted(text).map(({ rate: read }) => read)).toEqual([
      { date: '2026-11-02', from: 'USD', to: 'EUR', rate: '0.92' },
      { date: '2026-11-02', from: 'GBP', to: 'EUR', rate: '1.1534' },
      { date: '2026-11-02', from: 'CHF', to: 'EUR', rate: '1.04' },
    ]);
  });
  it('say of each line what is wrong with it', () => {
    const text = '2026-11-02,USD,EUR\n2026-02-30,USD,EUR,1\n2026-11-02,US,EUR,1\n2026-11-02,EUR,EUR,1\n2026-11-02,USD,EUR,0';
    expect(readPasted(text).map(({ fault, line }) => [line, fault])).toEqual([[1, 'columns'], [2, 'day'], [3, 'currency'], [4, 'same'], [5, 'rate']]);
  });
  it('stay exact', () => {
    expect(['0,92', "1'083.4", '1.0000000001', '00.5', '0', '1.23456789012', 'x'].map(decimalOf)).toEqual(['0.92', '1083.4', '1.0000000001', '0.5', null, null, null]);
  });
});
