// The chart as the screen draws it, decoded from the server's columns: a bar for each task, times in local seconds.
import type { components } from '@/api/schema';
import type { Id, LinkType, StatusKind } from '@/api/types';
import { hoursOf, type Hours } from './hours';
import { zoneOf, type Zone } from './zone';

export type GanttBody = components['schemas']['Gantt'];

export interface Bar {
  /** Position among the bars; links refer to it. */
  at: number;
  id: Id;
  key: string;
  title: string;
  /** Position of the task above; -1 for none. */
  parent: number;
  depth: number;
  /** 1-based place among its siblings. */
  position: number;
  siblings: number;
  kind: 'task' | 'summary' | 'milestone';
  start: number;
  end: number;
  /** False where nothing is stored and the dates are what the schedule proposes. */
  dated: boolean;
  /** Working days. */
  duration: number | null;
  percent: number;
  manual: boolean;
  critical: boolean;
  totalFloat: number;
  deadline: number | null;
  constraint: string | null;
  constraintDate: number | null;
  baselineStart: number | null;
  baselineEnd: number | null;
  status: StatusKind;
  hours: Hours;
  /** Positions of its links to predecessors. */
  waitsFor: number[];
}

export interface Link {
  from: number;
  to: number;
  type: LinkType;
  lag: string;
}

/** Tasks and links as they were read: the same object as long as the tree and the links are the same. */
export interface Shape {
  bars: readonly Bar[];
  links: readonly Link[];
}

export interface Chart {
  shape: Shape;
  bars: Bar[];
  links: Link[];
  zone: Zone;
  timeZone: string;
  /** The project's working hours. */
  hours: Hours;
  from: number;
  to: number;
  /** Whether anything has dates. */
  dated: boolean;
  /** Why the plan cannot be computed; what is drawn is then what is stored. */
  problem: string | null;
}

const kinds = ['task', 'summary', 'milestone'] as const;
const always = { week: Array.from({ length: 7 }, () => [[0, 1_440]]), exceptions: [] };

export function decode(body: GanttBody): Chart {
  const timeZone = body.calendars[0]?.timeZone ?? 'UTC';
  const zone = zoneOf(timeZone);
  const calendars = body.calendars.map(hoursOf);
  const usual = calendars[0] ?? hoursOf(always);
  const [bars, links]: [Bar[], Link[]] = [[], []];
  const chart: Chart = { shape: { bars, links }, bars, links, zone, timeZone, hours: usual, from: Infinity, to: -Infinity, dated: false, problem: body.problem ?? null };
  const siblings = new Map<number, number>();
  body.tasks.id.forEach((_id, at) => {
    const bar = barAt(body.tasks, at, zone, calendars[body.tasks.calendar[at] ?? 0] ?? usual);
    bar.depth = (chart.bars[bar.parent]?.depth ?? -1) + 1;
    bar.position = (siblings.get(bar.parent) ?? 0) + 1;
    siblings.set(bar.parent, bar.position);
    extend(chart, bar);
    chart.bars.push(bar);
  });
  for (const bar of chart.bars) bar.siblings = siblings.get(bar.parent) ?? 1;
  const { from, to, type, lag } = body.links;
  from.forEach((source, at) => {
    const target = to[at] ?? -1;
    chart.links.push({ from: source, to: target, type: (type[at] ?? 'FS') as LinkType, lag: lag[at] ?? '0d' });
    chart.bars[target]?.waitsFor.push(at);
  });
  return chart;
}

/** Takes a bar into the time that the chart spans. */
export function extend(chart: Chart, bar: Bar): void {
  chart.from = Math.min(chart.from, bar.start, bar.baselineStart ?? bar.start);
  chart.to = Math.max(chart.to, bar.end, bar.baselineEnd ?? bar.end, bar.deadline ?? bar.end);
  chart.dated ||= bar.dated;
}

function barAt(tasks: GanttBody['tasks'], at: number, zone: Zone, hours: Hours): Bar {
  const local = (utc: number | null | undefined): number | null => (utc === null || utc === undefined ? null : zone.toLocal(utc));
  const start = local(tasks.start[at]);
  const end = local(tasks.end[at]);
  const planned = local(tasks.plannedStart[at]) ?? 0;
  return {
    at,
    id: tasks.id[at] ?? '',
    key: tasks.key[at] ?? '',
    title: tasks.title[at] ?? '',
    parent: tasks.parent[at] ?? -1,
    depth: 0,
    position: 1,
    siblings: 1,
    kind: kinds[tasks.kind[at] ?? 0] ?? 'task',
    start: start ?? end ?? planned,
    end: end ?? start ?? local(tasks.plannedEnd[at]) ?? planned,
    dated: start !== null || end !== null,
    duration: tasks.duration[at] ?? null,
    percent: tasks.percent[at] ?? 0,
    manual: tasks.manual[at] === 1,
    critical: tasks.critical[at] === 1,
    totalFloat: tasks.totalFloat[at] ?? 0,
    deadline: local(tasks.deadline[at]),
    constraint: tasks.constraint[at] ?? null,
    constraintDate: local(tasks.constraintDate[at]),
    baselineStart: local(tasks.baselineStart[at]),
    baselineEnd: local(tasks.baselineEnd[at]),
    status: (tasks.statusKind[at] ?? 'open') as StatusKind,
    hours,
    waitsFor: [],
  };
}
