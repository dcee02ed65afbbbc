//! Writes a computed schedule: only dates that differ, only of tasks that scheduling may move, all in the
//! caller's transaction and under one batch, so that one undo takes all of it back as it was.

use super::words::Reason;
use super::{Computed, compute, follow};
use crate::amount::Amount;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Given, Resource};
use crate::error::{Error, Result};
use crate::time::Timestamp;
use crate::work::Task;
use guildhall_schedule::Instant;
use guildhall_store::Id;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

/// Name of a scheduled change in the event log.
pub const ACTION: &str = "scheduled";

/// A task's planned dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlannedDates {
    #[schema(value_type = Option<String>, format = DateTime)]
    pub start_date: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub end_date: Option<Timestamp>,
    /// Working days.
    #[schema(value_type = Option<f64>)]
    pub duration: Option<Amount>,
}

/// What scheduling changes of a task.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    pub before: PlannedDates,
    pub after: PlannedDates,
    /// Why it starts then.
    pub why: Reason,
    #[serde(skip)]
    minutes: Option<i64>,
}

/// What applying a schedule changes, or would change.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Applied {
    /// On the events of the change: one undo of this batch takes all of it back. Null when nothing was written.
    #[schema(value_type = Option<String>)]
    pub batch_id: Option<AnyId>,
    #[schema(value_type = String, format = DateTime)]
    pub project_start: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub project_finish: Timestamp,
    /// Of this project; once applied, also what moved after it in others.
    pub changes: Vec<Difference>,
    /// Why something that waits for it in another project stands where it stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_scheduled: Option<String>,
}

impl Difference {
    /// The same from where the task stood before an earlier one.
    pub(super) fn since(self, first: &Self) -> Self {
        Self { before: first.before.clone(), ..self }
    }

    /// Whether its links ask for a later start than it has.
    pub(super) fn is_pushed(&self) -> bool {
        self.why.kind == "link" && self.after.start_date > self.before.start_date
    }
}

impl Computed {
    /// What differs from what is stored, task by task.
    pub(super) fn differences(&self) -> Vec<(usize, Difference)> {
        (0..self.built.tasks.len()).filter_map(|at| Some((at, self.differs(at)?))).collect()
    }

    /// What differs of one task, if scheduling may move it.
    pub(super) fn differs(&self, at: usize) -> Option<Difference> {
        let row = self.built.tasks.get(at).filter(|row| row.moves())?;
        let (dates, network) = (self.dates(at)?, self.plan.network());
        let task = network.tasks.get(at)?;
        let calendar = network.calendars.get(task.calendar)?;
        let summary = self.built.summary[at];
        // A day's end and the next start are one moment, in the one calendar that the task runs in.
        let same = |stored: Option<Timestamp>, found: Instant| {
            stored.is_some_and(|at| {
                let at = Instant(at.0);
                at == found || (task.assignments.is_empty() && !summary && calendar.same_moment(at, found))
            })
        };
        let minutes = match summary {
            true => Some(calendar.between(dates.start, dates.finish)),
            false => row.duration_minutes.or(Some(task.duration)),
        };
        if same(row.start_date, dates.start) && same(row.end_date, dates.finish) {
            return None;
        }
        let duration = |minutes: Option<i64>| minutes.map(|minutes| self.days(at, minutes));
        Some(Difference {
            task_id: row.id,
            before: PlannedDates {
                start_date: row.start_date,
                end_date: row.end_date,
                duration: duration(row.duration_minutes),
            },
            after: PlannedDates {
                start_date: Some(Timestamp(dates.start.0)),
                end_date: Some(Timestamp(dates.finish.0)),
                duration: duration(minutes),
            },
            why: self.driven_by(at),
            minutes,
        })
    }
}

/// What applying the schedule would change; writes nothing.
pub async fn difference(cx: &Ctx, project: AnyId) -> Result<Applied> {
    cx.require(Task::UPDATE)?;
    Ok(told(&compute(cx, project).await?).0)
}

fn told(computed: &Computed) -> (Applied, Vec<Difference>) {
    let all = computed.differences();
    let seen = all.iter().filter(|(at, _)| computed.built.tasks[*at].seen).map(|(_, one)| one.clone());
    let applied = Applied {
        batch_id: None,
        project_start: computed.project_start(),
        project_finish: computed.project_finish(),
        changes: seen.collect(),
        not_scheduled: None,
    };
    (applied, all.into_iter().map(|(_, one)| one).collect())
}

