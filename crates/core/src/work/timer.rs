//! A running timer: at most one of a person in an organization. Starting another one stops it; what it has measured
//! becomes an entry of time on the day on which it began.

use crate::amount::{Amount, half_even};
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{Entity, Given, Resource};
use crate::error::{Error, Result};
use crate::org::{User, organization};
use crate::time::Timestamp;
use crate::work::expense::{self, MOST_HOURS, TIME};
use crate::work::{Expense, Project, Task};
use guildhall_store::Id;
use serde::Serialize;

/// A timer that is running.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Timer {
    #[schema(value_type = String)]
    pub user_id: Id<User>,
    #[schema(value_type = Option<String>)]
    pub project_id: Option<Id<Project>>,
    #[schema(value_type = Option<String>)]
    pub task_id: Option<Id<Task>>,
    pub description: String,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
}

/// What a timer is started for.
#[derive(Debug, Clone, Default)]
pub struct Start {
    pub project: Option<Id<Project>>,
    pub task: Option<Id<Task>>,
    pub description: String,
}

/// Microseconds in 1/10,000 of an hour.
const TICK: i128 = 360_000;
const LONGEST_DESCRIPTION: usize = 2000;

/// The caller's timer, if one is running. What it is for reads null once the caller does not see it any more.
pub async fn running(cx: &Ctx) -> Result<Option<Timer>> {
    cx.require_reach(Expense::READ)?;
    let Some(mut timer) = stored(cx).await? else { return Ok(None) };
    let projects = crate::list::found(cx, std::iter::once(timer.project_id)).await?;
    let tasks = crate::list::found(cx, std::iter::once(timer.task_id)).await?;
    timer.project_id = timer.project_id.filter(|id| projects.contains(id));
    timer.task_id = timer.task_id.filter(|id| tasks.contains(id));
    Ok(Some(timer))
}

async fn stored(cx: &Ctx) -> Result<Option<Timer>> {
    let sql = "SELECT project_id, task_id, description, started_at FROM timers \
        WHERE organization_id = $1 AND user_id = $2";
    type Row = (Id<Project>, Option<Id<Task>>, String, Timestamp);
    let found: Option<Row> = cx.tx.row(sql, &[&cx.actor]).await?;
    Ok(found.map(|(project, task_id, description, started_at)| Timer {
        user_id: cx.actor,
        project_id: Some(project),
        task_id,
        description,
        started_at,
    }))
}

/// Keeps two requests of one person from passing each other.
async fn lock(cx: &Ctx) -> Result<()> {
    let sql = "SELECT user_id FROM members WHERE organization_id = $1 AND user_id = $2 FOR NO KEY UPDATE";
    cx.tx.row::<(Id<User>,)>(sql, &[&cx.actor]).await?;
    Ok(())
}

/// Starts a timer, and stops the one that is running.
pub async fn start(cx: &mut Ctx, start: &Start) -> Result<(Timer, Option<Expense>)> {
    cx.require(Expense::CREATE)?;
    if start.description.chars().count() > LONGEST_DESCRIPTION || start.description.contains('\0') {
        let detail = format!("a text of at most {LONGEST_DESCRIPTION} characters");
        return Err(Error::invalid("description", "too_long", detail));
    }
    let project = expense::place(cx, start.project, start.task, true).await?;
    lock(cx).await?;
    let stopped = match stored(cx).await? {
        Some(timer) => Some(book(cx, timer).await?),
        None => None,
    };
    let sql = "INSERT INTO timers (organization_id, user_id, project_id, task_id, description, started_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    cx.tx.execute(sql, &[&cx.actor, &project.id, &start.task, &start.description, &cx.now]).await?;
    let timer = Timer {
        user_id: cx.actor,
        project_id: Some(project.id),
        task_id: start.task,
        description: start.description.clone(),
        started_at: cx.now,
    };
    Ok((timer, stopped))
}

/// Stops the timer that is running.
pub async fn stop(cx: &mut Ctx) -> Result<Expense> {
    cx.require(Expense::CREATE)?;
    lock(cx).await?;
    match stored(cx).await? {
        Some(timer) => book(cx, timer).await,
        None => Err(Error::conflict("not_running", "no timer is running")),
    }
}

/// Throws away what the timer has measured.
pub async fn discard(cx: &mut Ctx) -> Result<()> {
    cx.require(Expense::CREATE)?;
    forget(cx).await
}

async fn forget(cx: &Ctx) -> Result<()> {
    cx.tx.execute("DELETE FROM timers WHERE organization_id = $1 AND user_id = $2", &[&cx.actor]).await?;
    Ok(())
}

/// Makes an entry of what was measured; of a task that is gone, on its project. More than an entry may have is cut.
async fn book(cx: &mut Ctx, timer: Timer) -> Result<Expense> {
    forget(cx).await?;
    let tasks = crate::list::found(cx, std::iter::once(timer.task_id)).await?;
    let projects = crate::list::found(cx, std::iter::once(timer.project_id)).await?;
    if timer.project_id.is_none_or(|project| !projects.contains(&project)) {
        let detail = "the project that the timer runs for is not there any more; discard the timer";
        return Err(Error::conflict("gone", detail));
    }
    let zone = organization::zone("date", &cx.settings.time_zone)?;
    let ticks = half_even(i128::from(cx.now.0 - timer.started_at.0), TICK);
    let hours = i64::try_from(ticks).unwrap_or(MOST_HOURS.0).clamp(1, MOST_HOURS.0);
    let entry = Expense {
        kind: TIME.into(),
        project_id: timer.project_id,
        task_id: timer.task_id.filter(|task| tasks.contains(task)),
        hours: Some(Amount(hours)),
        description: timer.description,
        date: timer.started_at.day_in(&zone),
        ..Expense::default()
    };
    let given = ["taskId", "hours", "description", "date"].into_iter().filter_map(Expense::field).collect();
    crud::insert(cx, entry, None, &Given(given)).await
}
