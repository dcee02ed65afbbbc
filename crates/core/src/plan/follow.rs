//! Automatic scheduling: after one change, what depends on it moves in the same transaction. Only tasks
//! downstream of the change are written, and of those only what is planned already: a task with dates, or one
//! with a duration that waits for a planned one. Manual and finished tasks never move.

use super::apply::{Difference, write};
use super::{Computed, compute};
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::work::{Calendar, Project, Task};
use guildhall_schedule::{Constraint, DrivenBy};
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashSet, VecDeque};

/// Fields of a task that others' dates follow from.
const FIELDS: [&str; 15] = [
    "startDate",
    "endDate",
    "duration",
    "remainingDuration",
    "constraint",
    "scheduleMode",
    "calendarId",
    "milestone",
    "dependsOn",
    "dependencies",
    "actualStart",
    "actualFinish",
    "assignments",
    "assigneeId",
    "parentId",
];

/// Whether a change of these fields can move something.
pub fn touches(body: &Map<String, Json>) -> bool {
    body.keys().any(|name| FIELDS.contains(&name.as_str()))
}

/// Most projects that one change reaches through links.
const MOST_TURNS: usize = 50;

/// Moves what depends on these tasks of a project, also in other projects that the caller sees; answers what
/// was moved and why. What the caller may not change stays, until somebody applies that project's schedule.
pub async fn follow(cx: &mut Ctx, project: Id<Project>, from: &[Id<Task>]) -> Result<Vec<Difference>> {
    let mut todo = VecDeque::from([(project, from.to_vec())]);
    let mut moved = Vec::new();
    for turn in 0..MOST_TURNS {
        let Some((project, mut changed)) = todo.pop_front() else { break };
        let here = within(cx, project, &changed).await?;
        if turn > 0 && here.is_empty() {
            continue;
        }
        changed.extend(here.iter().map(|one| one.task_id));
        todo.extend(beyond(cx, project, changed).await?);
        moved.extend(here);
    }
    Ok(moved)
}

/// The same within one project.
async fn within(cx: &mut Ctx, project: Id<Project>, from: &[Id<Task>]) -> Result<Vec<Difference>> {
    let computed = match compute(cx, project.cast()).await {
        // What cannot be scheduled, or seen, moves nothing; the schedule itself says why.
        Err(Error::Conflict { .. } | Error::NotFound | Error::Forbidden(_)) => return Ok(Vec::new()),
        other => other?,
    };
    let from: Vec<usize> = from.iter().filter_map(|id| computed.built.index.get(id).copied()).collect();
    let moved = computed.moved(&from);
    save(cx, moved).await
}

/// Writes them under one batch with what caused them.
async fn save(cx: &mut Ctx, moved: Vec<Difference>) -> Result<Vec<Difference>> {
    if moved.is_empty() {
        return Ok(moved);
    }
    let fresh = cx.new_id();
    cx.batch.get_or_insert(fresh);
    write(cx, &moved).await
}

/// What waits for these tasks in other projects.
async fn beyond(
    cx: &Ctx,
    project: Id<Project>,
    changed: Vec<Id<Task>>,
) -> Result<BTreeMap<Id<Project>, Vec<Id<Task>>>> {
    let sql = "SELECT s.project_id, s.id FROM task_links l JOIN tasks s ON s.organization_id = l.organization_id \
        AND s.id = l.task_id AND s.deleted_at IS NULL \
        WHERE l.organization_id = $1 AND l.predecessor_id = ANY($2) AND s.project_id <> $3";
    let rows: Vec<(Id<Project>, Id<Task>)> = cx.tx.rows(sql, &[&changed, &project]).await?;
    let mut by_project: BTreeMap<Id<Project>, Vec<Id<Task>>> = BTreeMap::new();
    for (project, task) in rows {
        by_project.entry(project).or_default().push(task);
    }
    Ok(by_project)
}

/// Whether an operation of a bulk change can move something; its fields stand beside `op` or in `data`.
pub fn operation_touches(operation: &Json) -> bool {
    let inner = operation.get("data").and_then(Json::as_object).is_some_and(touches);
    inner || operation.as_object().is_some_and(touches)
}

/// Moves what depends on these tasks, project by project.
pub async fn follow_all(cx: &mut Ctx, tasks: &[Id<Task>]) -> Result<Vec<Difference>> {
    let mut by_project: BTreeMap<AnyId, Vec<Id<Task>>> = BTreeMap::new();
    for (task, project) in crate::work::task::projects_of(cx, tasks).await? {
        by_project.entry(project).or_default().push(task);
    }
    let mut moved = Vec::new();
    for (project, tasks) in by_project {
        moved.extend(follow(cx, project.cast(), &tasks).await?);
    }
    Ok(moved)
}

/// Most projects that follow a change of a calendar.
const MOST_PROJECTS: usize = 200;

