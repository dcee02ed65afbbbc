// What the dialog of an entry asks, and what of it is sent.
import type { Expense, Schemas } from '@/api/types';
import { parseAmount, parseHours } from '../parse';

export interface EntryValues {
  kind: Expense['kind'];
  projectId: string | null;
  taskId: string | null;
  userId: string;
  date: string;
  amount: string;
  currency: string;
  hours: string;
  description: string;
  receiptFileId: string | null;
}

export type EntryBody = Schemas['ExpenseCreate'];
export type EntryFault = { field: keyof EntryValues; rule: 'project' | 'amount' | 'hours' };

const mostHours = 1_000;

/** What is wrong with what was typed, before anything is sent. */
export function faultOf({ kind, projectId, amount, hours }: EntryValues): EntryFault | null {
  if (!projectId) return { field: 'projectId', rule: 'project' };
  const worked = parseHours(hours);
  if (kind === 'time') return worked === null || worked <= 0 || worked > mostHours ? { field: 'hours', rule: 'hours' } : null;
  return parseAmount(amount) === null ? { field: 'amount', rule: 'amount' } : null;
}

/** The whole entry as it was filled in. Time is priced by the rate of its person, so that it states no amount. */
export function bodyOf(values: EntryValues): EntryBody {
  const { kind, projectId, taskId, userId, date, amount, currency, hours, description, receiptFileId } = values;
  const what = kind === 'time' ? { hours: parseHours(hours) } : { amount: parseAmount(amount), currency };
  // With a task the project follows it.
  return { kind, ...(taskId ? { taskId } : { projectId, taskId: null }), userId, date, description: description.trim(), receiptFileId, ...what };
}

/** What differs from an entry as it is; a currency goes with its amount. */
export function changesOf(entry: Expense, { kind: _settled, ...body }: EntryBody): Partial<EntryBody> {
  const names = (Object.keys(body) as (keyof typeof body)[]).filter((name) => body[name] !== entry[name]);
  const changes: Partial<EntryBody> = Object.fromEntries(names.map((name) => [name, body[name]]));
  if ('currency' in changes) changes.amount = body.amount;
  return changes;
}

/** How the changed fields were, to take a change back. */
export function beforeOf(entry: Expense, changes: Partial<EntryBody>): Partial<EntryBody> {
  const names = Object.keys(changes) as (keyof EntryBody & keyof Expense)[];
  const before: Partial<EntryBody> = Object.fromEntries(names.map((name) => [name, entry[name]]));
  return 'taskId' in before && before.taskId === null ? { ...before, projectId: entry.projectId } : before;
}
