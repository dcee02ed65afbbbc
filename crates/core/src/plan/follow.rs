//! Automatic scheduling: after one change, what depends on it moves in the same transaction. Only tasks
//! downstream of the change are written, and of those only what is planned already: a task with dates, or one
//! with a duration that waits for a planned one. Manual and finished tasks never move.

use super::apply::{Difference, write};
use super::{Computed, compute, near};
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::sql::Sql;
use crate::work::task::visible;
use crate::work::{Project, Task};
use guildhall_schedule::{Constraint, DrivenBy};
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// Fields of a task that others' dates follow from.
const FIELDS: [&str; 17] = [
    "startDate",
    "endDate",
    "dueDate",
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
    "percentComplete",
    "assignments",
    "assigneeId",
    "parentId",
];

/// Whether a change of these fields can move something.
pub fn touches(body: &Map<String, Json>) -> bool {
    body.keys().any(|name| FIELDS.contains(&name.as_str()))
}

/// Whether a change of a task in this transaction moved it into or out of the schedule by its status alone, or that
/// of a membership ended somebody's own hours.
pub fn disturbed(cx: &Ctx) -> bool {
    cx.plan.disturbed
}

/// Whether an operation of a bulk change can move something; its fields stand beside `op` or in `data`.
pub fn operation_touches(operation: &Json) -> bool {
    let inner = operation.get("data").and_then(Json::as_object).is_some_and(touches);
    let comes_or_goes = matches!(operation.get("op").and_then(Json::as_str), Some("delete" | "restore"));
    let status = |fields: Option<&Map<String, Json>>| fields.is_some_and(|fields| fields.contains_key("status"));
    let closes = status(operation.as_object()) || status(operation.get("data").and_then(Json::as_object));
    comes_or_goes || closes || inner || operation.as_object().is_some_and(touches)
}

/// What came of following a change.
#[derive(Debug, Default)]
pub struct Followed {
    pub moved: Vec<Difference>,
    /// Why a project that the change reaches could not be scheduled, so that its tasks stand where they stood.
    pub stopped: Option<String>,
    /// Where each task is told of.
    place: HashMap<Id<Task>, usize>,
}

impl Followed {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty() && self.stopped.is_none()
    }

    /// Adds what came of following another change.
    pub fn add(&mut self, more: Self) {
        self.tell(more.moved);
        more.stopped.into_iter().for_each(|why| self.stop(why));
    }

    /// Refuses what moves more tasks than the request allows, besides those that it changes itself.
    pub fn within_limit(&self, cx: &Ctx, changed: &[AnyId]) -> Result<()> {
        let Some(most) = cx.plan.most_moved else { return Ok(()) };
        let count = self.moved.iter().filter(|one| !changed.contains(&one.task_id.cast())).count();
        if count <= most {
            return Ok(());
        }
        let detail = format!(
            "{count} other tasks would move with it, and `moveAtMost` allows {most}; see them with `dryRun`, or send it \
             without `moveAtMost`"
        );
        Err(Error::conflict("large_cascade", detail))
    }

    /// Tells of tasks that moved; one that moved before is told once, from where it stood first.
    fn tell(&mut self, moved: Vec<Difference>) {
        for one in moved {
            match self.place.get(&one.task_id).and_then(|at| self.moved.get_mut(*at)) {
                Some(told) => *told = one.since(told),
                None => {
                    self.place.insert(one.task_id, self.moved.len());
                    self.moved.push(one);
                }
            }
        }
    }

    /// Tells why something stands where it stood; the first reason counts.
    pub(super) fn stop(&mut self, why: String) {
        self.stopped.get_or_insert(why);
    }
}

/// Most times that a change goes on from one project to another.
const MOST_TURNS: usize = 200;

/// Most times that a project is computed for one change whose end moves what is as late as possible: links that lead
/// to another project and back from there would never be content.
const MOST_VISITS: usize = 8;

