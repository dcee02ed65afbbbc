// What entries come to: exact, and never across currencies.
import type { Expense } from '@/api/types';

export type Counted = Pick<Expense, 'kind' | 'status' | 'amount' | 'currency' | 'hours'>;

export interface Totals {
  count: number;
  /** By currency, in the order of their names; the text is an exact decimal. */
  sums: { currency: string; amount: `${number}` }[];
  hours: `${number}`;
  /** Time that no rate prices: it is in no sum. */
  notPriced: number;
}

/** Amounts have at most four decimals. */
const places = 4;
const units = (value: number): bigint => BigInt(value.toFixed(places).replace('.', ''));

function decimal(sum: bigint): `${number}` {
  const sign = sum < 0n ? '-' : '';
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0');
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}` as `${number}`;
}

export function totalsOf(entries: readonly Counted[]): Totals {
  const sums = new Map<string, bigint>();
  let hours = 0n;
  let notPriced = 0;
  for (const { kind, amount, currency, hours: worked } of entries) {
    if (kind === 'time') hours += units(worked ?? 0);
    if (amount === null) notPriced += 1;
    else sums.set(currency, (sums.get(currency) ?? 0n) + units(amount));
  }
  const inOrder = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { count: entries.length, sums: inOrder.map(([currency, sum]) => ({ currency, amount: decimal(sum) })), hours: decimal(hours), notPriced };
}
