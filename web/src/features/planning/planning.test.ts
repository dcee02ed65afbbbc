import { describe, expect, it } from 'vitest';
import { orderOf, shownOf } from './portfolio/order';
import { placesOf, spanOf } from './portfolio/span';
import type { PortfolioProject } from './types';
import { heatOf } from './workload/hours';
import { rangeOf, shifted } from './workload/range';

const project = (name: string, more: Partial<PortfolioProject> = {}): PortfolioProject => ({
  projectId: name,
  key: name,
  name,
  status: 'active',
  priority: 'normal',
  ownerId: 'ada',
  startDate: null,
  endDate: null,
  plannedStart: null,
  plannedEnd: null,
  baselineEnd: null,
  progress: null,
  tasks: { open: 0, done: 0, cancelled: 0, overdue: 0 },
  milestones: [],
  moreMilestones: 0,
  health: { state: 'on_track', reasons: [] },
  ...more,
});
const names = (projects: PortfolioProject[]): string[] => projects.map(({ name }) => name);

describe('the portfolio', () => {
  const all = [project('B', { plannedEnd: '2026-03-02T17:00:00.000Z' }), project('C', { status: 'done' }), project('A', { ownerId: 'bo', health: { state: 'off_track', reasons: [] } })];

  it('leaves out what is over until it is asked for', () => {
    expect(names(shownOf(all, {}, orderOf()))).toEqual(['A', 'B']);
    expect(names(shownOf(all, { status: 'all' }, orderOf('-name')))).toEqual(['C', 'B', 'A']);
    expect(names(shownOf(all, { owner: 'ada' }, orderOf()))).toEqual(['B']);
  });

  it('puts the worst first, and what has no date last', () => {
    expect(names(shownOf(all, { status: 'all' }, orderOf('health')))).toEqual(['A', 'B', 'C']);
    expect(names(shownOf(all, {}, orderOf('end')))).toEqual(['B', 'A']);
  });

  it('draws whole units around all dates and today', () => {
    const one = project('A', { plannedStart: '2026-02-10T08:00:00.000Z', plannedEnd: '2026-05-20T17:00:00.000Z' });
    const { scale, to, width } = spanOf([one], 'UTC', 'quarter', '2026-03-15T12:00:00.000Z');
    expect(new Date(scale.origin * 1_000).toISOString()).toBe('2026-01-01T00:00:00.000Z');
    expect(new Date(to * 1_000).toISOString()).toBe('2026-07-01T00:00:00.000Z');
    expect(width).toBe(181 * 7);
  });

  it('is not stretched over centuries by one wrong year', () => {
    const far = project('A', { plannedStart: '0026-02-10T08:00:00.000Z', plannedEnd: '9026-05-20T17:00:00.000Z' });
    const { from, to } = spanOf([far], 'UTC', 'year', '2026-03-15T12:00:00.000Z');
    expect((to - from) / 86_400).toBeLessThan(63 * 366);
  });

  it('knows what is drawn nearest to today', () => {
    const over = project('A', { plannedStart: '2003-01-07T08:00:00.000Z', plannedEnd: '2003-03-18T17:00:00.000Z' });
    const older = project('B', { startDate: '2001-05-01', endDate: '2001-06-01' });
    const running = project('C', { startDate: '2026-01-01', plannedStart: '2026-01-05T08:00:00.000Z', plannedEnd: '2026-09-01T17:00:00.000Z' });
    const nearest = (...projects: PortfolioProject[]) => new Date(spanOf(projects, 'UTC', 'quarter', '2026-03-15T12:00:00.000Z').nearest * 1_000).toISOString();
    expect(nearest(older, over, project('D'))).toBe('2003-03-18T17:00:00.000Z');
    expect(nearest(older, running, over)).toBe('2026-03-15T12:00:00.000Z');
    expect(nearest(project('D'))).toBe('2026-03-15T12:00:00.000Z');
  });

  it('ends a project with its last day', () => {
    expect(placesOf(project('A', { endDate: '2026-03-01' }), 'Europe/Berlin').own).toEqual([null, Date.parse('2026-03-02T00:00:00Z') / 1_000]);
  });
});

describe('the workload', () => {
  it('begins with the period of a day', () => {
    expect(rangeOf('week', '2026-03-05')).toEqual({ from: '2026-03-02', to: '2026-05-24' });
    expect(rangeOf('month', '2026-03-05')).toEqual({ from: '2026-03-01', to: '2027-02-28' });
    expect(rangeOf('day', '2026-03-05')).toEqual({ from: '2026-03-05', to: '2026-03-18' });
    expect(shifted('week', '2026-03-02', -1)).toBe('2026-02-02');
    expect(shifted('month', '2026-03-01', 1)).toBe('2026-07-01');
  });

  it('is too much beyond what can be worked, also where nobody works', () => {
    expect([heatOf(481, 480), heatOf(1, 0), heatOf(0, 0), heatOf(0, 480), heatOf(100, 480), heatOf(480, 480)]).toEqual(['over', 'over', 'off', 'free', 'light', 'full']);
  });
});
