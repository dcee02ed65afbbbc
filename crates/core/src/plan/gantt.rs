//! Everything a chart of a whole project needs, in one compact answer: a column of values for each property,
//! tasks in the order of the tree, references by position, times in seconds since 1970.

use super::{Computed, as_stored, compute};
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::org::User;
use crate::time::Timestamp;
use crate::work::{Project, Task};
use guildhall_schedule::{Calendar, Instant, LinkType};
use guildhall_store::{FromRow, Id, Row};
use serde::Serialize;
use std::collections::HashMap;

/// A project as a chart.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Gantt {
    #[schema(value_type = String)]
    pub project_id: Id<Project>,
    /// Where tasks without predecessors start, in seconds since 1970.
    pub project_start: i64,
    /// When the last task finishes.
    pub project_finish: i64,
    /// Columns of equal length, in the order of the tree.
    pub tasks: GanttTasks,
    /// Columns of equal length.
    pub links: GanttLinks,
    /// How many links lead to predecessors that the caller may not see.
    pub hidden_predecessors: usize,
    /// Why the project cannot be scheduled; the computed dates are then the stored ones, and nothing is critical.
    pub problem: Option<String>,
    /// Working hours by which the chart is shaded; the first is the project's.
    pub calendars: Vec<GanttCalendar>,
}

/// Columns of tasks.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GanttTasks {
    #[schema(value_type = Vec<String>)]
    pub id: Vec<Id<Task>>,
    pub key: Vec<String>,
    pub title: Vec<String>,
    /// Position of the task that it is a part of; -1 for none.
    pub parent: Vec<i64>,
    /// Stored start.
    pub start: Vec<Option<i64>>,
    /// Stored end.
    pub end: Vec<Option<i64>>,
    /// Computed start.
    pub planned_start: Vec<i64>,
    /// Computed end.
    pub planned_end: Vec<i64>,
    /// Working days.
    #[schema(value_type = Vec<Option<f64>>)]
    pub duration: Vec<Option<Amount>>,
    /// 0 to 100.
    #[schema(value_type = Vec<f64>)]
    pub percent: Vec<Amount>,
    /// 0 a task, 1 one with parts, 2 a milestone.
    pub kind: Vec<u8>,
    /// 1 where the dates are kept by hand.
    pub manual: Vec<u8>,
    /// 1 where it is critical.
    pub critical: Vec<u8>,
    /// Working days by which it can move without moving the project's finish.
    #[schema(value_type = Vec<f64>)]
    pub total_float: Vec<Amount>,
    /// Working days by which it can move without moving a successor.
    #[schema(value_type = Vec<f64>)]
    pub free_float: Vec<Amount>,
    pub deadline: Vec<Option<i64>>,
    pub constraint: Vec<Option<String>>,
    pub constraint_date: Vec<Option<i64>>,
    pub baseline_start: Vec<Option<i64>>,
    pub baseline_end: Vec<Option<i64>>,
    /// open, active, done or cancelled.
    pub status_kind: Vec<String>,
    #[schema(value_type = Vec<Option<String>>)]
    pub assignee: Vec<Option<Id<User>>>,
    /// Position in `calendars`.
    pub calendar: Vec<usize>,
    pub revision: Vec<i64>,
}

/// Columns of links between tasks of the project.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GanttLinks {
    /// Position of the task that comes first.
    pub from: Vec<usize>,
    /// Position of the task that waits.
    pub to: Vec<usize>,
    /// FS, SS, FF or SF.
    #[serde(rename = "type")]
    pub kind: Vec<&'static str>,
    pub lag: Vec<String>,
}

/// When work is done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GanttCalendar {
    /// IANA time zone.
    pub time_zone: String,
    /// From Monday to Sunday, stretches of work in minutes after midnight.
    pub week: Vec<Vec<[u16; 2]>>,
    pub exceptions: Vec<GanttException>,
}

/// Days that differ from the week; without hours nobody works.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct GanttException {
    #[schema(value_type = String, format = Date)]
    pub from: String,
    #[schema(value_type = String, format = Date)]
    pub to: String,
    pub hours: Vec<[u16; 2]>,
}

/// What the chart shows of a task and the schedule does not need.
struct Shown {
    id: Id<Task>,
    title: String,
    baseline: [Option<Timestamp>; 2],
    assignee: Option<Id<User>>,
    revision: i64,
}

impl FromRow for Shown {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let baseline = [row.get(2)?, row.get(3)?];
        Ok(Self { id: row.get(0)?, title: row.get(1)?, baseline, assignee: row.get(4)?, revision: row.get(5)? })
    }
}

/// Reads and computes the chart of a project that the caller sees.
pub async fn gantt(cx: &Ctx, project: AnyId) -> Result<Gantt> {
    let (computed, problem) = match compute(cx, project).await {
        Err(Error::Conflict { detail, .. }) => (as_stored(cx, project).await?, Some(detail)),
        other => (other?, None),
    };
    let sql = "SELECT id, title, baseline_start, baseline_end, assignee_id, revision FROM tasks \
        WHERE organization_id = $1 AND project_id = $2 AND deleted_at IS NULL";
    let shown: Vec<Shown> = cx.tx.rows(sql, &[&computed.project.id]).await?;
    Ok(Gantt { problem, ..computed.chart(shown) })
}

fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000_000)
}

fn pairs(hours: &[(u16, u16)]) -> Vec<[u16; 2]> {
    hours.iter().map(|(from, to)| [*from, *to]).collect()
}

fn calendar(calendar: &Calendar) -> GanttCalendar {
    let exceptions = calendar.exceptions().iter().map(|one| GanttException {
        from: one.from.to_string(),
        to: one.to.to_string(),
        hours: pairs(&one.hours),
    });
    GanttCalendar {
        time_zone: calendar.zone().iana_name().unwrap_or("UTC").to_owned(),
        week: calendar.week().iter().map(|day| pairs(day)).collect(),
        exceptions: exceptions.collect(),
    }
}

impl Computed {
    fn chart(&self, shown: Vec<Shown>) -> Gantt {
        let mut shown: HashMap<Id<Task>, Shown> = shown.into_iter().map(|one| (one.id, one)).collect();
        let order = self.in_tree_order();
        let mut place = vec![None; self.plan.network().tasks.len()];
        let mut tasks = GanttTasks::default();
        for at in order {
            let Some(more) = shown.remove(&self.built.tasks[at].id) else { continue };
            place[at] = Some(tasks.id.len());
            self.push(&mut tasks, at, more, &place);
        }
        let mut links = GanttLinks::default();
        for link in self.links() {
            let (Some(from), Some(to)) = (place[link.predecessor], place[link.successor]) else { continue };
            links.from.push(from);
            links.to.push(to);
            links.lag.push(link.lag.to_string());
            links.kind.push(match link.kind {
                LinkType::FinishStart => "FS",
                LinkType::StartStart => "SS",
                LinkType::FinishFinish => "FF",
                LinkType::StartFinish => "SF",
            });
        }
        Gantt {
            project_id: self.project.id,
            project_start: seconds(self.project_start()),
            project_finish: seconds(self.project_finish()),
            tasks,
            links,
            hidden_predecessors: self.built.hidden,
            problem: None,
            calendars: self.calendars().iter().map(calendar).collect(),
        }
    }

    /// The tasks that the caller sees, each before its parts, siblings in their order.
    fn in_tree_order(&self) -> Vec<usize> {
        let tasks = &self.plan.network().tasks;
        let count = self.built.tasks.len();
        let (mut roots, mut parts) = (Vec::new(), vec![Vec::new(); count]);
        for (at, task) in tasks.iter().enumerate().take(count).rev() {
            match task.parent {
                Some(parent) => parts[parent].push(at),
                None => roots.push(at),
            }
        }
        let mut order = Vec::with_capacity(count);
        while let Some(at) = roots.pop() {
            order.push(at);
            roots.append(&mut parts[at]);
        }
        order.retain(|at| self.built.tasks[*at].seen);
        order
    }

    fn push(&self, tasks: &mut GanttTasks, at: usize, more: Shown, place: &[Option<usize>]) {
        let (row, network) = (&self.built.tasks[at], self.plan.network());
        let (Some(dates), Some(task)) = (self.dates(at), network.tasks.get(at)) else { return };
        let flag = |yes: bool| u8::from(yes);
        let known = |at: Option<Timestamp>| at.map(seconds);
        let computed = |at: Instant| seconds(Timestamp(at.0));
        let parent = task.parent.and_then(|parent| place[parent]).and_then(|parent| i64::try_from(parent).ok());
        tasks.id.push(row.id);
        tasks.key.push(row.key.clone());
        tasks.title.push(more.title);
        tasks.parent.push(parent.unwrap_or(-1));
        tasks.start.push(known(row.start_date));
        tasks.end.push(known(row.end_date));
        tasks.planned_start.push(computed(dates.start));
        tasks.planned_end.push(computed(dates.finish));
        tasks.duration.push(row.duration_minutes.map(|minutes| self.days(at, minutes)));
        tasks.percent.push(Amount(row.percent_complete));
        tasks.kind.push(if self.built.summary[at] { 1 } else { 2 * flag(row.milestone || task.duration == 0) });
        tasks.manual.push(flag(row.schedule_mode == "manual"));
        let counts = self.built.aside.is_none();
        tasks.critical.push(flag(counts && dates.critical && (self.built.summary[at] || !task.outside)));
        tasks.total_float.push(self.days(at, if counts { dates.total_slack } else { 0 }));
        tasks.free_float.push(self.days(at, if counts { dates.free_slack } else { 0 }));
        tasks.deadline.push(known(row.due_date));
        tasks.constraint.push(row.constraint_type.clone());
        tasks.constraint_date.push(known(row.constraint_date));
        tasks.baseline_start.push(known(more.baseline[0]));
        tasks.baseline_end.push(known(more.baseline[1]));
        tasks.status_kind.push(row.status_kind.clone());
        tasks.assignee.push(more.assignee);
        tasks.calendar.push(task.calendar);
        tasks.revision.push(more.revision);
    }
}
