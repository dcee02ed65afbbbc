// Money and time as the server answers them: what the OpenAPI document says, with the values that it lists in words.
import type { Id, Narrow, Schemas, Whole } from '@/api/types';

export type Money = Schemas['Money'];
/** Of a task with its parts, or of a project; `converted` is in the organization's currency. */
export type Figures = Schemas['CostFigures'];
export type TaskFigures = Whole<'TaskBudget'>;
export type Earned = Whole<'EarnedValue'>;
export type EntryStatus = keyof Schemas['ByStatus'];
export type Interval = Schemas['Interval'];
type NotPriced = Narrow<Whole<'Unpriced'>, { kind: 'expense' | 'time'; status: EntryStatus }>;

export type Budget = Narrow<
  Whole<'Budget'>,
  {
    budget: Whole<'Allowance'> | null;
    tasks: TaskFigures[];
    earnedValue: Earned;
    series: Whole<'CurvePoint'>[];
    notPriced: { count: number; entries: NotPriced[] };
  }
>;

/** What it runs for reads null once the caller does not see it any more. */
export type Timer = Whole<'Timer'>;
/** `amount` is null while no rate prices it. */
export type TimeEntry = Narrow<Whole<'TimeEntry'>, { status: EntryStatus }>;
export type SheetRow = Narrow<Whole<'SheetRow'>, { entries: TimeEntry[] }>;
export type Timesheet = Narrow<Whole<'Timesheet'>, { rows: SheetRow[] }>;

/** What time is spent on. */
export type Subject = { taskId: Id } | { projectId: Id };
