// What an edit makes of a chart: only the bars that it touches are made anew, in the server's columns and in the picture.
// At fifty thousand tasks, reading all of them again would be felt at every drop.
import type { Id } from '@/api/types';
import { decode, extend, type Bar, type Chart, type GanttBody } from './model';

/** What a change makes of a task, in seconds since 1970; what is not named stays. */
export interface Shift {
  start?: number;
  end?: number;
  percent?: number;
  duration?: number | null;
  manual?: boolean;
  constraint?: string | null;
  constraintDate?: number | null;
}

const charts = new WeakMap<GanttBody, Chart>();
const places = new WeakMap<readonly string[], ReadonlyMap<Id, number>>();

/** The chart of a body, decoded once. */
export function chartOf(body: GanttBody): Chart {
  const chart = charts.get(body) ?? decode(body);
  charts.set(body, chart);
  return chart;
}

function placesOf(ids: readonly Id[]): ReadonlyMap<Id, number> {
  const found = places.get(ids) ?? new Map(ids.map((id, at) => [id, at]));
  places.set(ids, found);
  return found;
}

const columns = ['start', 'end', 'percent', 'duration', 'constraint', 'constraintDate'] as const;

/** The body with some tasks shifted; columns that stay are shared, and so are bars in its chart. */
export function shifted(body: GanttBody, shifts: ReadonlyMap<Id, Shift>): GanttBody {
  const place = placesOf(body.tasks.id);
  const found = [...shifts].flatMap(([id, shift]) => {
    const at = place.get(id);
    return at === undefined ? [] : [{ at, shift }];
  });
  const tasks = { ...body.tasks };
  for (const name of columns) {
    if (!found.some(({ shift }) => shift[name] !== undefined)) continue;
    const column: unknown[] = tasks[name].slice();
    for (const { at, shift } of found) if (shift[name] !== undefined) column[at] = shift[name];
    Object.assign(tasks, { [name]: column });
  }
  if (found.some(({ shift }) => shift.manual !== undefined)) {
    tasks.manual = tasks.manual.slice();
    for (const { at, shift } of found) if (shift.manual !== undefined) tasks.manual[at] = shift.manual ? 1 : 0;
  }
  const next = { ...body, tasks };
  const chart = charts.get(body);
  if (chart) charts.set(next, redrawn(chart, found));
  return next;
}

/** The chart with some bars made anew. */
function redrawn(chart: Chart, found: readonly { at: number; shift: Shift }[]): Chart {
  const next: Chart = { ...chart, bars: chart.bars.slice(), from: Infinity, to: -Infinity, dated: false };
  for (const { at, shift } of found) {
    const bar = next.bars[at];
    if (bar) next.bars[at] = barAfter(bar, shift, chart);
  }
  for (const bar of next.bars) extend(next, bar);
  return next;
}

function barAfter(bar: Bar, shift: Shift, { zone }: Chart): Bar {
  const { start, end, constraintDate, percent = bar.percent, duration = bar.duration, manual = bar.manual, constraint = bar.constraint } = shift;
  return {
    ...bar,
    percent,
    duration,
    manual,
    constraint,
    constraintDate: constraintDate === undefined ? bar.constraintDate : constraintDate === null ? null : zone.toLocal(constraintDate),
    start: start === undefined ? bar.start : zone.toLocal(start),
    end: end === undefined ? bar.end : zone.toLocal(end),
    dated: bar.dated || start !== undefined || end !== undefined,
  };
}
