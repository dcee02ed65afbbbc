//! How far a plan has moved from a baseline: every task that the baseline holds, also those that are deleted
//! since, and every task that came after it.

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::policy::Permission;
use crate::time::Timestamp;
use crate::work::baseline::BaselineTask;
use crate::work::task::dates::to_days;
use crate::work::{Baseline, Project, Task, calendar};
use guildhall_schedule::{Calendar, Instant};
use guildhall_store::{FromRow, Id, Row};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A plan beside a baseline.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Variance {
    #[schema(value_type = String)]
    pub project_id: Id<Project>,
    #[schema(value_type = String)]
    pub baseline_id: Id<Baseline>,
    pub name: String,
    pub tasks: Vec<TaskVariance>,
}

/// A task beside what the baseline holds of it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskVariance {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    /// Its title now, of a deleted task the one in the baseline.
    pub title: String,
    /// unchanged, changed, added (after the baseline), deleted (since) or moved (to another project).
    pub state: &'static str,
    /// What the baseline holds.
    pub baseline: Option<Figures>,
    /// How it is planned now.
    pub current: Option<Figures>,
    /// Working days by which it starts later (negative: earlier), in the project's calendar.
    #[schema(value_type = Option<f64>)]
    pub start_variance: Option<Amount>,
    /// Working days by which it ends later.
    #[schema(value_type = Option<f64>)]
    pub end_variance: Option<Amount>,
    /// Working days by which it takes longer.
    #[schema(value_type = Option<f64>)]
    pub duration_variance: Option<Amount>,
    /// Hours more.
    #[schema(value_type = Option<f64>)]
    pub work_variance: Option<Amount>,
    /// Cost more.
    #[schema(value_type = Option<f64>)]
    pub cost_variance: Option<Amount>,
}

/// Planned figures of a task.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    #[schema(value_type = Option<String>, format = DateTime)]
    pub start_date: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub end_date: Option<Timestamp>,
    /// Working days.
    #[schema(value_type = Option<f64>)]
    pub duration: Option<Amount>,
    /// Hours.
    #[schema(value_type = Option<f64>)]
    pub work: Option<Amount>,
    #[schema(value_type = Option<f64>)]
    pub cost: Option<Amount>,
    /// ISO 4217 code of the cost; null where there is none.
    pub currency: Option<String>,
}

/// A task of the project: live, in the trash, or one that the caller does not see.
struct Now {
    id: Id<Task>,
    title: String,
    figures: Figures,
    live: bool,
    seen: bool,
}

impl FromRow for Now {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let figures = Figures {
            start_date: row.get(2)?,
            end_date: row.get(3)?,
            duration: row.get(4)?,
            work: row.get(5)?,
            cost: row.get(6)?,
            currency: row.get(7)?,
        };
        let deleted: Option<Timestamp> = row.get(8)?;
        let seen = row.get::<i64>(9)? != 0;
        Ok(Self { id: row.get(0)?, title: row.get(1)?, figures, live: deleted.is_none(), seen })
    }
}

/// Compares a project's plan with one of its baselines.
pub async fn variance(cx: &Ctx, project: AnyId, baseline: AnyId) -> Result<Variance> {
    cx.require_reach(Permission::TaskRead)?;
    let project: Project = crate::list::one(cx, project, Some(false), false).await?;
    let baseline: Baseline = crate::list::one(cx, baseline, Some(false), false).await?;
    if baseline.project_id != project.id {
        return Err(Error::NotFound);
    }
    let calendar = calendar::effective(cx, [project.calendar_id, None]).await?;
    let now = tasks(cx, project.id).await?;
    let mut frozen: HashMap<Id<Task>, BaselineTask> =
        baseline.tasks(cx).await?.into_iter().map(|task| (task.task_id, task)).collect();
    let mut tasks = Vec::with_capacity(now.len());
    for task in now {
        let was = frozen.remove(&task.id);
        if task.seen && (task.live || was.is_some()) {
            tasks.push(compared(task.id, was, Some(task), &calendar));
        }
    }
    // What is left is purged since, or moved to another project; who sees only its own tasks sees none of it.
    if !cx.permissions().has_own_only(Permission::TaskRead) {
        let mut gone: Vec<(Id<Task>, BaselineTask)> = frozen.into_iter().collect();
        gone.sort_unstable_by_key(|(id, _)| *id);
        let elsewhere = elsewhere(cx, gone.iter().map(|(id, _)| *id).collect()).await?;
        tasks.extend(gone.into_iter().map(|(id, was)| {
            let compared = compared(id, Some(was), None, &calendar);
            let state = if elsewhere.contains(&id) { "moved" } else { compared.state };
            TaskVariance { state, ..compared }
        }));
    }
    Ok(Variance { project_id: project.id, baseline_id: baseline.id, name: baseline.name, tasks })
}

