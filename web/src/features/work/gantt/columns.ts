// The columns of the grid beside the chart. All are always there for screen readers; how many are seen depends on the
// width, the most important first.
import { formatDay } from '@/lib/format';
import type { Shape } from './chart/model';

export const columns = ['key', 'start', 'end', 'duration', 'predecessors', 'slack', 'critical'] as const;
export type ColumnKey = (typeof columns)[number];
export type Widths = Readonly<Record<ColumnKey, number>>;

const leastTitle = 160;
/** Months whose short names are the longest in one language or another. */
const longMonths = ['03', '06', '09'] as const;
const [letter, figure, padding] = [8.6, 6.9, 20];

/** As wide as what stands in them: keys by their length, dates with a year where that is not this one. */
export function widthsOf({ bars }: Shape, years: readonly number[]): Widths {
  const longest = bars.reduce((most, bar) => Math.max(most, bar.key.length), 4);
  const longestDate = Math.max(...years.flatMap((year) => longMonths.map((month) => formatDay(`${year}-${month}-22`).length)));
  const date = Math.ceil(longestDate * figure + padding);
  return { key: Math.min(130, Math.ceil(longest * letter + padding)), start: date, end: date, duration: 72, predecessors: 120, slack: 72, critical: 72 };
}

export function seenColumns(width: number, widths: Widths): ReadonlySet<ColumnKey> {
  const seen = new Set<ColumnKey>();
  let left = width - leastTitle;
  for (const key of columns) {
    left -= widths[key];
    if (left < 0) break;
    seen.add(key);
  }
  return seen;
}
