// Exchange rates pasted from a table: a day, two currencies and what one unit of the first is worth in the second.
import type { Schemas } from '@/api/types';

export type NewRate = Schemas['CurrencyRateCreate'];
export type PasteFault = 'columns' | 'day' | 'currency' | 'same' | 'rate';
export interface Pasted {
  line: number;
  text: string;
  rate: NewRate | null;
  fault: PasteFault | null;
}

/** `0,92` or `1'083.4` as the server reads it; null when it is no rate above 0. */
export function decimalOf(text: string): string | null {
  const typed = text.trim().replace(/[\s'’]/g, '').replace(',', '.');
  const read = /^(\d{1,8})(?:\.(\d{1,10}))?$/.exec(typed);
  return read && /[1-9]/.test(typed) ? `${Number(read[1])}${read[2] ? `.${read[2]}` : ''}` : null;
}

/** `2026-11-02` or `2.11.2026`. */
function dayOf(text: string): string | null {
  const local = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const day = local ? `${local[3]}-${local[2]?.padStart(2, '0')}-${local[1]?.padStart(2, '0')}` : text;
  return /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ? day : null;
}

const currencyOf = (text: string): string | null => (/^[a-z]{3}$/i.test(text) ? text.toUpperCase() : null);

function read(text: string): { rate: NewRate } | { fault: PasteFault } {
  // Where semicolons or tabs part the columns, commas are in the numbers.
  const columns = text.split(/[;\t]/.test(text) ? /[;\t]/ : ',').map((column) => column.trim().replace(/^"(.*)"$/, '$1'));
  if (columns.length !== 4) return { fault: 'columns' };
  const [day, from, to, rate] = [dayOf(columns[0] ?? ''), currencyOf(columns[1] ?? ''), currencyOf(columns[2] ?? ''), decimalOf(columns[3] ?? '')];
  if (!day) return { fault: 'day' };
  if (!from || !to) return { fault: 'currency' };
  if (from === to) return { fault: 'same' };
  return rate ? { rate: { date: day, from, to, rate } } : { fault: 'rate' };
}

/** Every line that is not empty, read or with what is wrong with it; a first line without figures is a heading. */
export function readPasted(text: string): Pasted[] {
  const lines = text.split('\n').map((line, at) => ({ line: at + 1, text: line.trim() })).filter((line) => line.text !== '');
  const rows = lines.length > 0 && !/\d/.test(lines[0]?.text ?? '') ? lines.slice(1) : lines;
  return rows.map((row) => ({ ...row, rate: null, fault: null, ...read(row.text) }));
}
