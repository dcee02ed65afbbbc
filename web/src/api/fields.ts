// Generated from docs/openapi.json by `npm run gen`; do not edit.
export interface FieldInfo {
  label: string;
  help: string;
  blank: unknown;
  writable: boolean;
}

export const fields = {
  Task: {
    id: {"label":"Id","help":"","blank":"","writable":false},
    organizationId: {"label":"Organization","help":"","blank":"","writable":false},
    projectId: {"label":"Project","help":"The project it belongs to; changed by moving.","blank":"","writable":false},
    parentId: {"label":"Parent","help":"The task it is a part of; changed by moving.","blank":null,"writable":false},
    ancestors: {"label":"Ancestors","help":"All tasks above it, outermost first.","blank":[],"writable":false},
    rank: {"label":"Rank","help":"Order among its siblings; an opaque text that sorts.","blank":"","writable":false},
    key: {"label":"Key","help":"Key for life, like WEB-123.","blank":"","writable":false},
    title: {"label":"Title","help":"","blank":"","writable":true},
    description: {"label":"Description","help":"What is to be done, as Markdown.","blank":"","writable":true},
    status: {"label":"Status","help":"Key of one of the project's statuses.","blank":"","writable":true},
    statusKind: {"label":"Status kind","help":"open, active, done or cancelled: what the status means.","blank":"","writable":false},
    priority: {"label":"Priority","help":"","blank":"","writable":true},
    assigneeId: {"label":"Assignee","help":"The first of the assignments.","blank":null,"writable":true},
    assignments: {"label":"Assignments","help":"People working on it and with how much of their time (1 is full time).","blank":[],"writable":true},
    labels: {"label":"Labels","help":"","blank":[],"writable":true},
    startDate: {"label":"Start date","help":"When work begins.","blank":null,"writable":true},
    endDate: {"label":"End date","help":"When work is finished.","blank":null,"writable":true},
    dueDate: {"label":"Due date","help":"When it must be finished: the scheduling deadline.","blank":null,"writable":true},
    duration: {"label":"Duration","help":"Length in working days of its calendar.","blank":null,"writable":true},
    baselineStart: {"label":"Baseline start","help":"Start in the active baseline.","blank":null,"writable":false},
    baselineEnd: {"label":"Baseline end","help":"End in the active baseline.","blank":null,"writable":false},
    dependsOn: {"label":"Depends on","help":"Tasks that come before it; plain finish-to-start unless `dependencies` says otherwise.","blank":[],"writable":true},
    dependencies: {"label":"Dependencies","help":"The same links with type (FS, SS, FF, SF) and lag (\"2d\", \"-4h\", \"1ed\", \"50%\").","blank":[],"writable":true},
    hiddenDependencies: {"label":"Hidden dependencies","help":"How many links lead to tasks that the caller may not see.","blank":0,"writable":false},
    estimateHours: {"label":"Estimate hours","help":"","blank":null,"writable":true},
    actualHours: {"label":"Actual hours","help":"","blank":null,"writable":true},
    estimateCost: {"label":"Estimate cost","help":"","blank":null,"writable":true},
    actualCost: {"label":"Actual cost","help":"","blank":null,"writable":true},
    currency: {"label":"Currency","help":"ISO 4217 code of its costs; the project's, else the organization's when not given.","blank":null,"writable":true},
    scheduleMode: {"label":"Schedule mode","help":"Whether its dates follow from links and constraints, or stay as they are.","blank":"","writable":true},
    constraint: {"label":"Constraint","help":"What binds its dates besides links: `{\"type\": \"SNET\", \"date\": …}`.","blank":null,"writable":true},
    percentComplete: {"label":"Percent complete","help":"How much of it is done, 0 to 100; with parts what they say, weighed by their work, else by their duration.","blank":0,"writable":true},
    actualStart: {"label":"Actual start","help":"","blank":null,"writable":true},
    actualFinish: {"label":"Actual finish","help":"","blank":null,"writable":true},
    remainingDuration: {"label":"Remaining duration","help":"What is left, in working days.","blank":null,"writable":true},
    calendarId: {"label":"Calendar","help":"Working calendar of this task alone.","blank":null,"writable":true},
    blockedReason: {"label":"Blocked reason","help":"What keeps it from going on; empty while nothing does.","blank":null,"writable":true},
    milestone: {"label":"Milestone","help":"A point in time rather than a piece of work.","blank":false,"writable":true},
    customFields: {"label":"Custom fields","help":"Values of custom fields; a change names those that it sets, and null removes one.","blank":[],"writable":true},
    childCount: {"label":"Child count","help":"How many live children it has.","blank":0,"writable":false},
    commentCount: {"label":"Comment count","help":"How many live comments it has.","blank":0,"writable":false},
    createdBy: {"label":"Created by","help":"","blank":"","writable":false},
    createdAt: {"label":"Created at","help":"","blank":"","writable":false},
    updatedAt: {"label":"Updated at","help":"","blank":"","writable":false},
    revision: {"label":"Revision","help":"","blank":0,"writable":false},
    deletedAt: {"label":"Deleted at","help":"Since when it is in the trash.","blank":null,"writable":false},
    can: {"label":"Can","help":"","blank":[],"writable":false},
  },
} as const satisfies Record<string, Record<string, FieldInfo>>;
