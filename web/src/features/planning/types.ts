// Portfolio and workload as the server answers them, with the values that it lists in words.
import type { Narrow, Priority, ProjectStatus, Schemas, StatusKind, Whole } from '@/api/types';

export type HealthState = Schemas['HealthState'];
export type HealthReason = Schemas['HealthReason'];
export type Milestone = Narrow<Whole<'PortfolioMilestone'>, { statusKind: StatusKind }>;
export type PortfolioProject = Narrow<
  Whole<'PortfolioProject'>,
  {
    status: ProjectStatus;
    priority: Priority;
    tasks: Schemas['TaskCounts'];
    milestones: Milestone[];
    health: { state: HealthState; reasons: HealthReason[] };
  }
>;

export type By = Schemas['WorkloadInterval'];
export type Period = Schemas['WorkloadPeriod'];
export type Amounts = Schemas['Amounts'];
export type TaskLoad = Whole<'TaskLoad'>;
/** Work that is planned; `members` have it with what they can work. */
export type Planned = Narrow<Whole<'PlannedWork'>, { tasks: TaskLoad[]; overdue: Amounts; undated: Amounts; more: Amounts }>;
export type PersonLoad = Planned & Pick<Whole<'MemberLoad'>, 'userId' | 'name' | 'left' | 'calendarId' | 'capacity' | 'overload'>;
export type Workload = Narrow<Whole<'Workload'>, { interval: By; periods: Period[]; members: PersonLoad[]; unassigned: Planned | null }>;
