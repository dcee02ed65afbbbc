//! Everything a chart of a project needs, in one compact answer: a column of values for each property, tasks in
//! the order of the tree, references by position, times in seconds since 1970. Of a large project a window of rows.

mod chart;
mod window;

pub use chart::gantt;
pub use window::{Edge, MOST_ROWS, Window};

use crate::amount::Amount;
use crate::org::User;
use crate::work::{Project, Task};
use guildhall_store::Id;
use serde::Serialize;

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
    /// Where the rows stand among all, when a part of them was asked for.
    pub rows: Option<GanttRows>,
}

/// Columns of tasks.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GanttTasks {
    #[schema(value_type = Vec<String>)]
    pub id: Vec<Id<Task>>,
    pub key: Vec<String>,
    pub title: Vec<String>,
    /// Position of the task that it is a part of; -1 for none, or for one that is not among these rows.
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

/// A part of the rows.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GanttRows {
    /// Rows before the first of these.
    pub offset: usize,
    /// How many rows there are besides `offset` and `limit`.
    pub total: usize,
    /// How deep each of these rows stands in the tree; 0 for what is a part of nothing.
    pub level: Vec<usize>,
    pub beyond: GanttBeyond,
}

/// Columns of links that lead from these rows to tasks that are not among them.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GanttBeyond {
    /// Position of the task that is among these rows.
    pub at: Vec<usize>,
    /// 1 where that task waits for the other, 0 where the other waits for it.
    pub waits: Vec<u8>,
    #[schema(value_type = Vec<String>)]
    pub other: Vec<Id<Task>>,
    /// The row of the other, counted as `offset` is; -1 where `under`, `from` or `to` leave it out.
    pub row: Vec<i64>,
    /// Computed start of the other.
    pub start: Vec<i64>,
    /// Computed end of the other.
    pub end: Vec<i64>,
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
