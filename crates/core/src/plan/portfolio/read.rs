//! What a page of projects is told of, added up by the database.

use super::{MOST_MILESTONES, PortfolioMilestone, TaskCounts};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::sql::{Arg, Sql};
use crate::time::Timestamp;
use crate::work::task::progress::{COUNTS, DONE, WEIGHT};
use crate::work::{Project, Task};
use guildhall_store::{FromRow, Id, Row};
use std::collections::HashMap;

/// Tasks of a project, counted.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub tasks: TaskCounts,
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub baseline_end: Option<Timestamp>,
    /// Open tasks whose end lies after their due date.
    pub misses: i64,
    pub milestones: i64,
}

struct CountsRow(Id<Project>, Counts);

impl FromRow for CountsRow {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let tasks = TaskCounts { open: row.get(1)?, done: row.get(2)?, cancelled: row.get(3)?, overdue: row.get(4)? };
        let counts = Counts {
            tasks,
            start: row.get(5)?,
            end: row.get(6)?,
            baseline_end: row.get(7)?,
            misses: row.get(8)?,
            milestones: row.get(9)?,
        };
        Ok(Self(row.get(0)?, counts))
    }
}

const OPEN: &str = "t.status_kind IN ('open', 'active')";
/// When a milestone is.
const AT: &str = "COALESCE(t.end_date, t.start_date)";

/// A condition on live tasks of these projects that the caller sees.
fn of(cx: &Ctx, projects: &[Id<Project>]) -> Sql {
    let mut sql = Sql::default();
    crate::own::narrow::<Task>(cx, &mut sql);
    let ids = sql.arg(Arg::Ids(projects.iter().map(|id| id.as_bytes().to_vec()).collect()));
    sql.and(&format!("t.project_id = ANY({ids}) AND t.deleted_at IS NULL"));
    sql
}

pub(super) async fn counts(cx: &Ctx, projects: &[Id<Project>]) -> Result<HashMap<Id<Project>, Counts>> {
    let mut sql = of(cx, projects);
    let now = sql.arg(Arg::Int(cx.now.0));
    let (joins, conditions) = sql.parts();
    let count = |condition: &str| format!("COUNT(CASE WHEN {condition} THEN 1 END)");
    let text = format!(
        "SELECT t.project_id, {}, {}, {}, {}, MIN(CASE WHEN {COUNTS} THEN COALESCE(t.start_date, t.end_date) END), \
         MAX(CASE WHEN {COUNTS} THEN {AT} END), MAX(CASE WHEN {COUNTS} THEN t.baseline_end END), {}, {} \
         FROM tasks t{joins} WHERE t.organization_id = $1{conditions} GROUP BY t.project_id",
        count(OPEN),
        count("t.status_kind = 'done'"),
        count("t.status_kind = 'cancelled'"),
        count(&format!("{OPEN} AND COALESCE(t.due_date, t.end_date) < {now}")),
        count(&format!("{OPEN} AND t.end_date > t.due_date")),
        count(&format!("t.milestone AND {COUNTS} AND {AT} IS NOT NULL")),
    );
    let rows: Vec<CountsRow> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|CountsRow(project, counts)| (project, counts)).collect())
}

/// Tasks without parts, weighed.
#[derive(Debug)]
pub(super) struct Weights {
    pub tasks: i64,
    /// Progress in hundredths of a percent.
    pub summed: i64,
    /// Minutes of work.
    pub weight: i64,
    /// Progress times work.
    pub weighted: i64,
}

pub(super) async fn weights(cx: &Ctx, projects: &[Id<Project>]) -> Result<HashMap<Id<Project>, Weights>> {
    let mut sql = of(cx, projects);
    // Of parts that the caller does not see nothing is to be told, not even that they are there.
    let parts = crate::own::and::<Task>(cx, &mut sql, "c");
    let (joins, conditions) = sql.parts();
    let sum = |of: &str| format!("CAST(SUM({of}) AS BIGINT)");
    let text = format!(
        "SELECT t.project_id, COUNT(*), {}, {}, {} FROM tasks t{joins} WHERE t.organization_id = $1{conditions} \
         AND {COUNTS} AND NOT EXISTS (SELECT 1 FROM tasks c WHERE c.organization_id = t.organization_id \
         AND c.parent_id = t.id AND c.deleted_at IS NULL{parts}) GROUP BY t.project_id",
        sum(DONE),
        sum(WEIGHT),
        sum(&format!("({WEIGHT}) * ({DONE})")),
    );
    let rows: Vec<(Id<Project>, i64, i64, i64, i64)> = cx.tx.rows(&text, &sql.args()).await?;
    let weights = |(project, tasks, summed, weight, weighted)| (project, Weights { tasks, summed, weight, weighted });
    Ok(rows.into_iter().map(weights).collect())
}

struct MilestoneRow(Id<Project>, PortfolioMilestone);

impl FromRow for MilestoneRow {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let milestone = PortfolioMilestone {
            task_id: row.get(1)?,
            key: row.get(2)?,
            title: row.get(3)?,
            date: row.get(4)?,
            status_kind: row.get(5)?,
        };
        Ok(Self(row.get(0)?, milestone))
    }
}

/// The first milestones of each project by date.
pub(super) async fn milestones(
    cx: &Ctx,
    projects: &[Id<Project>],
) -> Result<HashMap<Id<Project>, Vec<PortfolioMilestone>>> {
    let sql = of(cx, projects);
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT s.project_id, s.id, s.key, s.title, s.moment, s.status_kind FROM (SELECT t.project_id, t.id, t.key, t.title, \
         {AT} AS moment, t.status_kind, ROW_NUMBER() OVER (PARTITION BY t.project_id ORDER BY {AT}, t.id) AS place \
         FROM tasks t{joins} WHERE t.organization_id = $1{conditions} AND t.milestone AND {COUNTS} \
         AND {AT} IS NOT NULL) s WHERE s.place <= {MOST_MILESTONES} ORDER BY s.project_id, s.moment, s.id"
    );
    let mut out: HashMap<Id<Project>, Vec<PortfolioMilestone>> = HashMap::new();
    for MilestoneRow(project, milestone) in cx.tx.rows(&text, &sql.args()).await? {
        out.entry(project).or_default().push(milestone);
    }
    Ok(out)
}