/// Moves what depends on these tasks, project by project, also in other projects that the caller sees; answers
/// what was moved and why. What the caller may not change stays, until somebody applies that project's schedule.
pub async fn follow_all(cx: &mut Ctx, tasks: &[Id<Task>]) -> Result<Followed> {
    let mut told = Followed::default();
    if !is_planned(cx, tasks).await? {
        return Ok(told);
    }
    let mut by_project: BTreeMap<AnyId, Vec<Id<Task>>> = BTreeMap::new();
    for (task, project) in crate::work::task::projects_of(cx, tasks).await? {
        by_project.entry(project).or_default().push(task);
    }
    for (project, tasks) in by_project {
        spread(cx, VecDeque::from([(project.cast(), tasks)]), &mut told).await?;
    }
    Ok(told)
}

/// Moves what waits in other projects for tasks of this one that have moved; tells of those first.
pub(super) async fn onward(cx: &mut Ctx, project: Id<Project>, moved: Vec<Difference>) -> Result<Followed> {
    let mut told = Followed::default();
    let changed = moved.iter().map(|one| one.task_id).collect();
    told.tell(moved);
    let todo = beyond(cx, project, changed).await?.into_iter().collect();
    spread(cx, todo, &mut told).await?;
    Ok(told)
}

/// Moves what depends on the tasks that `from` finds in a project, also in other projects.
pub(super) async fn within_each<F>(cx: &mut Ctx, project: Id<Project>, told: &mut Followed, from: F) -> Result<()>
where
    F: FnOnce(&Computed) -> Vec<usize> + Send,
{
    let computed = compute(cx, project.cast()).await;
    let moved = within(cx, computed, told, from).await?;
    if moved.is_empty() {
        return Ok(());
    }
    told.add(onward(cx, project, moved).await?);
    Ok(())
}

/// Whether any of these tasks has a place in time, holds another up or is a part of what has a place, or had one that
/// the project started with. Without that nothing can move, and the project is not even read.
async fn is_planned(cx: &Ctx, tasks: &[Id<Task>]) -> Result<bool> {
    let sql = "SELECT t.id FROM tasks t WHERE t.organization_id = $1 AND t.id = ANY($2) AND (t.deleted_at IS NULL \
        AND (t.start_date IS NOT NULL OR t.end_date IS NOT NULL OR t.duration_minutes IS NOT NULL \
        OR EXISTS (SELECT 1 FROM task_links l WHERE l.organization_id = t.organization_id \
        AND l.predecessor_id = t.id) OR EXISTS (SELECT 1 FROM tasks s WHERE s.organization_id = t.organization_id \
        AND s.id = t.parent_id AND s.start_date IS NOT NULL)) OR (t.start_date IS NOT NULL OR t.actual_start IS NOT NULL) \
        AND EXISTS (SELECT 1 FROM projects p WHERE p.organization_id = t.organization_id AND p.id = t.project_id \
        AND p.start_date IS NULL)) LIMIT 1";
    Ok(cx.tx.row::<(Id<Task>,)>(sql, &[&tasks.to_vec()]).await?.is_some())
}

type Todo = VecDeque<(Id<Project>, Vec<Id<Task>>)>;

async fn spread(cx: &mut Ctx, mut todo: Todo, told: &mut Followed) -> Result<()> {
    let mut visits: HashMap<Id<Project>, usize> = HashMap::new();
    for turn in 0..MOST_TURNS {
        let Some((project, mut changed)) = todo.pop_front() else { return Ok(()) };
        let computed = match near::compute(cx, project, &changed).await.transpose() {
            Some(near) => near,
            None => compute(cx, project.cast()).await,
        };
        let is_late = computed.as_ref().is_ok_and(Computed::has_late);
        let here = within(cx, computed, told, |computed| {
            changed.iter().filter_map(|id| computed.built.index.get(id).copied()).collect()
        });
        let here = here.await?;
        if turn > 0 && here.is_empty() {
            continue;
        }
        changed.extend(here.iter().map(|one| one.task_id));
        told.tell(here);
        let count = visits.entry(project).or_default();
        *count += usize::from(is_late);
        if *count >= MOST_VISITS {
            told.stop("projects wait for each other in a circle; apply the schedule of each".into());
            continue;
        }
        todo.extend(beyond(cx, project, changed).await?);
    }
    if !todo.is_empty() {
        told.stop(format!("it goes on from project to project more than {MOST_TURNS} times; apply their schedules"));
    }
    Ok(())
}

