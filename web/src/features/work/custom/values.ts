// Values of custom fields: what is shown, what stands in the field that edits them, and what typed text means. The server
// keeps numbers as numbers, days as days, people as ids, durations as text ("2d"), money as amount and currency.
import type { FieldDefinition, Id, Member, Task } from '@/api/types';
import { formatDay, formatMoney, formatNumber } from '@/lib/format';
import { parseNumber, type Rule, type TextField } from '../list/fields';
import type { TaskChanges } from '../task/effects';

export interface Money {
  amount: number;
  currency: string;
}

export const valueOf = (task: Task, field: Id): unknown => task.customFields.find(({ fieldId }) => fieldId === field)?.value ?? null;

/** The change that gives a task this value; null takes it away. */
export const setting = (field: FieldDefinition, value: unknown): TaskChanges => ({ customFields: [{ fieldId: field.id, value }] });

export const isNumeric = ({ type }: FieldDefinition): boolean => type === 'number' || type === 'money' || type === 'duration';

/** Whether its values are typed; the others are chosen. */
export const isTyped = ({ type }: FieldDefinition): boolean =>
  type === 'text' || type === 'long_text' || type === 'number' || type === 'url' || type === 'email' || type === 'money' || type === 'duration';

export const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && 'amount' in value;

export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : typeof value === 'string' ? [value] : [];

const plainNumber = (value: number): string => formatNumber(value, { useGrouping: false, maximumFractionDigits: 4 });

/** A value in one line, as it is read. */
export function shownValue({ type }: FieldDefinition, value: unknown, people: ReadonlyMap<Id, Member>): string {
  if (value === null || value === undefined) return '';
  if (isMoney(value)) return value.currency ? formatMoney(value.amount, value.currency) : plainNumber(value.amount);
  if (typeof value === 'number') return formatNumber(value, { maximumFractionDigits: 4 });
  if (type === 'date') return formatDay(String(value));
  if (type === 'user') return people.get(String(value))?.name ?? '';
  if (type === 'checkbox') return value === true ? '✓' : '';
  return textsOf(value).join(', ');
}

/** As it stands in the field that edits it. */
export function typedValue(value: unknown): string {
  if (isMoney(value)) return value.currency ? `${plainNumber(value.amount)} ${value.currency}` : plainNumber(value.amount);
  if (typeof value === 'number') return plainNumber(value);
  return typeof value === 'string' ? value : '';
}

/** The value that a text means, or the rule it breaks; the server knows the finer rules. */
export function readValue({ type }: FieldDefinition, text: string): { value: unknown } | Rule {
  const clean = text.trim();
  if (clean === '') return { value: null };
  if (type === 'number') {
    const value = parseNumber(clean);
    return value === null ? 'number' : { value };
  }
  if (type === 'money') {
    const parts = /^([A-Za-z]{3})?\s*([^A-Za-z]+?)\s*([A-Za-z]{3})?$/.exec(clean);
    const amount = parts?.[2] ? parseNumber(parts[2].replace(/[€$£¥]/g, '')) : null;
    const currency = (parts?.[1] ?? parts?.[3])?.toUpperCase();
    return amount === null ? 'money' : { value: { amount, ...(currency ? { currency } : {}) } };
  }
  return { value: clean };
}

/** A typed custom field as the table edits it; undefined where a value is chosen. */
export function fieldOf(definition: FieldDefinition): TextField | undefined {
  if (!isTyped(definition)) return undefined;
  return {
    show: (task) => typedValue(valueOf(task, definition.id)),
    read: (text) => {
      const read = readValue(definition, text);
      return typeof read === 'string' ? read : setting(definition, read.value);
    },
  };
}