/// Those of these tasks that live on in another project.
async fn elsewhere(cx: &Ctx, tasks: Vec<Id<Task>>) -> Result<HashSet<Id<Task>>> {
    let sql = "SELECT id FROM tasks WHERE organization_id = $1 AND id = ANY($2) AND deleted_at IS NULL";
    let rows: Vec<(Id<Task>,)> = cx.tx.rows(sql, &[&tasks]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

async fn tasks(cx: &Ctx, project: Id<Project>) -> Result<Vec<Now>> {
    let mut sql = crate::sql::Sql::default();
    let project = sql.arg(project);
    let seen = match crate::own::condition::<Task>(cx, &mut sql, "t") {
        None => "1".to_owned(),
        Some(own) => format!("CASE WHEN {own} THEN 1 ELSE 0 END"),
    };
    let text = format!(
        "SELECT t.id, t.title, t.start_date, t.end_date, t.duration, t.estimate_hours, t.estimate_cost, \
         CASE WHEN t.estimate_cost IS NOT NULL THEN t.currency END, t.deleted_at, \
         {seen} FROM tasks t WHERE t.organization_id = $1 AND t.project_id = {project} \
         ORDER BY t.rank COLLATE \"C\", t.id"
    );
    Ok(cx.tx.rows(&text, &sql.args()).await?)
}

fn compared(task_id: Id<Task>, was: Option<BaselineTask>, now: Option<Now>, calendar: &Calendar) -> TaskVariance {
    let live = now.as_ref().is_some_and(|now| now.live);
    let old_title = was.as_ref().map(|was| was.title.clone());
    let baseline = was.map(|was| Figures {
        start_date: was.start_date,
        end_date: was.end_date,
        duration: was.duration,
        work: was.work,
        cost: was.cost,
        currency: was.currency.filter(|_| was.cost.is_some()),
    });
    let title = match &now {
        Some(now) if live => now.title.clone(),
        _ => old_title.unwrap_or_default(),
    };
    let current = now.filter(|now| now.live).map(|now| now.figures);
    let state = match (&baseline, &current) {
        (_, None) => "deleted",
        (None, _) => "added",
        (Some(was), Some(now)) if was == now => "unchanged",
        _ => "changed",
    };
    let pair = baseline.as_ref().zip(current.as_ref());
    let later = |was: Option<Timestamp>, now: Option<Timestamp>| {
        let (was, now) = (Instant(was?.0), Instant(now?.0));
        Some(to_days(calendar.between(was, now), calendar.units().minutes_per_day))
    };
    let more = |was: Option<Amount>, now: Option<Amount>| match (was, now) {
        (None, None) => None,
        (was, now) => Some(Amount(now.map_or(0, |now| now.0).saturating_sub(was.map_or(0, |was| was.0)))),
    };
    TaskVariance {
        task_id,
        title,
        state,
        start_variance: pair.and_then(|(was, now)| later(was.start_date, now.start_date)),
        end_variance: pair.and_then(|(was, now)| later(was.end_date, now.end_date)),
        duration_variance: pair.and_then(|(was, now)| more(was.duration, now.duration)),
        work_variance: pair.and_then(|(was, now)| more(was.work, now.work)),
        cost_variance: pair
            .filter(|(was, now)| same_currency(was, now))
            .and_then(|(was, now)| more(was.cost, now.cost)),
        baseline,
        current,
    }
}

/// Costs in unlike currencies have no difference.
fn same_currency(was: &Figures, now: &Figures) -> bool {
    was.currency.as_ref().zip(now.currency.as_ref()).is_none_or(|(was, now)| was == now)
}
