// The columns of the grid beside the chart. All are always there for screen readers; how many are seen depends on the
// width, the most important first.
export const columns = [
  { key: 'key', width: 78 },
  { key: 'start', width: 88 },
  { key: 'end', width: 88 },
  { key: 'duration', width: 72 },
  { key: 'predecessors', width: 120 },
  { key: 'slack', width: 72 },
  { key: 'critical', width: 72 },
] as const;

export type ColumnKey = (typeof columns)[number]['key'];

const leastTitle = 168;

export function seenColumns(width: number): ReadonlySet<ColumnKey> {
  const seen = new Set<ColumnKey>();
  let left = width - leastTitle;
  for (const column of columns) {
    left -= column.width;
    if (left < 0) break;
    seen.add(column.key);
  }
  return seen;
}
