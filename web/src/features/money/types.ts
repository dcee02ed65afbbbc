// Money and time as the server answers them, as far as these screens read it. Written by hand: the OpenAPI document of
// this branch does not have these routes yet; with it this file becomes names of its schemas.
import type { Day, Id, Instant } from '@/api/types';

export interface Money {
  currency: string;
  estimate: number;
  actual: number;
  committed: number;
  variance: number;
  available: number;
  bac: number;
  pv: number;
  ev: number;
  ac: number;
}

export interface Figures {
  hours: { estimate: number; actual: number; committed: number; notPriced: number };
  /** One a currency. */
  amounts: Money[];
  /** In the organization's currency; `notPriced` is what no rate converts. */
  converted: Money & { notPriced: Money[] };
}

export interface TaskFigures extends Figures {
  taskId: Id;
  parentId: Id | null;
  key: string;
  title: string;
  percentComplete: number;
}

export interface Earned {
  currency: string;
  bac: number;
  pv: number;
  ev: number;
  ac: number;
  sv: number;
  cv: number;
  spi: number | null;
  cpi: number | null;
  eac: number | null;
  etc: number | null;
  vac: number | null;
  tcpi: number | null;
  notPriced: string[];
}

export interface Point {
  date: Day;
  planned: number | null;
  earned: number | null;
  actual: number | null;
}

export type EntryStatus = 'draft' | 'submitted' | 'approved' | 'rejected';

export interface NotPriced {
  expenseId: Id;
  taskId: Id | null;
  userId: Id;
  kind: 'expense' | 'time';
  status: EntryStatus;
  date: Day;
  hours: number | null;
  amount: number | null;
  currency: string | null;
  reason: string;
}

export interface Budget {
  currency: string;
  statusDate: Day;
  interval: Interval;
  baselineId: Id | null;
  budget: { amount: number; currency: string; thresholds: number[]; spent: number; percent: number; reached: number | null; complete: boolean } | null;
  total: Figures;
  unassigned: Figures;
  tasks: TaskFigures[];
  earnedValue: Earned;
  series: Point[];
  notPriced: { count: number; entries: NotPriced[] };
}
export type Interval = 'week' | 'month';

/** What a project has of money beside its currency. */
export interface ProjectBudgetFields {
  budget?: number | null;
  budgetThresholds?: number[];
}

export interface Timer {
  projectId: Id;
  taskId: Id | null;
  description: string;
  startedAt: Instant;
}

export interface TimeEntry {
  id: Id;
  date: Day;
  hours: number;
  status: EntryStatus;
  description: string;
  /** Null while no rate prices it. */
  amount: number | null;
  currency: string;
  revision: number;
}

export interface SheetRow {
  projectId: Id;
  projectName: string;
  taskId: Id | null;
  taskKey: string | null;
  taskTitle: string | null;
  hours: number[];
  total: number;
  entries: TimeEntry[];
}

export interface Timesheet {
  userId: Id;
  week: string;
  days: Day[];
  rows: SheetRow[];
  hours: number[];
  total: number;
  byStatus: Record<EntryStatus, number>;
  notPriced: number;
}
