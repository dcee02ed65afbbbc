// The columns of the task table: what there is, how wide, in which order, which are shown. The title always comes first.
import { useMemo } from 'react';
import { useStored } from '../parts/stored';

export const columnKeys = [
  'title',
  'status',
  'assignee',
  'priority',
  'due',
  'start',
  'end',
  'duration',
  'percent',
  'estimate',
  'labels',
] as const;
export type ColumnKey = (typeof columnKeys)[number];

/** A column as it is drawn. */
export interface Column {
  key: ColumnKey;
  width: number;
  /** Numbers stand at the right. */
  end: boolean;
}

export interface Layout {
  order: ColumnKey[];
  widths: Partial<Record<ColumnKey, number>>;
  hidden: ColumnKey[];
}

const widths: Record<ColumnKey, number> = {
  title: 420,
  status: 128,
  assignee: 160,
  priority: 100,
  due: 92,
  start: 92,
  end: 92,
  duration: 84,
  percent: 84,
  estimate: 84,
  labels: 180,
};
const numbers: ReadonlySet<ColumnKey> = new Set(['duration', 'percent', 'estimate']);
export const narrowest = 56;
const widest = 900;

export const standard: Layout = { order: [...columnKeys], widths: {}, hidden: [] };

const isKey = (value: unknown): value is ColumnKey => columnKeys.some((key) => key === value);

/** What was stored by an older version may lack columns or know ones that are gone. */
export function repaired(value: Partial<Layout>): Layout {
  const order = (value.order ?? []).filter(isKey).filter((key) => key !== 'title');
  const rest = columnKeys.filter((key) => key !== 'title' && !order.includes(key));
  return {
    order: ['title', ...order, ...rest],
    widths: value.widths ?? {},
    hidden: (value.hidden ?? []).filter(isKey).filter((key) => key !== 'title'),
  };
}

export const shownColumns = (layout: Layout): Column[] =>
  layout.order
    .filter((key) => !layout.hidden.includes(key))
    .map((key) => ({ key, width: layout.widths[key] ?? widths[key], end: numbers.has(key) }));

export const resized = (layout: Layout, key: ColumnKey, width: number): Layout => ({
  ...layout,
  widths: { ...layout.widths, [key]: Math.round(Math.min(widest, Math.max(key === 'title' ? 180 : narrowest, width))) },
});

/** Puts a column before another one, or last; nothing comes before the title. */
export function reordered(layout: Layout, key: ColumnKey, before: ColumnKey | null): Layout {
  if (key === 'title' || before === 'title' || key === before) return layout;
  const order = layout.order.filter((other) => other !== key);
  order.splice(before === null ? order.length : order.indexOf(before), 0, key);
  return { ...layout, order };
}

/** One place to the left (-1) or right (1) among the shown columns. */
export function stepped(layout: Layout, key: ColumnKey, step: 1 | -1): Layout {
  const shown = shownColumns(layout).map((column) => column.key);
  const at = shown.indexOf(key);
  const before = step === -1 ? shown[at - 1] : (shown[at + 2] ?? null);
  return before === undefined || (step === 1 && at === shown.length - 1) ? layout : reordered(layout, key, before);
}

export const toggled = (layout: Layout, key: ColumnKey): Layout => ({
  ...layout,
  hidden: layout.hidden.includes(key) ? layout.hidden.filter((other) => other !== key) : [...layout.hidden, key],
});

const isLayout = (value: unknown): value is Partial<Layout> => typeof value === 'object' && value !== null;

export function useColumns() {
  const [stored, setStored] = useStored<Partial<Layout>>('columns', standard, isLayout);
  const layout = useMemo(() => repaired(stored), [stored]);
  const columns = useMemo(() => shownColumns(layout), [layout]);
  return { layout, columns, setLayout: setStored };
}
