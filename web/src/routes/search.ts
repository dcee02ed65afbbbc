// What may stand behind the `?` of an address.
import type { Day, Expense, Id } from '@/api/types';
import { isWeek } from '@/features/money/time/week';
import { models, type SearchModel } from '@/features/search/hits';

/** Dialogs of the organization that have an address, so that back closes and reload keeps them. */
export const dialogs = ['new-project', 'import', 'invite'] as const;
export type DialogName = (typeof dialogs)[number];

export interface DialogSearch {
  dialog?: DialogName;
  /** The import whose progress or report is shown. */
  run?: string;
  /** The person without an account whom an invitation is for. */
  takeOver?: string;
}

const objectId = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{24}$/.test(value) ? value : undefined;

export function validateDialogSearch(search: Record<string, unknown>): DialogSearch {
  const dialog = dialogs.find((name) => name === search.dialog);
  if (!dialog) return {};
  const run = objectId(search.run);
  const takeOver = objectId(search.takeOver);
  return { dialog, ...(run ? { run } : {}), ...(takeOver ? { takeOver } : {}) };
}

/** Which projects are listed, and in which order. */
export const projectFilters = ['current', 'over', 'all'] as const;
export type ProjectFilter = (typeof projectFilters)[number];
export const projectColumns = ['name', 'status', 'progress', 'owner', 'dates'] as const;
export type ProjectColumn = (typeof projectColumns)[number];
export interface ProjectsSearch {
  show?: ProjectFilter;
  /** A column, with a minus in front for downwards. */
  sort?: ProjectColumn | `-${ProjectColumn}`;
}

export function validateProjectsSearch(search: Record<string, unknown>): ProjectsSearch {
  const show = projectFilters.find((name) => name === search.show);
  const column = projectColumns.find((name) => search.sort === name || search.sort === `-${name}`);
  return { ...(show ? { show } : {}), ...(column ? { sort: search.sort as ProjectsSearch['sort'] & string } : {}) };
}

/** What of the audit log is shown. */
export interface AuditSearch {
  actor?: Id;
  model?: string;
  action?: string;
  /** The history of one object. */
  object?: Id;
  /** First and last day, in the organization's time zone. */
  from?: Day;
  until?: Day;
}

const word = (value: unknown): string | undefined => (typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined);
const day = (value: unknown): Day | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;

