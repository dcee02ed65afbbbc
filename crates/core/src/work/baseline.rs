//! Baselines: a plan frozen by name. What it holds is never edited and outlives the tasks.

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::{Project, Task};
use guildhall_entity_derive::Entity;
use guildhall_store::{FromRow, Id, Row};
use serde::Serialize;

/// A named, frozen state of a project's plan.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Baseline", table = "baselines", path = "baselines")]
pub struct Baseline {
    #[entity(read_only)]
    pub id: Id<Baseline>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(read_only, refers = "Project")]
    pub project_id: Id<Project>,
    #[entity(read_only)]
    pub name: String,
    #[entity(read_only, refers = "Member")]
    pub created_by: Id<User>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
    #[entity(hidden)]
    pub deleted_with: Option<AnyId>,
}

impl Resource for Baseline {
    const READ: Permission = Permission::BaselineRead;
    const CREATE: Permission = Permission::BaselineWrite;
    const UPDATE: Permission = Permission::BaselineWrite;
    const DELETE: Permission = Permission::BaselineWrite;
    const THROUGH: Through = Through::Project;
    const SHOWN: Shown = Shown::ByHome;
    const VERBS: Verbs = Verbs::ReadAndTrash;

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        if cx.permits(Self::DELETE) { vec!["delete"] } else { Vec::new() }
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        show_active(cx, self.project_id, None).await
    }

    /// Its row is still in the trash here.
    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        show_active(cx, self.project_id, Some(self.id)).await
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        let sql = "DELETE FROM baseline_tasks WHERE organization_id = $1 AND baseline_id = $2";
        cx.tx.execute(sql, &[&self.id]).await?;
        Ok(())
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (Some(self.project_id.cast()), None)
    }
}

/// What a baseline holds of one task.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BaselineTask {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    pub title: String,
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
    /// ISO 4217 code of the cost.
    pub currency: Option<String>,
}

impl FromRow for BaselineTask {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self {
            task_id: row.get(0)?,
            title: row.get(1)?,
            start_date: row.get(2)?,
            end_date: row.get(3)?,
            duration: row.get(4)?,
            work: row.get(5)?,
            cost: row.get(6)?,
            currency: row.get(7)?,
        })
    }
}

impl Baseline {
    /// What it holds, task by task, of the tasks that the caller sees. Who reads all tasks also sees those that are
    /// gone for good; whose own one of them was is not known any more.
    pub async fn tasks(&self, cx: &Ctx) -> Result<Vec<BaselineTask>> {
        cx.require_reach(Task::READ)?;
        let mut sql = Sql::default();
        let this = sql.arg(self.id);
        sql.join("LEFT JOIN tasks k ON k.organization_id = b.organization_id AND k.id = b.task_id");
        if let Some(own) = crate::own::condition::<Task>(cx, &mut sql, "k") {
            sql.and(&own);
        }
        if !cx.permits(Permission::ProjectReadAll) {
            // It may have moved to another project since.
            sql.join("LEFT JOIN projects p ON p.organization_id = b.organization_id AND p.id = k.project_id");
            let seen = crate::work::project::seen(cx, &mut sql);
            sql.and(&format!("(k.id IS NULL OR {seen})"));
        }
        let (joins, conditions) = sql.parts();
        let text = format!(
            "SELECT b.task_id, b.title, b.start_date, b.end_date, b.duration, b.work, b.cost, b.currency \
             FROM baseline_tasks b{joins} WHERE b.organization_id = $1 AND b.baseline_id = {this}{conditions} \
             ORDER BY b.task_id"
        );
        Ok(cx.tx.rows(&text, &sql.args()).await?)
    }

