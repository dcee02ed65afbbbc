//! Expenses: money and time spent on a project or on one of its tasks. With a task the project follows the
//! task, wherever it moves. Everybody enters their own; those of others are changed by who may manage them.

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User, currency, organization};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::{Day, Timestamp};
use crate::work::{Project, Task};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};

/// Money or time spent on a project, or on one of its tasks.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Expense", table = "expenses", path = "expenses")]
pub struct Expense {
    #[entity(read_only)]
    pub id: Id<Expense>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The project it is for; with a task always the task's.
    #[entity(refers = "Project")]
    pub project_id: Option<Id<Project>>,
    /// The task it is for.
    #[entity(refers = "Task")]
    pub task_id: Option<Id<Task>>,
    /// How much was spent; below 0 for a credit note.
    #[entity(required)]
    pub amount: Amount,
    /// ISO 4217 code of the amount; the project's, else the organization's when not given.
    #[entity(max = 3)]
    pub currency: String,
    /// Hours worked, where it is an entry of time.
    pub hours: Option<Amount>,
    /// What it was spent on.
    #[entity(max = 2000)]
    pub description: String,
    /// The day of the expense; today when not given.
    #[entity(sort)]
    pub date: Day,
    /// Whose expense it is.
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

/// Brings the expenses of the tasks that a condition on `k` finds to the project that these move to.
pub async fn follow(cx: &Ctx, mut sql: Sql, condition: &str, project: Id<Project>) -> Result<()> {
    let project = sql.arg(project);
    let text = format!(
        "UPDATE expenses SET project_id = {project} WHERE organization_id = $1 AND task_id IN \
         (SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND {condition})"
    );
    cx.tx.execute(&text, &sql.args()).await?;
    Ok(())
}

async fn visible<E: Resource, T>(cx: &Ctx, field: &str, id: Id<T>) -> Result<E> {
    match crate::list::one::<E>(cx, id.cast(), Some(false), false).await {
        Err(Error::NotFound | Error::Forbidden(_)) => Err(Error::no_such(field, &E::MODEL.to_lowercase())),
        other => other,
    }
}

impl Expense {
    /// Finds task and project, as far as the caller sees them, and brings them together.
    async fn settle(&mut self, cx: &Ctx, given: &Given) -> Result<Project> {
        if let Some(task) = self.task_id {
            let task: Task = visible(cx, "taskId", task).await?;
            let other = given.has(Self::PROJECT_ID) && self.project_id.is_some_and(|p| p != task.project_id);
            if other {
                let project: Project = visible(cx, "projectId", self.project_id.unwrap_or_default()).await?;
                let detail =
                    format!("the task is not in the project {}; with a task the project follows it", project.key);
                return Err(Error::invalid("projectId", "disagrees", detail));
            }
            self.project_id = Some(task.project_id);
        }
        match self.project_id {
            Some(project) => visible(cx, "projectId", project).await,
            None => Err(Error::invalid("projectId", "required", "an expense has a project or a task")),
        }
    }

    fn check(&self) -> Result<()> {
        if self.hours.is_some_and(|hours| hours.0 < 0) {
            return Err(Error::invalid("hours", "range", "not below 0"));
        }
        currency::check("currency", &self.currency)
    }

    fn price(&mut self, cx: &Ctx, project: &Project) {
        if self.currency.is_empty() {
            self.currency = project.currency.clone().unwrap_or_else(|| cx.settings.currency.clone());
        }
    }
}

impl Resource for Expense {
    const READ: Permission = Permission::ExpenseRead;
    const CREATE: Permission = Permission::ExpenseCreate;
    const UPDATE: Permission = Permission::ExpenseUpdate;
    const DELETE: Permission = Permission::ExpenseDelete;
    const THROUGH: Through = Through::Project;
    const OWN: &'static [&'static str] = &["created_by"];
    const SHOWN: Shown = Shown::ByHome;

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new(&self.description, ""))
    }

    async fn prepare(cx: &mut Ctx, body: &mut Map<String, Json>, old: Option<&Self>) -> Result<()> {
        let absent = body.get("date").map_or(old.is_none(), Json::is_null);
        if absent {
            let zone = organization::zone("date", &cx.settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
            body.insert("date".into(), cx.now.day_in(&zone).to_string().into());
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        self.created_by = cx.actor;
        let project = self.settle(cx, given).await?;
        self.price(cx, &project);
        self.check()
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        if (self.task_id, self.project_id) != (old.task_id, old.project_id) || self.currency.is_empty() {
            let project = self.settle(cx, given).await?;
            self.price(cx, &project);
        }
        if self.currency != old.currency && !given.has(Self::AMOUNT) {
            let detail = "the amount is in the old currency; give it again together with the new one";
            return Err(Error::invalid("currency", "amounts", detail));
        }
        self.check()
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        self.deleted_with = None;
        if let Some(task) = self.task_id {
            super::task::require_live(cx, task).await?;
        }
        let sql = "SELECT id FROM projects WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL";
        match cx.tx.row::<(AnyId,)>(sql, &[&self.project_id]).await? {
            Some(_) => Ok(()),
            None => Err(Error::conflict("project_in_trash", "its project is in the trash; restore the project first")),
        }
    }

    fn own_rule(&self, cx: &Ctx, _permission: Permission) -> bool {
        self.created_by == cx.actor || cx.permits(Permission::ExpenseManage)
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id.map(Id::cast), self.task_id.map(Id::cast))
    }
}
