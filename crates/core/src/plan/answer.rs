//! The computed schedule as it is answered: floats in working days of each task's calendar. Tasks that the
//! caller does not see take part in it and are not in the answer.

use super::Computed;
use super::words::Reason;
use crate::amount::Amount;
use crate::time::Timestamp;
use crate::work::task::dates::to_days;
use crate::work::{Project, Task};
use guildhall_schedule::{Calendar, Link};
use guildhall_store::Id;
use serde::Serialize;

/// A project's schedule, computed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    #[schema(value_type = String)]
    pub project_id: Id<Project>,
    /// Where tasks without predecessors start: the project's start date, else its earliest date, else today.
    #[schema(value_type = String, format = DateTime)]
    pub project_start: Timestamp,
    /// When the last task finishes.
    #[schema(value_type = String, format = DateTime)]
    pub project_finish: Timestamp,
    /// Critical tasks without parts, in order of start.
    #[schema(value_type = Vec<String>)]
    pub critical_path: Vec<Id<Task>>,
    /// How many links lead to predecessors that the caller may not see.
    pub hidden_predecessors: usize,
    pub tasks: Vec<Scheduled>,
}

/// A task's computed dates, floats and reasons.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Scheduled {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    /// Scheduled start: the earliest, or the latest of what is as late as possible.
    #[schema(value_type = String, format = DateTime)]
    pub start_date: Timestamp,
    /// Scheduled finish.
    #[schema(value_type = String, format = DateTime)]
    pub end_date: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub early_start: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub early_finish: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub late_start: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub late_finish: Timestamp,
    /// Working days by which it can move without moving the project's finish; negative when it cannot be met.
    #[schema(value_type = f64)]
    pub total_float: Amount,
    /// Working days by which it can move without moving a successor.
    #[schema(value_type = f64)]
    pub free_float: Amount,
    /// Working days from early to late start.
    #[schema(value_type = f64)]
    pub start_slack: Amount,
    /// Working days from early to late finish.
    #[schema(value_type = f64)]
    pub finish_slack: Amount,
    pub critical: bool,
    /// Whether it has parts, whose dates it adds up.
    pub summary: bool,
    /// Why it starts then.
    pub driven_by: Reason,
    /// What its slack is limited by.
    pub limited_by: Reason,
}

impl Computed {
    /// The calendars as they are kept.
    pub(super) fn calendars(&self) -> &[Calendar] {
        self.built.aside.as_ref().map_or(&self.plan.network().calendars, |(_, calendars)| calendars)
    }

    /// The links as they are kept.
    pub(super) fn links(&self) -> &[Link] {
        self.built.aside.as_ref().map_or(&self.plan.network().links, |(links, _)| links)
    }

    /// Where tasks without predecessors start.
    pub(super) fn project_start(&self) -> Timestamp {
        Timestamp(self.plan.network().options.project_start.0)
    }

    /// When the last task finishes.
    pub(super) fn project_finish(&self) -> Timestamp {
        Timestamp(self.plan.finish().0)
    }

    /// Working minutes as days of a task's calendar.
    pub(super) fn days(&self, at: usize, minutes: i64) -> Amount {
        let task = self.plan.network().tasks.get(at);
        let calendar = task.and_then(|task| self.calendars().get(task.calendar));
        to_days(minutes, calendar.map_or(480, |calendar| calendar.units().minutes_per_day))
    }

    pub(super) fn answer(&self) -> Schedule {
        let tasks = &self.built.tasks;
        let counts = |at: &usize| {
            let inside = self.plan.network().tasks.get(*at).is_some_and(|task| !task.outside);
            tasks.get(*at).is_some_and(|task| task.seen) && (inside || self.built.summary[*at])
        };
        let critical = self.plan.critical_tasks().into_iter().filter(counts);
        Schedule {
            project_id: self.project.id,
            project_start: self.project_start(),
            project_finish: self.project_finish(),
            critical_path: critical.map(|at| tasks[at].id).collect(),
            hidden_predecessors: self.built.hidden,
            tasks: (0..tasks.len()).filter(counts).filter_map(|at| self.scheduled(at)).collect(),
        }
    }

    fn scheduled(&self, at: usize) -> Option<Scheduled> {
        let dates = self.dates(at)?;
        Some(Scheduled {
            task_id: self.built.tasks.get(at)?.id,
            start_date: Timestamp(dates.start.0),
            end_date: Timestamp(dates.finish.0),
            early_start: Timestamp(dates.early_start.0),
            early_finish: Timestamp(dates.early_finish.0),
            late_start: Timestamp(dates.late_start.0),
            late_finish: Timestamp(dates.late_finish.0),
            total_float: self.days(at, dates.total_slack),
            free_float: self.days(at, dates.free_slack),
            start_slack: self.days(at, dates.start_slack),
            finish_slack: self.days(at, dates.finish_slack),
            critical: dates.critical,
            summary: self.built.parts[at],
            driven_by: self.driven_by(at),
            limited_by: self.limited_by(at),
        })
    }
}