/// Computes the schedule and writes it, and moves what waits for it in other projects.
pub async fn apply(cx: &mut Ctx, project: AnyId) -> Result<Applied> {
    cx.require(Task::UPDATE)?;
    let (applied, all) = told(&compute(cx, project).await?);
    if all.is_empty() {
        return Ok(applied);
    }
    let fresh = cx.new_id();
    let batch = *cx.batch.get_or_insert(fresh);
    if write(cx, &all).await?.changes.len() < all.len() {
        return Err(Error::Forbidden("you do not see all tasks that this would move".into()));
    }
    let onward = follow::onward(cx, project.cast(), all).await?;
    Ok(Applied { batch_id: Some(batch), changes: onward.moved, not_scheduled: onward.stopped, ..applied })
}

/// What was written of a schedule.
pub(super) struct Written {
    pub changes: Vec<Difference>,
    /// Whether something was not that the caller sees and may not change.
    pub refused: bool,
}

/// Writes differences, as far as the caller sees and may change those tasks.
pub(super) async fn write(cx: &mut Ctx, all: &[Difference]) -> Result<Written> {
    let ids = all.iter().map(|one| one.task_id.as_bytes().to_vec()).collect();
    let rows = crate::list::by_ids::<Task>(cx, ids).await?;
    let mut rows: HashMap<Id<Task>, Task> = rows.into_iter().map(|task| (task.id, task)).collect();
    let mut written = Written { changes: Vec::with_capacity(all.len()), refused: false };
    for one in all {
        let Some(old) = rows.remove(&one.task_id) else { continue };
        if !crate::own::allows(cx, &old, Task::UPDATE) {
            written.refused = true;
            continue;
        }
        let mut new = old.clone();
        (new.start_date, new.end_date) = (one.after.start_date, one.after.end_date);
        (new.duration, new.duration_minutes) = (one.after.duration, one.minutes);
        crud::save_as_is(cx, &old, new, &Given::default(), ACTION).await?;
        written.changes.push(one.clone());
    }
    Ok(written)
}

/// Takes a scheduled change of a task back exactly, without the rules that a person's change of a date has, by how it
/// was before and after and what the log kept of before; answers the first field that somebody has changed since.
pub async fn take_back(
    cx: &mut Ctx,
    task: AnyId,
    [before, after, kept]: [&Map<String, Json>; 3],
) -> Result<Option<&'static str>> {
    cx.require_reach(Task::UPDATE)?;
    let old: Task = crud::get_locked(cx, task, Some(false)).await?;
    crud::require_on(cx, &old, Task::UPDATE)?;
    let mut new = old.clone();
    for field in [Task::START_DATE, Task::END_DATE, Task::DURATION] {
        let name = Task::FIELDS[field].name;
        let Some(was) = before.get(name) else { continue };
        if after.get(name) != Some(&old.json(field)) {
            return Ok(Some(name));
        }
        new.parse(field, was).map_err(|refused| Error::invalid(name, refused.code, refused.detail))?;
        if field == Task::DURATION && kept.is_empty() {
            new.duration_minutes = minutes_again(cx, &new).await?;
        }
    }
    new.set_minutes(kept);
    crud::save_as_is(cx, &old, new, &Given::default(), ACTION).await?;
    Ok(None)
}

/// Brings the minutes of tasks' durations in line with their days, in the calendars that they run in now.
pub async fn settle_durations(cx: &Ctx, tasks: &[Id<Task>]) -> Result<()> {
    for id in tasks {
        let task: Task = crate::list::one(cx, id.cast(), None, false).await?;
        let minutes = minutes_again(cx, &task).await?;
        if minutes != task.duration_minutes {
            let sql = "UPDATE tasks SET duration_minutes = $3 WHERE organization_id = $1 AND id = $2";
            cx.tx.execute(sql, &[id, &minutes]).await?;
        }
    }
    Ok(())
}

/// The minutes of a duration in days, in the calendar that the task runs in.
async fn minutes_again(cx: &Ctx, task: &Task) -> Result<Option<i64>> {
    let Some(days) = task.duration else { return Ok(None) };
    let sql = "SELECT calendar_id FROM projects WHERE organization_id = $1 AND id = $2";
    let of_project: Option<(Option<Id<crate::work::Calendar>>,)> = cx.tx.row(sql, &[&task.project_id]).await?;
    let nearest = [task.calendar_id, of_project.and_then(|(id,)| id)];
    let units = crate::work::calendar::effective(cx, nearest).await?.units();
    Ok(Some(crate::work::task::dates::to_minutes("duration", days, units.minutes_per_day)?))
}
