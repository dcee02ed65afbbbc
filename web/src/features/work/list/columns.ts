// The columns of the task table: what there is, how wide, in which order, which are shown. The title always comes first;
// custom fields are columns for whoever chooses them.
import { useMemo } from 'react';
import type { FieldDefinition, FieldKind, Id } from '@/api/types';
import { fieldOf, isNumeric } from '../custom/values';
import { useStored } from '../parts/stored';
import { textFields, type TextField } from './fields';

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
export type FixedKey = (typeof columnKeys)[number];
export type CustomKey = `customFields.${Id}`;
export type ColumnKey = FixedKey | CustomKey;

export const customKey = (id: Id): CustomKey => `customFields.${id}`;
export const isCustom = (key: ColumnKey): key is CustomKey => key.startsWith('customFields.');

/** A column as it is drawn. */
export interface Column {
  key: ColumnKey;
  width: number;
  /** Numbers stand at the right. */
  end: boolean;
  /** How it is edited as text; without, a value is chosen. */
  field?: TextField | undefined;
  /** The custom field that it shows. */
  definition?: FieldDefinition | undefined;
}

export interface Layout {
  order: ColumnKey[];
  widths: Partial<Record<ColumnKey, number>>;
  hidden: ColumnKey[];
}

const widths: Record<FixedKey, number> = {
  title: 420,
  status: 132,
  assignee: 160,
  priority: 100,
  due: 104,
  start: 104,
  end: 104,
  duration: 84,
  percent: 96,
  estimate: 84,
  labels: 180,
};
const numbers: ReadonlySet<ColumnKey> = new Set(['duration', 'percent', 'estimate']);
export const narrowest = 56;
const widest = 900;

export const standard: Layout = { order: [...columnKeys], widths: {}, hidden: [] };

const kindWidths: Partial<Record<FieldKind, number>> = { text: 160, long_text: 200, multi_select: 180, user: 160, url: 180, email: 180, checkbox: 84, number: 92, duration: 92, date: 104 };

const isKey = (value: unknown): value is ColumnKey =>
  typeof value === 'string' && (columnKeys.some((key) => key === value) || /^customFields\.[0-9a-f]{24}$/.test(value));

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

type Definitions = readonly FieldDefinition[];

export function shownColumns(layout: Layout, definitions: Definitions = []): Column[] {
  const column = (key: ColumnKey): Column[] => {
    const width = layout.widths[key];
    if (!isCustom(key)) return [{ key, width: width ?? widths[key], end: numbers.has(key), field: textFields[key] }];
    // Chosen in another project, or gone.
    const definition = definitions.find(({ id }) => customKey(id) === key);
    if (!definition) return [];
    return [{ key, width: width ?? kindWidths[definition.type] ?? 120, end: isNumeric(definition), field: fieldOf(definition), definition }];
  };
  return layout.order.filter((key) => !layout.hidden.includes(key)).flatMap(column);
}

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
export function stepped(layout: Layout, key: ColumnKey, step: 1 | -1, definitions: Definitions = []): Layout {
  const shown = shownColumns(layout, definitions).map((column) => column.key);
  const at = shown.indexOf(key);
  const before = step === -1 ? shown[at - 1] : (shown[at + 2] ?? null);
  return before === undefined || (step === 1 && at === shown.length - 1) ? layout : reordered(layout, key, before);
}

/** A custom field has a place in the order from when it is first chosen. */
export function toggled(layout: Layout, key: ColumnKey): Layout {
  if (!layout.order.includes(key)) return { ...layout, order: [...layout.order, key] };
  const hidden = layout.hidden.includes(key) ? layout.hidden.filter((other) => other !== key) : [...layout.hidden, key];
  return { ...layout, hidden };
}

/** Shows exactly these columns, in this order. */
export function showing(layout: Layout, keys: readonly string[]): Layout {
  const shown = keys.filter(isKey);
  const rest = layout.order.filter((key) => !shown.includes(key));
  return repaired({ ...layout, order: [...shown, ...rest], hidden: rest });
}

export const isShown = (layout: Layout, key: ColumnKey): boolean => layout.order.includes(key) && !layout.hidden.includes(key);

const isLayout = (value: unknown): value is Partial<Layout> => typeof value === 'object' && value !== null;

export function useColumns(definitions: Definitions) {
  const [stored, setStored] = useStored<Partial<Layout>>('columns', standard, isLayout);
  const layout = useMemo(() => repaired(stored), [stored]);
  const columns = useMemo(() => shownColumns(layout, definitions), [layout, definitions]);
  return { layout, columns, setLayout: setStored };
}
