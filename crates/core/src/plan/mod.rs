//! The schedule of a project: what the pure engine of `guildhall_schedule` makes of its tasks, links,
//! calendars and constraints. `read` fetches it, `build` makes the network, `answer` says what came of it and
//! why, `apply` writes it as ordinary changes that are undone as one, `follow` does so after one change.
//! `workload` and `portfolio` look across projects, at what is stored.

mod answer;
mod apply;
mod build;
mod follow;
pub mod gantt;
mod hours;
mod near;
pub mod path;
pub mod portfolio;
pub(crate) mod read;
mod start;
pub mod variance;
mod words;
pub mod workload;

pub use answer::{Schedule, Scheduled};
pub use apply::{ACTION, Applied, Difference, PlannedDates, apply, difference, settle_durations, take_back};
pub use follow::{Followed, around, disturbed, follow_all, operation_touches, touches};
pub use hours::{
    follow_calendar, follow_departure, follow_member, follow_organization, follow_project, follow_whole_project,
};
pub use words::Reason;

use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::policy::Permission;
use crate::work::{Project, Task};
use build::Built;
use guildhall_schedule::{Dates, Plan, ScheduleError};
use guildhall_store::Id;
use read::Part;
use std::collections::HashSet;

/// What a transaction remembers for the schedule that follows it.
#[derive(Debug, Default)]
pub struct Notes {
    /// Whether a task began or ceased to count by its status, or somebody's own hours ended with a membership.
    pub(crate) disturbed: bool,
    /// Tasks that stand where they were put back to.
    pub(crate) stay: HashSet<Id<Task>>,
    /// Statuses of a project that are of another kind now.
    pub(crate) rekinded: Vec<String>,
    /// Tasks whose parts count otherwise now, without an event of theirs.
    pub(crate) wholes: Vec<Id<Task>>,
    /// How many of the recorded changes the progress of tasks with parts has followed.
    pub(crate) rolled: usize,
    /// Most tasks that may move because others changed; a change that moves more is refused.
    pub most_moved: Option<usize>,
}

/// A project's plan, computed.
pub(crate) struct Computed {
    plan: Plan,
    built: Built,
    project: Project,
}

impl Computed {
    fn dates(&self, at: usize) -> Option<&Dates> {
        self.plan.dates(at)
    }
}

/// Computes the schedule of a project that the caller sees.
pub async fn schedule(cx: &Ctx, project: AnyId) -> Result<Schedule> {
    Ok(compute(cx, project).await?.answer())
}

/// Reads and computes; writes nothing.
pub(crate) async fn compute(cx: &Ctx, project: AnyId) -> Result<Computed> {
    let (built, project) = network(cx, project, Part::Whole, false).await?;
    plan(built, project)
}

/// The same for a chart.
async fn compute_chart(cx: &Ctx, project: AnyId) -> Result<Computed> {
    let (built, project) = network(cx, project, Part::Chart, false).await?;
    plan(built, project)
}

/// The same with every task where it is stored, for a project that cannot be scheduled.
async fn chart_as_stored(cx: &Ctx, project: AnyId) -> Result<Computed> {
    let (mut built, project) = network(cx, project, Part::Chart, true).await?;
    built.stand_still();
    plan(built, project)
}

async fn network(cx: &Ctx, project: AnyId, part: fn(Id<Project>) -> Part, anyway: bool) -> Result<(Built, Project)> {
    cx.require_reach(Permission::TaskRead)?;
    let project: Project = crate::list::one(cx, project, Some(false), false).await?;
    let facts = read::facts(cx, project.clone(), &part(project.id)).await?;
    Ok((build::network(cx, facts, anyway)?, project))
}

fn plan(mut built: Built, project: Project) -> Result<Computed> {
    let network = std::mem::replace(&mut built.network, empty());
    let mut computed = match Plan::new(network) {
        Ok(plan) => Computed { plan, built, project },
        Err(error) => return Err(refused(&built, &error)),
    };
    match computed.settle_start() {
        Ok(()) => Ok(computed),
        Err(error) => Err(refused(&computed.built, &error)),
    }
}

/// What stands in for a network that the plan has taken.
fn empty() -> guildhall_schedule::Network {
    let options = guildhall_schedule::Options::starting(guildhall_schedule::Instant(0));
    guildhall_schedule::Network { options, calendars: Vec::new(), tasks: Vec::new(), links: Vec::new() }
}

/// The engine's refusal, with the names of what the caller sees.
fn refused(built: &Built, error: &ScheduleError) -> Error {
    let name = |at: usize| words::name(built, at);
    match error {
        ScheduleError::Cycle(steps) => {
            let mut names: Vec<String> = steps.iter().map(|step| name(step.from)).collect();
            names.extend(steps.first().map(|step| name(step.from)));
            Error::conflict("cycle", format!("these tasks wait for each other: {}", names.join(" → ")))
        }
        ScheduleError::Calendar { task, error } => Error::conflict("calendar", format!("{}: {error}", name(*task))),
        ScheduleError::Negative { task } => {
            Error::conflict("duration", format!("{} has a duration that cannot be scheduled", name(*task)))
        }
        other => Error::conflict("schedule", other.to_string()),
    }
}