export function validateAuditSearch(search: Record<string, unknown>): AuditSearch {
  const found = {
    actor: objectId(search.actor),
    model: word(search.model),
    action: word(search.action),
    object: objectId(search.object),
    from: day(search.from),
    until: day(search.until),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Whose access is explained, and to what. */
export interface MembersSearch {
  explain?: Id;
  /** The permission asked about. */
  resource?: string;
  /** The project asked about. */
  project?: Id;
}

export function validateMembersSearch(search: Record<string, unknown>): MembersSearch {
  const explain = objectId(search.explain);
  if (!explain) return {};
  const resource = typeof search.resource === 'string' && /^[a-z-]+:[a-z-]+$/.test(search.resource) ? search.resource : undefined;
  const project = objectId(search.project);
  return { explain, ...(resource ? { resource } : {}), ...(project ? { project } : {}) };
}

/** Which role a narrow screen shows. */
export function validateRolesSearch(search: Record<string, unknown>): { role?: Id } {
  const role = objectId(search.role);
  return role ? { role } : {};
}

/** What is looked for. */
export interface FindSearch {
  q?: string;
  model?: SearchModel;
}

export function validateFindSearch(search: Record<string, unknown>): FindSearch {
  const model = models.find((name) => name === search.model);
  return { ...(typeof search.q === 'string' && search.q ? { q: search.q } : {}), ...(model ? { model } : {}) };
}

/** Where to go after signing in: a path of this app and never another site. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/')) return undefined;
  const url = new URL(next, 'http://guildhall.invalid');
  return url.host === 'guildhall.invalid' && !next.startsWith('//') ? url.pathname + url.search : undefined;
}

export interface TimeSearch {
  /** `2026-W48`; this week without it. */
  week?: string;
  /** Whose time is shown; the reader's own without it. */
  user?: Id;
}

export function validateTimeSearch(search: Record<string, unknown>): TimeSearch {
  const user = objectId(search.user);
  return { ...(isWeek(search.week) ? { week: search.week } : {}), ...(user ? { user } : {}) };
}

export const entryKinds = ['expense', 'time'] as const satisfies readonly Expense['kind'][];
export const entryStates = ['draft', 'submitted', 'approved', 'rejected'] as const satisfies readonly Expense['status'][];

/** Which expenses and time are listed, and which of them is open. */
export interface ExpenseSearch {
  /** Whose; on the page of one's own entries everybody's are asked for by name. */
  who?: Id | 'all';
  /** The task they are for; `task` opens its panel. */
  on?: Id;
  kind?: Expense['kind'];
  state?: Expense['status'];
  from?: Day;
  until?: Day;
  /** Only what no rate prices. */
  unpriced?: true;
  /** The entry whose dialog is open, or a new one. */
  entry?: Id | 'new';
}

export function validateExpenseSearch(search: Record<string, unknown>): ExpenseSearch {
  const who = search.who === 'all' ? 'all' : objectId(search.who);
  const on = objectId(search.on);
  const kind = entryKinds.find((name) => name === search.kind);
  const state = entryStates.find((name) => name === search.state);
  const [from, until] = [day(search.from), day(search.until)];
  const entry = search.entry === 'new' ? 'new' : objectId(search.entry);
  return {
    ...(who ? { who } : {}),
    ...(on ? { on } : {}),
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(from ? { from } : {}),
    ...(until ? { until } : {}),
    ...(search.unpriced === true ? { unpriced: true } : {}),
    ...(entry ? { entry } : {}),
  };
}

/** Which rates are shown: of a person, or of a pair of currencies. */
export interface RatesSearch {
  person?: Id;
  /** `USD-EUR`. */
  pair?: string;
}

export function validateRatesSearch(search: Record<string, unknown>): RatesSearch {
  const person = objectId(search.person);
  const pair = typeof search.pair === 'string' && /^[A-Z]{3}-[A-Z]{3}$/.test(search.pair) ? search.pair : undefined;
  return { ...(person ? { person } : {}), ...(pair ? { pair } : {}) };
}

/** How much time the portfolio shows at once, in which order, and whose projects. */
export const portfolioZooms = ['month', 'quarter', 'year'] as const;
export type PortfolioZoom = (typeof portfolioZooms)[number];
export const portfolioColumns = ['name', 'start', 'end', 'progress', 'health'] as const;
export type PortfolioColumn = (typeof portfolioColumns)[number];
export const portfolioStatuses = ['planned', 'active', 'on_hold', 'done', 'cancelled', 'all'] as const;
export interface PortfolioSearch {
  /** A quarter without it. */
  zoom?: PortfolioZoom;
  /** By name without it. */
  sort?: PortfolioColumn | `-${PortfolioColumn}`;
  /** Those that are not over without it. */
  status?: (typeof portfolioStatuses)[number];
  owner?: Id;
  /** Figures instead of the timeline. */
  table?: true;
}

export function validatePortfolioSearch(search: Record<string, unknown>): PortfolioSearch {
  const zoom = portfolioZooms.find((name) => name === search.zoom);
  const column = portfolioColumns.find((name) => search.sort === name || search.sort === `-${name}`);
  const status = portfolioStatuses.find((name) => name === search.status);
  const owner = objectId(search.owner);
  return {
    ...(zoom ? { zoom } : {}),
    ...(column ? { sort: search.sort === column ? column : `-${column}` } : {}),
    ...(status ? { status } : {}),
    ...(owner ? { owner } : {}),
    ...(search.table === true ? { table: true } : {}),
  };
}

/** Which time the workload shows, and of which project. */
export const workloadSpans = ['day', 'week', 'month'] as const;
export interface WorkloadSearch {
  /** Periods; weeks without it. */
  by?: (typeof workloadSpans)[number];
  /** A day of the first period; today without it. */
  from?: Day;
  project?: Id;
  /** Also people without work. */
  idle?: true;
  /** The task whose panel is open. */
  task?: Id;
}

export function validateWorkloadSearch(search: Record<string, unknown>): WorkloadSearch {
  const by = workloadSpans.find((name) => name === search.by);
  const from = day(search.from);
  const project = objectId(search.project);
  const task = objectId(search.task);
  return { ...(by ? { by } : {}), ...(from ? { from } : {}), ...(project ? { project } : {}), ...(search.idle === true ? { idle: true } : {}), ...(task ? { task } : {}) };
}
