import { describe, expect, it } from 'vitest';
import type { Expense } from '@/api/types';
import { validateExpenseSearch } from '@/routes/search';
import { may, wayBack, type Status } from './decisions';
import { expensesQuery } from './expenses';
import { beforeOf, bodyOf, changesOf, faultOf, type EntryValues } from './form';
import { totalsOf, type Counted } from './totals';

const entry = (fields: Partial<Counted>): Counted => ({ kind: 'expense', status: 'draft', amount: 0, currency: 'EUR', hours: null, ...fields });

describe('totals', () => {
  it('keep each currency to itself, and are exact', () => {
    const { sums } = totalsOf([entry({ amount: 0.1 }), entry({ amount: 0.2 }), entry({ amount: 40_000, currency: 'CHF' }), entry({ amount: -0.0001 })]);
    expect(sums).toEqual([
      { currency: 'CHF', amount: '40000.0000' },
      { currency: 'EUR', amount: '0.2999' },
    ]);
  });
  it('go below zero with credit notes, and beyond what a number holds', () => {
    expect(totalsOf([entry({ amount: -12.5 })]).sums[0]?.amount).toBe('-12.5000');
    const many = Array.from({ length: 1_000 }, () => entry({ amount: 99_999_999_999.9999 }));
    expect(totalsOf(many).sums[0]?.amount).toBe('99999999999999.9000');
  });
  it('count time without a price instead of taking it for nothing', () => {
    const { hours, notPriced, sums } = totalsOf([entry({ kind: 'time', hours: 1.25, amount: null }), entry({ kind: 'time', hours: 0.5, amount: 40 })]);
    expect([hours, notPriced, sums.length]).toEqual(['1.7500', 1, 1]);
  });
});

describe('decisions', () => {
  it.each<[Status, Status, string[]]>([
    ['submitted', 'draft', ['withdraw']],
    ['approved', 'submitted', ['draft', 'submit']],
    ['rejected', 'submitted', ['submit']],
    ['draft', 'approved', ['submit', 'approved']],
    ['draft', 'rejected', ['submit', 'rejected']],
    ['draft', 'submitted', ['submit']],
    ['draft', 'draft', []],
  ])('from %s back to %s', (now, before, steps) => expect(wayBack(now, before)).toEqual(steps));
  it('are left to what is submitted', () => {
    const can = ['decide'];
    expect(may('approve', { can, status: 'submitted' })).toBe(true);
    expect(may('approve', { can, status: 'approved' })).toBe(false);
    expect(may('handBack', { can, status: 'approved' })).toBe(true);
    expect(may('reject', { can: ['update'], status: 'submitted' })).toBe(false);
  });
});

const values: EntryValues = { kind: 'expense', projectId: 'p', taskId: null, userId: 'u', date: '2026-11-02', amount: '1.234,50', currency: 'EUR', hours: '', description: ' Timber ', receiptFileId: null };
const kept = { ...bodyOf(values), id: 'e' } as Expense;

describe('the form of an entry', () => {
  it('sends an amount for an expense and hours for time', () => {
    expect(bodyOf(values)).toMatchObject({ projectId: 'p', amount: 1234.5, currency: 'EUR', description: 'Timber' });
    const time = bodyOf({ ...values, kind: 'time', taskId: 't', hours: '1:30' });
    expect(time).toMatchObject({ taskId: 't', hours: 1.5 });
    expect('amount' in time || 'projectId' in time).toBe(false);
  });
  it('says what is missing', () => {
    expect(faultOf({ ...values, projectId: null })?.field).toBe('projectId');
    expect(faultOf({ ...values, amount: 'lots' })?.field).toBe('amount');
    expect(faultOf({ ...values, kind: 'time', hours: '0' })?.field).toBe('hours');
    expect(faultOf(values)).toBeNull();
  });
  it('sends what changed alone, and the amount with a new currency', () => {
    expect(changesOf(kept, bodyOf(values))).toEqual({});
    expect(changesOf(kept, bodyOf({ ...values, description: 'Oak' }))).toEqual({ description: 'Oak' });
    expect(changesOf(kept, bodyOf({ ...values, currency: 'USD' }))).toEqual({ currency: 'USD', amount: 1234.5 });
  });
  it('remembers how it was', () => {
    expect(beforeOf(kept, { taskId: 't' })).toEqual({ taskId: null, projectId: 'p' });
  });
});

describe('what the address asks for', () => {
  it('is a query of the server', () => {
    const search = validateExpenseSearch({ state: 'submitted', kind: 'else', from: '2026-11-01', until: 'never', entry: 'new' });
    expect(search).toEqual({ state: 'submitted', from: '2026-11-01', entry: 'new' });
    expect(expensesQuery(search, { projectId: 'p' })).toMatchObject({ projectId: 'p', status: 'submitted', 'date[gte]': '2026-11-01' });
  });
});
