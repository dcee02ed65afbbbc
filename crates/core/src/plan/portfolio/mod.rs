//! All projects at a glance: for each that the caller sees when its tasks begin and end, how far they have come,
//! what is overdue, its milestones, and whether that is good news. Tasks that the caller does not see count
//! nowhere. A page takes the same few statements however many projects and tasks it is about.

mod health;
mod read;

pub use health::{Health, HealthReason, HealthState};

use crate::amount::{Amount, half_even};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::list::List;
use crate::org::{User, organization};
use crate::policy::Permission;
use crate::time::{Day, Timestamp};
use crate::work::{Project, Task};
use guildhall_store::Id;
use read::{Counts, Weights};
use serde::Serialize;
use std::collections::HashMap;

/// Projects, in the order of the list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Portfolio {
    pub data: Vec<PortfolioProject>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// All of them, where they were to be counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

/// A project at a glance.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortfolioProject {
    #[schema(value_type = String)]
    pub project_id: Id<Project>,
    pub key: String,
    pub name: String,
    /// planned, active, on_hold, done or cancelled.
    pub status: String,
    pub priority: String,
    #[schema(value_type = String)]
    pub owner_id: Id<User>,
    /// The project's own start.
    #[schema(value_type = Option<String>, format = Date)]
    pub start_date: Option<Day>,
    /// The project's own end.
    #[schema(value_type = Option<String>, format = Date)]
    pub end_date: Option<Day>,
    /// Earliest start of its tasks; cancelled ones do not count.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub planned_start: Option<Timestamp>,
    /// Latest end of its tasks.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub planned_end: Option<Timestamp>,
    /// Latest end of its tasks in the active baseline.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub baseline_end: Option<Timestamp>,
    /// 0 to 100: of tasks without parts, weighted by their work, else their duration; null where there are none.
    #[schema(value_type = Option<f64>)]
    pub progress: Option<Amount>,
    pub tasks: TaskCounts,
    /// By date, the first 50; cancelled ones and those without a date are left out.
    pub milestones: Vec<PortfolioMilestone>,
    /// How many more there are.
    pub more_milestones: i64,
    pub health: Health,
}

/// Live tasks by what their status means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TaskCounts {
    /// Open and active ones.
    pub open: i64,
    pub done: i64,
    pub cancelled: i64,
    /// Those of the open ones whose due date, else whose end, has passed.
    pub overdue: i64,
}

/// A point in time of a project.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortfolioMilestone {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    pub key: String,
    pub title: String,
    #[schema(value_type = String, format = DateTime)]
    pub date: Timestamp,
    /// open, active or done.
    pub status_kind: String,
}

/// Most milestones that are told of a project.
const MOST_MILESTONES: usize = 50;

/// The projects of one page of their list.
pub async fn portfolio(cx: &Ctx, list: &List) -> Result<Portfolio> {
    cx.require_reach(Permission::TaskRead)?;
    let page = list.run::<Project>(cx).await?;
    let ids: Vec<Id<Project>> = page.rows.iter().map(|project| project.id).collect();
    let mut counts = read::counts(cx, &ids).await?;
    let weights = read::weights(cx, &ids).await?;
    let mut milestones = read::milestones(cx, &ids).await?;
    let judge = health::Judge {
        today: organization::today(cx),
        zone: organization::zone("timeZone", &cx.settings.time_zone)?,
        sees_budgets: cx.permits(Permission::TaskRead) && cx.permits(Permission::ExpenseRead),
    };
    let tell = |project: Project| {
        let counts = counts.remove(&project.id).unwrap_or_default();
        let progress = weights.get(&project.id).and_then(Weights::progress);
        let health = judge.health(&project, &counts);
        one(project, counts, progress, health, &mut milestones)
    };
    Ok(Portfolio { data: page.rows.into_iter().map(tell).collect(), next_cursor: page.next_cursor, total: page.total })
}

fn one(
    project: Project,
    counts: Counts,
    progress: Option<Amount>,
    health: Health,
    milestones: &mut HashMap<Id<Project>, Vec<PortfolioMilestone>>,
) -> PortfolioProject {
    let mut milestones = milestones.remove(&project.id).unwrap_or_default();
    milestones.truncate(MOST_MILESTONES);
    PortfolioProject {
        project_id: project.id,
        key: project.key,
        name: project.name,
        status: project.status,
        priority: project.priority,
        owner_id: project.owner_id,
        start_date: project.start_date,
        end_date: project.end_date,
        planned_start: counts.start,
        planned_end: counts.end,
        baseline_end: counts.baseline_end,
        progress,
        tasks: counts.tasks,
        more_milestones: counts.milestones - i64::try_from(milestones.len()).unwrap_or(i64::MAX),
        milestones,
        health,
    }
}

impl Weights {
    /// Weighted by work; where nothing is any work, by number.
    fn progress(&self) -> Option<Amount> {
        let (part, whole) = match (self.weight, self.tasks) {
            (weight, _) if weight > 0 => (self.weighted, weight),
            (_, tasks) if tasks > 0 => (self.summed, tasks),
            _ => return None,
        };
        // Summed in hundredths of a percent.
        i64::try_from(half_even(i128::from(part) * 100, whole.into())).ok().map(Amount)
    }
}