    /// Freezes one task.
    pub async fn freeze(&self, cx: &Ctx, task: &BaselineTask) -> Result<()> {
        let sql = "INSERT INTO baseline_tasks (organization_id, baseline_id, task_id, title, start_date, end_date, \
            duration, work, cost, currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
            ON CONFLICT (organization_id, baseline_id, task_id) DO NOTHING";
        let BaselineTask { task_id, title, start_date, end_date, duration, work, cost, currency } = task;
        cx.tx.execute(sql, &[&self.id, task_id, title, start_date, end_date, duration, work, cost, currency]).await?;
        Ok(())
    }
}

const LONGEST_NAME: usize = 200;

/// The active baseline of a project: the newest that is not in the trash, or is the one that comes `back` from it.
pub(crate) async fn active(cx: &Ctx, project: Id<Project>, back: Option<Id<Baseline>>) -> Result<Option<Id<Baseline>>> {
    let sql = "SELECT id FROM baselines WHERE organization_id = $1 AND project_id = $2 \
        AND (deleted_at IS NULL OR id = $3) ORDER BY created_at DESC, id DESC LIMIT 1";
    let found: Option<(Id<Baseline>,)> = cx.tx.row(sql, &[&project, &back]).await?;
    Ok(found.map(|(id,)| id))
}

/// Shows the active baseline on the tasks of a project, those in the trash too, as they may come back: in two
/// statements, whatever the project's size, and written is only what changes. A task that it does not hold, like
/// every task of a project that has no baseline left, shows none.
pub(crate) async fn show_active(cx: &Ctx, project: Id<Project>, back: Option<Id<Baseline>>) -> Result<()> {
    let active = active(cx, project, back).await?;
    for sql in [
        "UPDATE tasks SET baseline_start = b.start_date, baseline_end = b.end_date FROM baseline_tasks b \
         WHERE tasks.organization_id = $1 AND tasks.project_id = $2 AND b.organization_id = $1 AND b.baseline_id = $3 \
         AND b.task_id = tasks.id AND (tasks.baseline_start IS DISTINCT FROM b.start_date \
         OR tasks.baseline_end IS DISTINCT FROM b.end_date)",
        "UPDATE tasks SET baseline_start = NULL, baseline_end = NULL WHERE organization_id = $1 AND project_id = $2 \
         AND (baseline_start IS NOT NULL OR baseline_end IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM baseline_tasks b \
         WHERE b.organization_id = $1 AND b.baseline_id = $3 AND b.task_id = tasks.id)",
    ] {
        cx.tx.execute(sql, &[&project, &active]).await?;
    }
    Ok(())
}

/// Freezes the plan of a project, and shows it on its tasks as the active baseline: in a few statements,
/// whatever the project's size.
pub async fn freeze(cx: &mut Ctx, project: AnyId, name: &str) -> Result<Baseline> {
    cx.require(Baseline::CREATE)?;
    let project: Project = crate::list::one(cx, project, Some(false), false).await?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid("name", "length", format!("1 to {LONGEST_NAME} characters")));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::invalid("name", "format", "a name is one line without control characters"));
    }
    let same = "SELECT id FROM baselines WHERE organization_id = $1 AND project_id = $2 AND name = $3 \
        AND deleted_at IS NULL";
    if cx.tx.row::<(AnyId,)>(same, &[&project.id, &name]).await?.is_some() {
        return Err(Error::taken("name", "the project has a baseline of this name"));
    }
    let made = Baseline { project_id: project.id, name: name.to_owned(), created_by: cx.actor, ..Baseline::default() };
    let made = crate::crud::store_new(cx, made).await?;
    let sql = "INSERT INTO baseline_tasks (organization_id, baseline_id, task_id, title, start_date, end_date, duration, work, \
        cost, currency) SELECT $1, $3, t.id, t.title, t.start_date, t.end_date, t.duration, t.estimate_hours, \
        t.estimate_cost, t.currency FROM tasks t WHERE t.organization_id = $1 AND t.project_id = $2 AND t.deleted_at IS NULL";
    cx.tx.execute(sql, &[&project.id, &made.id]).await?;
    show_active(cx, project.id, None).await?;
    Ok(made)
}