/// Writes what depends on the tasks that `from` names by their places in a project that was computed.
async fn within<F>(cx: &mut Ctx, computed: Result<Computed>, told: &mut Followed, from: F) -> Result<Vec<Difference>>
where
    F: FnOnce(&Computed) -> Vec<usize> + Send,
{
    let computed = match computed {
        Err(Error::Conflict { detail, .. }) => {
            told.stop(detail);
            return Ok(Vec::new());
        }
        // What the caller does not see stays.
        Err(Error::NotFound | Error::Forbidden(_)) => return Ok(Vec::new()),
        other => other?,
    };
    let mut from = from(&computed);
    // The change may have been of the date that the whole project starts with.
    if computed.project.start_date.is_none() {
        from.extend(computed.at_start());
    }
    let mut moved = computed.moved(&from);
    moved.retain(|one| !cx.plan.stay.contains(&one.task_id) || one.is_pushed());
    if moved.is_empty() {
        return Ok(moved);
    }
    let fresh = cx.new_id();
    cx.batch.get_or_insert(fresh);
    let written = write(cx, &moved).await?;
    if written.refused {
        told.stop("you may not change all tasks that this would move".into());
    }
    Ok(written.changes)
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

/// These tasks with what their coming, going or moving changes besides: what waits for them or for something
/// below them, what comes before that as late as it can, what they are a part of, and what is as late as the end of
/// the project allows, which may have been theirs.
pub async fn around(cx: &Ctx, tasks: &[Id<Task>]) -> Result<Vec<Id<Task>>> {
    let mut all = tasks.to_vec();
    let sql = "SELECT a.id FROM tasks a WHERE a.organization_id = $1 AND a.constraint_type = 'ALAP' \
        AND a.deleted_at IS NULL AND a.project_id IN (SELECT t.project_id FROM tasks t WHERE t.organization_id = $1 \
        AND t.id = ANY($2))";
    let late: Vec<(Id<Task>,)> = cx.tx.rows(sql, &[&tasks.to_vec()]).await?;
    all.extend(late.into_iter().map(|(id,)| id));
    for task in tasks {
        let sql = "SELECT path, parent_id FROM tasks WHERE organization_id = $1 AND id = $2";
        let Some((path, parent)) = cx.tx.row::<(Vec<u8>, Option<Id<Task>>)>(sql, &[task]).await? else { continue };
        let mut sql = Sql::default();
        let under = visible::under(&mut sql, "k.path", &path);
        let text = format!(
            "SELECT l.task_id FROM tasks k JOIN task_links l ON l.organization_id = k.organization_id \
             AND l.predecessor_id = k.id WHERE k.organization_id = $1 AND {under} \
             UNION ALL SELECT l.predecessor_id FROM tasks k JOIN task_links l ON l.organization_id = k.organization_id \
             AND l.task_id = k.id JOIN tasks p ON p.organization_id = l.organization_id AND p.id = l.predecessor_id \
             AND p.constraint_type = 'ALAP' WHERE k.organization_id = $1 AND {under}"
        );
        let rows: Vec<(Id<Task>,)> = cx.tx.rows(&text, &sql.args()).await?;
        all.extend(rows.into_iter().map(|(id,)| id).chain(parent));
    }
    Ok(all)
}

impl Computed {
    /// Whether anything is placed as late as possible.
    fn has_late(&self) -> bool {
        self.plan.network().tasks.iter().any(|task| task.constraint == Constraint::AsLateAsPossible)
    }

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
        self.built.idle.iter().for_each(|(predecessor, successor)| after[*predecessor].push(*successor));
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
