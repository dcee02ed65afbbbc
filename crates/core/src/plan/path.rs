//! The critical path of a task: what drives it, from the first cause on, and what slips when it slips.

use super::words::Reason;
use super::{Computed, compute_chart};
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::time::Timestamp;
use crate::work::{Project, Task};
use guildhall_store::Id;
use serde::Serialize;

/// What drives a task, and what it drives.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskPath {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    #[schema(value_type = String)]
    pub project_id: Id<Project>,
    /// The chain that drives it, from the first cause to the task itself, each with why it starts then. A chain that
    /// leads through a task that the caller does not see, or from another project, begins after that.
    pub driving: Vec<PathStep>,
    /// Tasks whose own chain leads through it, in order of start: when it slips they slip.
    pub driven: Vec<PathStep>,
    /// Working days by which it can move without moving the project's finish; negative when it cannot be met.
    #[schema(value_type = f64)]
    pub total_float: Amount,
    /// Whether it is on the critical path of the project.
    pub critical: bool,
}

/// A task on the way.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PathStep {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    pub key: String,
    pub title: String,
    /// Computed start.
    #[schema(value_type = String, format = DateTime)]
    pub start_date: Timestamp,
    /// Computed finish.
    #[schema(value_type = String, format = DateTime)]
    pub end_date: Timestamp,
    pub critical: bool,
    /// Why it starts then.
    pub driven_by: Reason,
}

/// Computes the schedule of a task's project and follows what drives it, and what it drives.
pub async fn path(cx: &Ctx, task: AnyId) -> Result<TaskPath> {
    let task: Task = crate::list::one(cx, task, Some(false), false).await?;
    let computed = compute_chart(cx, task.project_id.cast()).await?;
    let at = computed.built.index.get(&task.id).copied().ok_or(Error::NotFound)?;
    let dates = computed.dates(at).ok_or(Error::NotFound)?;
    let mut driving: Vec<PathStep> =
        computed.plan.driving_path(at).into_iter().rev().map_while(|step| computed.step(step)).collect();
    driving.reverse();
    let driven = computed.plan.driven_tasks(at).into_iter().filter_map(|step| computed.step(step)).collect();
    let counts = computed.plan.network().tasks.get(at).is_some_and(|task| !task.outside) || computed.built.summary[at];
    Ok(TaskPath {
        task_id: task.id,
        project_id: computed.project.id,
        driving,
        driven,
        total_float: computed.days(at, if counts { dates.total_slack } else { 0 }),
        critical: counts && dates.critical,
    })
}

impl Computed {
    /// A task of this project, if the caller sees it.
    fn step(&self, at: usize) -> Option<PathStep> {
        let (row, dates) = (self.built.tasks.get(at).filter(|row| row.seen)?, self.dates(at)?);
        Some(PathStep {
            task_id: row.id,
            key: row.key.clone(),
            title: row.shown.as_ref()?.title.clone(),
            start_date: Timestamp(dates.start.0),
            end_date: Timestamp(dates.finish.0),
            critical: dates.critical,
            driven_by: self.driven_by(at),
        })
    }
}
