// The entities on the wire, by hand until the server's OpenAPI document is in the repository; then each of these
// becomes an alias of `components['schemas'][…]` in schema.ts and nothing else in the app changes.

/** 24 hex digits. */
export type Id = string;
/** RFC 3339 in UTC with milliseconds. */
export type Instant = string;
/** A calendar day, `2026-03-01`. */
export type Day = string;

/** What every object of an organization carries. */
export interface Entity {
  id: Id;
  organizationId: Id;
  createdAt: Instant;
  updatedAt: Instant;
  revision: number;
  can: string[];
}

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
  total?: number;
}

export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

/** An `application/problem+json` answer. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  code?: string;
  detail?: string;
  errors?: FieldProblem[];
}

export type StatusKind = 'open' | 'active' | 'done' | 'cancelled';
export type Priority = 'low' | 'normal' | 'high' | 'urgent';
export type ProjectStatus = 'planned' | 'active' | 'on_hold' | 'done' | 'cancelled';
export type LinkType = 'FS' | 'SS' | 'FF' | 'SF';
export type ConstraintType = 'ASAP' | 'ALAP' | 'SNET' | 'SNLT' | 'FNET' | 'FNLT' | 'MSO' | 'MFO';

export interface Organization extends Entity {
  name: string;
  domain: string | null;
  timeZone: string;
  currency: string;
  calendarId: Id | null;
}

export interface User {
  id: Id;
  name: string;
  email: string;
}

export interface Membership {
  organization: Organization;
  role: string;
  permissions: string[];
}

export interface Me extends User {
  clerkUserId: string | null;
  organizationId: Id | null;
  roles: { organizationId: Id; roleName: string }[];
  lastLogin: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
  revision: number;
  memberships: Membership[];
}

export interface Session {
  user: User;
  csrfToken: string;
  expiresAt: Instant;
}

export interface AccessToken {
  id: Id;
  name: string;
  last4: string;
  scopes: string[];
  expiresAt: Instant | null;
  createdAt: Instant;
  lastUsedAt: Instant | null;
  /** Only in the answer that creates it. */
  token?: string;
}

export interface Member extends Entity {
  name: string;
  email: string | null;
  role: string | null;
  placeholder: boolean;
  joinedAt: Instant;
  leftAt: Instant | null;
  lastLogin: Instant | null;
}

export interface Invitation extends Entity {
  email: string;
  role: string;
  memberId: Id | null;
  expiresAt: Instant;
  createdBy: Id | null;
  acceptedAt: Instant | null;
  /** Only in the answer that creates it. */
  token?: string;
  url?: string;
}

/** What the holder of an invitation link may know before signing in. */
export interface InvitationPreview {
  organization: { id: Id; name: string };
  email: string;
  role: string;
  expiresAt: Instant;
}

export interface RoleAssignment extends Entity {
  userId: Id;
  role: string;
}

export interface Role {
  name: string;
  builtIn: boolean;
  permissions: string[];
}

export interface ProjectState {
  key: string;
  name: string;
  kind: StatusKind;
}

export interface CustomFieldValue {
  fieldId: Id;
  value: unknown;
}

export interface Project extends Entity {
  key: string;
  name: string;
  description: string | null;
  ownerId: Id | null;
  memberIds: Id[];
  startDate: Day | null;
  endDate: Day | null;
  status: ProjectStatus;
  priority: Priority;
  visibility: 'organization' | 'private';
  statuses: ProjectState[];
  calendarId: Id | null;
  currency: string | null;
  customFields: CustomFieldValue[];
  createdBy: Id | null;
  deletedAt?: Instant | null;
}

export interface Dependency {
  taskId: Id;
  type: LinkType;
  lag: string;
}

export interface Task extends Entity {
  projectId: Id;
  parentId: Id | null;
  ancestors: Id[];
  key: string;
  title: string;
  description: string | null;
  status: string;
  statusKind: StatusKind;
  priority: Priority;
  assigneeId: Id | null;
  assignments: { userId: Id; units: number }[];
  labels: Id[];
  startDate: Instant | null;
  endDate: Instant | null;
  dueDate: Instant | null;
  /** Working days of the task's calendar. */
  duration: number | null;
  baselineStart: Instant | null;
  baselineEnd: Instant | null;
  dependsOn: Id[];
  dependencies: Dependency[];
  /** Links to tasks the caller may not see. */
  hiddenDependencies: number;
  estimateHours: number | null;
  actualHours: number | null;
  estimateCost: number | null;
  actualCost: number | null;
  currency: string | null;
  scheduleMode: 'auto' | 'manual';
  constraint: { type: ConstraintType; date: Instant | null } | null;
  percentComplete: number;
  actualStart: Instant | null;
  actualFinish: Instant | null;
  remainingDuration: number | null;
  calendarId: Id | null;
  milestone: boolean;
  customFields: CustomFieldValue[];
  /** Order among siblings: opaque text that sorts. */
  rank: string;
  childCount: number;
  commentCount: number;
  createdBy: Id | null;
  deletedAt?: Instant | null;
}

export interface TaskMove {
  parentId: Id | null;
  projectId?: Id;
  before?: Id;
  after?: Id;
}

export interface Label extends Entity {
  name: string;
  /** `#rrggbb` */
  color: string;
}

export interface Comment extends Entity {
  task: Id;
  user: Id | null;
  parentId: Id | null;
  content: string;
  /** Rendered and sanitised by the server. */
  contentHtml: string;
  replies: Id[];
  editedAt: Instant | null;
}

export interface ChecklistItem {
  id: Id;
  text: string;
  done: boolean;
}

export interface Checklist extends Entity {
  taskId: Id;
  title: string;
  items: ChecklistItem[];
}

export interface Calendar extends Entity {
  name: string;
  timeZone: string;
  week: Record<string, [string, string][]>;
  exceptions: { from: Day; to: Day; hours: [string, string][] }[];
}

export interface Baseline extends Entity {
  projectId: Id;
  name: string;
}

export interface Event {
  seq: number;
  id: Id;
  at: Instant;
  actorId: Id | null;
  model: string;
  objectId: Id;
  projectId: Id | null;
  action: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  batchId: Id | null;
}

export type ImportAction = 'created' | 'updated' | 'unchanged' | 'skipped';

export interface ImportRow {
  row: number;
  kind: string;
  externalId: string;
  title: string;
  action: ImportAction;
  objectId: Id | null;
  messages: string[];
}

export interface Import {
  id: Id;
  source: string;
  filename: string;
  status: 'running' | 'done' | 'failed';
  projectId: Id | null;
  total: number;
  done: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  warnings: number;
  rows: ImportRow[];
  error: string | null;
}

/** Every collection under `/organizations/{org}/` and what it holds. */
export interface Collections {
  members: Member;
  invitations: Invitation;
  'role-assignments': RoleAssignment;
  projects: Project;
  tasks: Task;
  labels: Label;
  comments: Comment;
  checklists: Checklist;
  calendars: Calendar;
  baselines: Baseline;
}
export type CollectionName = keyof Collections;
