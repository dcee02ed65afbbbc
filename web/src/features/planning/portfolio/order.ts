// Which projects the portfolio shows, and in which order.
import type { Id, ProjectStatus } from '@/api/types';
import { compareText } from '@/lib/collate';
import { portfolioColumns, type PortfolioColumn, type PortfolioSearch } from '@/routes/search';
import type { HealthState, PortfolioProject } from '../types';

const over: readonly ProjectStatus[] = ['done', 'cancelled'];
const worst: readonly HealthState[] = ['off_track', 'at_risk', 'on_track', 'unplanned', 'closed'];

/** What has no date stands after everything that has one. */
const never = '9999';
const values: Record<PortfolioColumn, (project: PortfolioProject) => string | number> = {
  name: ({ name }) => name,
  start: ({ plannedStart, startDate }) => plannedStart ?? startDate ?? never,
  end: ({ plannedEnd, endDate }) => plannedEnd ?? endDate ?? never,
  progress: ({ progress }) => progress ?? -1,
  health: ({ health }) => worst.indexOf(health.state),
};

const compare = (a: string | number, b: string | number): number => (typeof a === 'number' && typeof b === 'number' ? a - b : compareText(String(a), String(b)));

export interface Order {
  column: PortfolioColumn;
  down: boolean;
}

export function orderOf(sort: PortfolioSearch['sort'] = 'name'): Order {
  const name = sort.replace('-', '');
  return { column: portfolioColumns.find((column) => column === name) ?? 'name', down: sort.startsWith('-') };
}

/** As it stands in the address: by name needs no word. */
export const sortOf = (column: PortfolioColumn, down: boolean): PortfolioSearch['sort'] => (down ? `-${column}` : column === 'name' ? undefined : column);

/** Without a choice of status, those that are not over. */
export function shownOf(projects: readonly PortfolioProject[], { status, owner }: { status?: PortfolioSearch['status']; owner?: Id | undefined }, { column, down }: Order): PortfolioProject[] {
  const fits = (project: PortfolioProject): boolean =>
    (status === undefined ? !over.includes(project.status) : status === 'all' || project.status === status) && (!owner || project.ownerId === owner);
  const of = values[column];
  return projects.filter(fits).sort((a, b) => (down ? -1 : 1) * compare(of(a), of(b)) || compareText(a.name, b.name));
}
