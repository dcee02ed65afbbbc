// The report: what was measured, in how many runs, and whether the goal is met.
import { loadavg } from 'node:os';

interface Row {
  what: string;
  unit: string;
  values: number[];
  goal: string;
  met: ((value: number) => boolean) | null;
}

const rows = new Map<string, Row>();

/** Notes a value of one run; `goal` is how much it may be at most, or must be at least. */
export function note(what: string, value: number, unit: string, goal?: { most: number } | { least: number }): void {
  const row = rows.get(what) ?? { what, unit, values: [], goal: '', met: null };
  row.values.push(value);
  if (goal && 'most' in goal) Object.assign(row, { goal: `≤ ${goal.most}`, met: (seen: number) => seen <= goal.most });
  if (goal && 'least' in goal) Object.assign(row, { goal: `≥ ${goal.least}`, met: (seen: number) => seen >= goal.least });
  rows.set(what, row);
}

export const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
export const part = (values: readonly number[], share: number): number => {
  const all = sorted(values);
  return all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? NaN;
};

const text = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toString());

/** The middle of the runs is judged. */
export function print(): void {
  const lines = [...rows.values()].map(({ what, unit, values, goal, met }) => {
    const middle = part(values, 0.5);
    return [what, `${text(middle)} ${unit}`, values.map(text).join(' '), goal, met ? (met(middle) ? 'met' : 'missed') : ''];
  });
  const all = [['what', 'median', 'runs', 'goal', ''], ...lines];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...all.map((line) => line[at]?.length ?? 0)));
  const laid = all.map((line) => line.map((cell, at) => (at === 1 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ').trimEnd());
  console.log(`\n${laid.join('\n')}\nload of the machine over 1, 5 and 15 minutes: ${loadavg().map((one) => one.toFixed(1)).join(' ')}\n`);
}
