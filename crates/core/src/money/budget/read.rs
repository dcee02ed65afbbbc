//! What a budget is made of, read in as many statements for ten tasks as for ten thousand.

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::money::exchange::Exchange;
use crate::org::User;
use crate::time::{Day, Timestamp};
use crate::work::expense::decide::APPROVED;
use crate::work::status::StatusKind;
use crate::work::{Baseline, Expense, Project, Task};
use guildhall_store::{FromRow, Id, Row};
use std::collections::HashMap;

/// A task, as far as its costs and its progress go.
#[derive(Debug, Clone)]
pub(super) struct TaskRow {
    pub id: Id<Task>,
    pub parent_id: Option<Id<Task>>,
    pub key: String,
    pub title: String,
    pub status_kind: String,
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub actual_start: Option<Timestamp>,
    pub percent_complete: Amount,
    pub estimate_hours: Option<Amount>,
    pub actual_hours: Option<Amount>,
    pub estimate_cost: Option<Amount>,
    pub actual_cost: Option<Amount>,
    pub currency: String,
    pub created_at: Timestamp,
}

const TASK: &str = "id, parent_id, key, title, status_kind, start_date, end_date, actual_start, percent_complete, \
    estimate_hours, actual_hours, estimate_cost, actual_cost, currency, created_at";

impl FromRow for TaskRow {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            parent_id: row.get(1)?,
            key: row.get(2)?,
            title: row.get(3)?,
            status_kind: row.get(4)?,
            start: row.get(5)?,
            end: row.get(6)?,
            actual_start: row.get(7)?,
            percent_complete: row.get(8)?,
            estimate_hours: row.get(9)?,
            actual_hours: row.get(10)?,
            estimate_cost: row.get(11)?,
            actual_cost: row.get(12)?,
            currency: row.get::<Option<String>>(13)?.unwrap_or_default(),
            created_at: row.get(14)?,
        })
    }
}

impl TaskRow {
    /// Whether its work counts in earned value: what was given up is neither planned nor earned.
    pub fn counts(&self) -> bool {
        self.status_kind != StatusKind::Cancelled.as_str()
    }
}

/// An expense or an entry of time that was not rejected.
#[derive(Debug, Clone)]
pub struct Entry {
    pub(super) id: Id<Expense>,
    pub(super) task: Option<Id<Task>>,
    pub(super) user: Id<User>,
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) date: Day,
    pub(super) hours: Option<Amount>,
    pub(super) amount: Option<Amount>,
    pub(super) currency: String,
}

impl FromRow for Entry {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            task: row.get(1)?,
            user: row.get(2)?,
            kind: row.get(3)?,
            status: row.get(4)?,
            date: row.get(5)?,
            hours: row.get(6)?,
            amount: row.get(7)?,
            currency: row.get(8)?,
        })
    }
}

impl Entry {
    /// Actual, and not only committed.
    pub(super) fn is_actual(&self) -> bool {
        self.status == APPROVED
    }
}

/// What a baseline holds of a task.
#[derive(Debug, Clone)]
pub(super) struct Frozen {
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub cost: Option<Amount>,
    /// Of the cost.
    pub currency: Option<String>,
    /// The baseline holds costs, so that a task without one was planned to cost nothing.
    pub is_priced: bool,
}

/// How complete a task was since a moment, and before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    pub at: Timestamp,
    pub before: Amount,
    pub after: Amount,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// In the order of their rank.
    pub tasks: Vec<TaskRow>,
    pub entries: Vec<Entry>,
    pub frozen: HashMap<Id<Task>, Frozen>,
    /// In the order in which it was made.
    pub progress: HashMap<Id<Task>, Vec<Progress>>,
}

/// Actual and committed in one currency.
pub(super) struct Spent {
    pub amount: i128,
    /// Nothing was left out.
    pub complete: bool,
}

