// A plan beside a baseline: the lines of the table, their order, and what they come to. Costs are summed by currency;
// of tasks that are gone nobody knows the currency any more, so they are counted and not summed.
import type { components } from '@/api/schema';
import type { Id, Instant, Task } from '@/api/types';
import { compareText } from '@/lib/collate';

type Schemas = components['schemas'];
export type Variance = Schemas['Variance'];
export type Figures = Schemas['Figures'];
export type State = 'unchanged' | 'changed' | 'added' | 'deleted' | 'moved';
export const measures = ['start', 'end', 'duration', 'work', 'cost'] as const;
export type Measure = (typeof measures)[number];
export type SortKey = 'title' | Measure;

export interface Line {
  id: Id;
  title: string;
  state: State;
  was: Figures | null;
  now: Figures | null;
  by: Record<Measure, number | null>;
  /** As it is now; undefined for one that is gone. */
  task: Task | undefined;
  currency: string | null;
}

/** In the order of the tree, what is gone last. */
export function linesOf({ tasks }: Variance, order: readonly Task[], currencyOf: (task: Task) => string): Line[] {
  const place = new Map(order.map((task, at) => [task.id, { task, at }]));
  const lines = tasks.map((one): Line => {
    const task = place.get(one.taskId)?.task;
    return {
      id: one.taskId,
      title: one.title,
      state: one.state as State,
      was: one.baseline ?? null,
      now: one.current ?? null,
      by: {
        start: one.startVariance ?? null,
        end: one.endVariance ?? null,
        duration: one.durationVariance ?? null,
        work: one.workVariance ?? null,
        cost: one.costVariance ?? null,
      },
      task,
      currency: task ? currencyOf(task) : null,
    };
  });
  const at = (line: Line): number => place.get(line.id)?.at ?? Number.POSITIVE_INFINITY;
  return lines.toSorted((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)));
}

/** By a column, largest first when `down`; what has no value comes last. Costs only beside those of their currency. */
export function sorted(lines: readonly Line[], key: SortKey, down: boolean): Line[] {
  const sign = down ? -1 : 1;
  if (key === 'title') return lines.toSorted((a, b) => sign * compareText(a.title, b.title));
  return lines.toSorted((a, b) => {
    const [left, right] = [a.by[key], b.by[key]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (key === 'cost' && a.currency !== b.currency) return (a.currency ?? '~') < (b.currency ?? '~') ? -1 : 1;
    return sign * (left - right);
  });
}

export interface Sum {
  was: number;
  now: number;
}

export interface Totals {
  states: Record<State, number>;
  start: [Instant | null, Instant | null];
  end: [Instant | null, Instant | null];
  work: Sum;
  /** By currency, in the order of their codes. */
  costs: [string, Sum][];
  /** How many have a cost in a currency that is not known. */
  unknownCosts: number;
}

const edge = (values: readonly (string | null | undefined)[], late: boolean): Instant | null =>
  values.reduce<Instant | null>((best, value) => (value && (best === null || value > best === late) ? value : best), null);

/** Money comes with four decimals; summed as whole ten-thousandths it stays exact. */
const whole = (value: number | null | undefined): number => Math.round((value ?? 0) * 10_000);

export function totalsOf(lines: readonly Line[]): Totals {
  const states: Totals['states'] = { unchanged: 0, changed: 0, added: 0, deleted: 0, moved: 0 };
  const work = { was: 0, now: 0 };
  const costs = new Map<string, Sum>();
  let unknownCosts = 0;
  for (const { state, was, now, currency } of lines) {
    states[state]++;
    work.was += whole(was?.work);
    work.now += whole(now?.work);
    if (was?.cost == null && now?.cost == null) continue;
    if (currency === null) {
      unknownCosts++;
      continue;
    }
    const sum = costs.get(currency) ?? { was: 0, now: 0 };
    costs.set(currency, { was: sum.was + whole(was?.cost), now: sum.now + whole(now?.cost) });
  }
  const read = ({ was, now }: Sum): Sum => ({ was: was / 10_000, now: now / 10_000 });
  return {
    states,
    start: [edge(lines.map(({ was }) => was?.startDate), false), edge(lines.map(({ now }) => now?.startDate), false)],
    end: [edge(lines.map(({ was }) => was?.endDate), true), edge(lines.map(({ now }) => now?.endDate), true)],
    work: read(work),
    costs: [...costs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => [currency, read(sum)]),
    unknownCosts,
  };
}
