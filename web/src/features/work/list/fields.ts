// Cells that are edited as text: what stands in the field, and what the typed text means.
import type { Task } from '@/api/types';
import { formatNumber } from '@/lib/format';
import type { TaskChanges } from '../task/effects';
import type { FixedKey } from './columns';

/** Reads a number as people write it: `1,5`, `1.5`, `40 %`; null for none. */
export function parseNumber(text: string): number | null {
  const clean = text.replace(/[\s%hd]/gi, '').replace(',', '.');
  return clean !== '' && Number.isFinite(Number(clean)) ? Number(clean) : null;
}

/** Working days: `3`, `3d`, `2w` (five days each). */
export function parseDays(text: string): number | null {
  const weeks = /^\s*([\d.,]+)\s*w\s*$/i.exec(text);
  const number = parseNumber(weeks?.[1] ?? text);
  return number !== null && weeks ? number * 5 : number;
}

export type Rule = 'required' | 'number' | 'percent' | 'money';

export interface TextField {
  show: (task: Task) => string;
  /** The change that the text means, or the name of the rule it breaks. */
  read: (text: string) => TaskChanges | Rule;
}

const plainNumber = (value: number | null): string =>
  value === null ? '' : formatNumber(value, { useGrouping: false, maximumFractionDigits: 4 });

const amount = (name: 'duration' | 'estimateHours', parse: (text: string) => number | null): TextField => ({
  show: (task) => plainNumber(task[name]),
  read: (text) => {
    if (text.trim() === '') return { [name]: null };
    const value = parse(text);
    return value === null || value < 0 ? 'number' : { [name]: value };
  },
});

export const textFields: Partial<Record<FixedKey, TextField>> = {
  title: {
    show: (task) => task.title,
    read: (text) => (text.trim() === '' ? 'required' : { title: text.trim() }),
  },
  duration: amount('duration', parseDays),
  estimate: amount('estimateHours', parseNumber),
  percent: {
    show: (task) => plainNumber(task.percentComplete),
    read: (text) => {
      const value = parseNumber(text || '0');
      return value === null || value < 0 || value > 100 ? 'percent' : { percentComplete: value };
    },
  },
};