/// Moves what runs in a calendar whose hours have changed, in all projects that the caller sees.
pub async fn follow_calendar(cx: &mut Ctx, calendar: Id<Calendar>) -> Result<Vec<Difference>> {
    let mut moved = Vec::new();
    for project in projects_of(cx, calendar).await? {
        let computed = match compute(cx, project.cast()).await {
            Err(Error::Conflict { .. } | Error::NotFound | Error::Forbidden(_)) => continue,
            other => other?,
        };
        let all: Vec<usize> = (0..computed.built.tasks.len()).collect();
        moved.extend(save(cx, computed.moved(&all)).await?);
    }
    Ok(moved)
}

/// Projects with something that runs in this calendar.
async fn projects_of(cx: &Ctx, calendar: Id<Calendar>) -> Result<Vec<Id<Project>>> {
    let whole = cx.settings.calendar_id.is_some_and(|id| id == calendar.cast());
    let inherits = if whole { " OR p.calendar_id IS NULL" } else { "" };
    let sql = format!(
        "SELECT p.id FROM projects p WHERE p.organization_id = $1 AND p.deleted_at IS NULL AND (p.calendar_id = $2{inherits} \
         OR EXISTS (SELECT 1 FROM tasks t WHERE t.organization_id = p.organization_id AND t.project_id = p.id \
         AND t.calendar_id = $2) OR EXISTS (SELECT 1 FROM member_calendars c JOIN task_assignments a \
         ON a.organization_id = c.organization_id AND a.user_id = c.user_id JOIN tasks k \
         ON k.organization_id = a.organization_id AND k.id = a.task_id WHERE c.organization_id = p.organization_id \
         AND c.calendar_id = $2 AND k.project_id = p.id)) ORDER BY p.id LIMIT {MOST_PROJECTS}"
    );
    let rows: Vec<(Id<Project>,)> = cx.tx.rows(&sql, &[&calendar]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

impl Computed {
    /// The differences downstream of these tasks, of what is planned.
    fn moved(&self, from: &[usize]) -> Vec<Difference> {
        let affected = self.downstream(from);
        let mut open = self.differences();
        open.retain(|(at, _)| affected.contains(at));
        let mut planned: HashSet<usize> =
            (0..self.built.tasks.len()).filter(|at| self.built.tasks[*at].start_date.is_some()).collect();
        planned.extend(self.built.tasks.len()..self.plan.network().tasks.len());
        let mut moved = Vec::new();
        loop {
            let (now, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|(at, _)| self.is_planned(*at, &planned));
            planned.extend(now.iter().map(|(at, _)| *at));
            let done = now.is_empty();
            moved.extend(now);
            open = rest;
            if done {
                break;
            }
        }
        moved.sort_unstable_by_key(|(at, _)| *at);
        moved.into_iter().map(|(_, one)| one).collect()
    }

    /// It has dates, or a length and a reason to stand somewhere.
    fn is_planned(&self, at: usize, planned: &HashSet<usize>) -> bool {
        if planned.contains(&at) {
            return true;
        }
        let network = self.plan.network();
        match self.dates(at).map(|dates| dates.driven_by) {
            Some(DrivenBy::Link(link)) => {
                let after = network.links.get(link).is_some_and(|link| planned.contains(&link.predecessor));
                after && self.built.tasks[at].duration_minutes.is_some()
            }
            Some(DrivenBy::Constraint) => self.built.tasks[at].duration_minutes.is_some(),
            Some(DrivenBy::Child(child)) => planned.contains(&child),
            _ => false,
        }
    }

    /// These tasks and all whose dates can follow from theirs: parts, successors, and all above them. What is
    /// placed as late as possible looks at what comes after it, so it always counts.
    fn downstream(&self, from: &[usize]) -> HashSet<usize> {
        let network = self.plan.network();
        let len = network.tasks.len();
        let (mut after, mut parts) = (vec![Vec::new(); len], vec![Vec::new(); len]);
        network.links.iter().for_each(|link| after[link.predecessor].push(link.successor));
        for (at, task) in network.tasks.iter().enumerate() {
            if let Some(parent) = task.parent {
                parts[parent].push(at);
            }
        }
        let late = (0..len).filter(|at| network.tasks[*at].constraint == Constraint::AsLateAsPossible);
        // A summary reached from below has moved as a whole; its other parts have not.
        let mut todo: Vec<(usize, bool)> = from.iter().copied().chain(late).map(|at| (at, true)).collect();
        let mut seen: HashSet<(usize, bool)> = todo.iter().copied().collect();
        while let Some((at, whole)) = todo.pop() {
            let down = if whole { parts[at].as_slice() } else { &[] };
            let next = down.iter().chain(&after[at]).map(|at| (*at, true));
            let above = network.tasks[at].parent.map(|parent| (parent, false));
            for one in next.chain(above) {
                if seen.insert(one) {
                    todo.push(one);
                }
            }
        }
        seen.into_iter().map(|(at, _)| at).collect()
    }
}