impl Facts {
    /// Actual and committed; what was entered on tasks by the rate of `today`.
    pub fn spent(&self, exchange: &Exchange, today: Day) -> Spent {
        let of_tasks = self
            .tasks
            .iter()
            .filter_map(|task| task.actual_cost.map(|cost| exchange.convert(cost.0.into(), &task.currency, today)));
        let of_entries = self.entries.iter().map(|entry| {
            entry.amount.and_then(|amount| exchange.convert(amount.0.into(), &entry.currency, entry.date))
        });
        let mut spent = Spent { amount: 0, complete: true };
        for one in of_tasks.chain(of_entries) {
            spent.amount += one.unwrap_or(0);
            spent.complete &= one.is_some();
        }
        spent
    }
}

/// Reads all of it.
pub(super) async fn facts(cx: &Ctx, project: &Project, baseline: Option<Id<Baseline>>) -> Result<Facts> {
    let tasks = tasks(cx, project.id, "ORDER BY rank COLLATE \"C\", id").await?;
    let entries = entries(cx, project.id).await?;
    let frozen = match baseline {
        Some(baseline) => frozen(cx, baseline).await?,
        None => HashMap::new(),
    };
    Ok(Facts { tasks, entries, frozen, progress: progress(cx, project.id).await? })
}

async fn tasks(cx: &Ctx, project: Id<Project>, rest: &str) -> Result<Vec<TaskRow>> {
    let sql = format!(
        "SELECT {TASK} FROM tasks WHERE organization_id = $1 AND project_id = $2 AND deleted_at IS NULL {rest}"
    );
    let mut tasks: Vec<TaskRow> = cx.tx.rows(&sql, &[&project]).await?;
    for task in tasks.iter_mut().filter(|task| task.currency.is_empty()) {
        task.currency.clone_from(&cx.settings.currency);
    }
    Ok(tasks)
}

async fn entries(cx: &Ctx, project: Id<Project>) -> Result<Vec<Entry>> {
    let sql = "SELECT id, task_id, user_id, kind, status, date, hours, amount, currency FROM expenses \
        WHERE organization_id = $1 AND project_id = $2 AND deleted_at IS NULL AND status <> 'rejected'";
    Ok(cx.tx.rows(sql, &[&project]).await?)
}

async fn frozen(cx: &Ctx, baseline: Id<Baseline>) -> Result<HashMap<Id<Task>, Frozen>> {
    let sql = "SELECT task_id, start_date, end_date, cost, currency FROM baseline_tasks \
        WHERE organization_id = $1 AND baseline_id = $2";
    type Row = (Id<Task>, Option<Timestamp>, Option<Timestamp>, Option<Amount>, Option<String>);
    let rows: Vec<Row> = cx.tx.rows(sql, &[&baseline]).await?;
    let is_priced = rows.iter().any(|(_, _, _, cost, _)| cost.is_some());
    let frozen = |(task, start, end, cost, currency)| (task, Frozen { start, end, cost, currency, is_priced });
    Ok(rows.into_iter().map(frozen).collect())
}

/// How the tasks of a project have progressed, as the event log tells it.
async fn progress(cx: &Ctx, project: Id<Project>) -> Result<HashMap<Id<Task>, Vec<Progress>>> {
    let sql = "SELECT e.object_id, e.at, e.before, e.after FROM tasks t JOIN events e \
        ON e.organization_id = t.organization_id AND e.object_id = t.id AND e.model = 'Task' \
        WHERE t.organization_id = $1 AND t.project_id = $2 AND t.deleted_at IS NULL \
        AND STRPOS(e.after, '\"percentComplete\"') > 0 ORDER BY e.seq";
    type Row = (Id<Task>, Timestamp, Option<String>, String);
    let mut out: HashMap<Id<Task>, Vec<Progress>> = HashMap::new();
    for (task, at, before, after) in cx.tx.rows::<Row>(sql, &[&project]).await? {
        let (before, after) = (before.as_deref().and_then(percent), percent(&after));
        if let Some(after) = after {
            out.entry(task).or_default().push(Progress { at, before: before.unwrap_or_default(), after });
        }
    }
    Ok(out)
}

/// The progress in a side of an event.
fn percent(side: &str) -> Option<Amount> {
    #[derive(serde::Deserialize)]
    struct Side {
        #[serde(rename = "percentComplete")]
        percent: Option<Amount>,
    }
    serde_json::from_str::<Side>(side).ok()?.percent
}
