// Which stretch of time the portfolio draws, and where things stand on it. Times are local seconds (see the chart's zone).
import type { Day, Instant } from '@/api/types';
import { floorTo, nextOf, xOf, type Scale, type Unit } from '@/features/work/gantt/chart/scale';
import { daySeconds, zoneOf } from '@/features/work/gantt/chart/zone';
import type { PortfolioZoom } from '@/routes/search';
import type { PortfolioProject } from '../types';

/** The two tiers of the head, and how wide a day is. */
export const zooms: Record<PortfolioZoom, { perDay: number; upper: Unit; lower: Unit }> = {
  month: { perDay: 20, upper: 'month', lower: 'week' },
  quarter: { perDay: 7, upper: 'quarter', lower: 'month' },
  year: { perDay: 2.2, upper: 'year', lower: 'quarter' },
};

/** Dates further away are drawn at the edge: one mistyped year must not make a chart of centuries. */
const furthest = 30 * 366 * daySeconds;

export interface Span {
  scale: Scale;
  from: number;
  to: number;
  width: number;
  today: number;
  /** The moment nearest to today that has something drawn: today, where a project runs today or none has dates. */
  nearest: number;
}

export const localOf = (instant: Instant, timeZone: string): number => zoneOf(timeZone).toLocal(Date.parse(instant) / 1_000);
const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / 1_000;
const endOf = (day: Day): number => startOf(day) + daySeconds;

export interface Places {
  /** Of its tasks. */
  bar: [number, number] | null;
  /** Of the project itself, as far as it says. */
  own: [number | null, number | null];
}

export function placesOf(project: PortfolioProject, timeZone: string): Places {
  const { plannedStart, plannedEnd, startDate, endDate } = project;
  return {
    bar: plannedStart && plannedEnd ? [localOf(plannedStart, timeZone), localOf(plannedEnd, timeZone)] : null,
    own: [startDate ? startOf(startDate) : null, endDate ? endOf(endDate) : null],
  };
}

/** All projects and today, in whole units of the upper tier. */
export function spanOf(projects: readonly PortfolioProject[], timeZone: string, zoom: PortfolioZoom, now: Instant): Span {
  const { perDay, upper } = zooms[zoom];
  const today = localOf(now, timeZone);
  const drawn = projects.flatMap((project) => {
    const { bar, own } = placesOf(project, timeZone);
    const times = [...(bar ?? []), ...own, ...project.milestones.map(({ date }) => localOf(date, timeZone))].filter((time) => time !== null);
    return times.length ? [[Math.min(...times), Math.max(...times)] as const] : [];
  });
  const all = [...drawn.flat(), today].map((time) => Math.min(today + furthest, Math.max(today - furthest, time)));
  const from = floorTo(upper, Math.min(...all) - 7 * daySeconds);
  const to = nextOf(upper, floorTo(upper, Math.max(...all) + 14 * daySeconds));
  const scale = { origin: from, perDay };
  return { scale, from, to, width: Math.round(xOf(scale, to)), today, nearest: nearestTo(today, drawn) };
}

function nearestTo(today: number, drawn: readonly (readonly [number, number])[]): number {
  const near = drawn.map(([first, last]) => Math.min(last, Math.max(first, today)));
  return near.reduce((best, one) => (Math.abs(one - today) < Math.abs(best - today) ? one : best), near[0] ?? today);
}
