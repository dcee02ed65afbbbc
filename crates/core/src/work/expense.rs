//! Expenses: money and time spent on a project or on one of its tasks. With a task the project follows the
//! task, wherever it moves. Everybody enters their own; those of others are entered and changed by who may manage
//! them. Time is priced when it is entered (`price`); what is submitted or approved is locked (`decide`).

pub mod decide;
pub mod locked;
mod price;
pub mod withheld;

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Field, Given, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::files::File;
use crate::org::{Organization, User, currency, member, organization};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::{Day, Timestamp};
use crate::work::{Project, Task};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

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
    /// Money that was spent, or time that was worked.
    #[entity(create_only, one_of = "expense|time", default = EXPENSE.into())]
    pub kind: String,
    /// Whose expense or time it is; the caller when not given.
    #[entity(refers = "Member")]
    pub user_id: Id<User>,
    /// How much was spent, below 0 for a credit note; of time its hours by the person's rate, null while no rate
    /// prices it.
    pub amount: Option<Amount>,
    /// ISO 4217 code of the amount; that of the rate, else the project's, else the organization's when not given.
    #[entity(max = 3)]
    pub currency: String,
    /// Hours worked.
    pub hours: Option<Amount>,
    /// What an hour cost when the time was priced; it stays, whatever becomes of the person's rates.
    #[entity(read_only)]
    pub rate: Option<Amount>,
    /// True if it has an amount, also where that is withheld: of others' time amount and rate are seen with
    /// `rate:read` and else null.
    #[entity(virtual, read_only)]
    pub priced: bool,
    /// What it was spent on.
    #[entity(max = 2000)]
    pub description: String,
    /// The day of the expense; today when not given.
    #[entity(sort)]
    pub date: Day,
    /// The receipt: a file of the same project.
    #[entity(refers = "File")]
    pub receipt_file_id: Option<Id<File>>,
    /// Changed by `POST expenses/{id}/submit`, `…/withdraw` and `…/decide`.
    #[entity(read_only, one_of = "draft|submitted|approved|rejected", default = decide::DRAFT.into())]
    pub status: String,
    #[entity(read_only)]
    pub submitted_at: Option<Timestamp>,
    #[entity(read_only, refers = "Member")]
    pub decided_by: Option<Id<User>>,
    #[entity(read_only)]
    pub decided_at: Option<Timestamp>,
    /// What was said with the decision.
    #[entity(read_only)]
    pub decision_reason: Option<String>,
    /// Who entered it.
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
    /// The caller does not see the task.
    #[entity(virtual, hidden)]
    pub hides_task: bool,
}

/// The kinds.
pub const EXPENSE: &str = "expense";
pub const TIME: &str = "time";

/// Most hours of one entry of time.
pub(super) const MOST_HOURS: Amount = Amount::whole(1000);

/// Brings the expenses of the tasks that a condition on `k` finds to the project that these move to, and timers.
pub async fn follow(cx: &Ctx, mut sql: Sql, condition: &str, project: Id<Project>) -> Result<()> {
    let project = sql.arg(project);
    for table in ["expenses", "timers"] {
        let text = format!(
            "UPDATE {table} SET project_id = {project} WHERE organization_id = $1 AND task_id IN \
             (SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND {condition})"
        );
        cx.tx.execute(&text, &sql.args()).await?;
    }
    Ok(())
}

/// What an entry leads to, which nobody trashes or moves before the change is done.
async fn held<E: Resource, T>(cx: &Ctx, field: &str, id: Id<T>) -> Result<E> {
    match crate::list::one::<E>(cx, id.cast(), Some(false), true).await {
        Err(Error::NotFound | Error::Forbidden(_)) => Err(Error::no_such(field, &E::MODEL.to_lowercase())),
        other => other,
    }
}

/// The project of an entry that names a project, a task or both, as far as the caller sees them; `named` says that
/// the project stands in the request.
pub(super) async fn place(
    cx: &Ctx,
    project: Option<Id<Project>>,
    task: Option<Id<Task>>,
    named: bool,
) -> Result<Project> {
    let home = match task {
        Some(task) => Some(held::<Task, _>(cx, "taskId", task).await?.project_id),
        None => project,
    };
    if let (Some(_), Some(home), Some(project)) = (task, home, project.filter(|_| named))
        && project != home
    {
        let project: Project = held(cx, "projectId", project).await?;
        let detail = format!("the task is not in the project {}; with a task the project follows it", project.key);
        return Err(Error::invalid("projectId", "disagrees", detail));
    }
    match home {
        Some(home) => held(cx, "projectId", home).await,
        None => Err(Error::invalid("projectId", "required", "an expense has a project or a task")),
    }
}

impl Expense {
    /// True if it is time that was worked.
    pub fn is_time(&self) -> bool {
        self.kind == TIME
    }

    /// Finds task and project, and brings them together.
    async fn settle(&mut self, cx: &Ctx, given: &Given) -> Result<Project> {
        if given.has(Self::CURRENCY) {
            currency::check("currency", &self.currency)?;
        }
        let project = place(cx, self.project_id, self.task_id, given.has(Self::PROJECT_ID)).await?;
        self.project_id = Some(project.id);
        Ok(project)
    }

    /// Only who may manage expenses enters those of others.
    async fn require_person(&self, cx: &Ctx) -> Result<()> {
        if self.user_id != cx.actor {
            cx.require(Permission::ExpenseManage)?;
        }
        member::require(cx, "userId", &[self.user_id]).await
    }

    async fn require_receipt(&self, cx: &Ctx) -> Result<()> {
        let Some(receipt) = self.receipt_file_id else { return Ok(()) };
        let file: File = held(cx, "receiptFileId", receipt).await?;
        if Some(file.project_id) == self.project_id {
            return Ok(());
        }
        Err(Error::invalid("receiptFileId", "disagrees", "the receipt is a file of another project"))
    }

    fn check(&self) -> Result<()> {
        if self.hours.is_some_and(|hours| hours.0 < 0) {
            return Err(Error::invalid("hours", "range", "not below 0"));
        }
        match (self.is_time(), self.hours, self.amount) {
            (true, None, _) => return Err(Error::invalid("hours", "required", "an entry of time has hours")),
            (true, Some(hours), _) if hours.0 == 0 || hours > MOST_HOURS => {
                return Err(Error::invalid("hours", "range", format!("more than 0 and at most {MOST_HOURS}")));
            }
            (false, _, None) => return Err(Error::invalid("amount", "required", "`amount` is required")),
            _ => {}
        }
        currency::check("currency", &self.currency)
    }
}

impl Resource for Expense {
    const READ: Permission = Permission::ExpenseRead;
    const CREATE: Permission = Permission::ExpenseCreate;
    const UPDATE: Permission = Permission::ExpenseUpdate;
    const DELETE: Permission = Permission::ExpenseDelete;
    const THROUGH: Through = Through::Project;
    const OWN: &'static [&'static str] = &["user_id", "created_by"];
    const SHOWN: Shown = Shown::ByHome;

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new(&self.description, ""))
    }

    /// A receipt that the caller does not see, because the entry has moved away from it, reads null; so does the
    /// task, to who does not see all tasks of the project.
    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let seen = crate::list::found(cx, rows.iter().map(|row| row.receipt_file_id)).await?;
        for row in &mut *rows {
            row.receipt_file_id = row.receipt_file_id.filter(|id| seen.contains(id));
        }
        if !cx.permits(Permission::TaskRead) {
            let seen = crate::list::found(cx, rows.iter().map(|row| row.task_id)).await?;
            for row in rows {
                row.hides_task = row.task_id.is_some_and(|id| !seen.contains(&id));
            }
        }
        Ok(())
    }

    fn compared(cx: &Ctx, field: &Field, sql: &mut Sql) -> Option<String> {
        withheld::compared(cx, field, sql)
    }

    fn seen(&self, cx: &Ctx) -> Cow<'_, Self> {
        self.as_seen(cx)
    }

    async fn prepare(cx: &mut Ctx, body: &mut Map<String, Json>, old: Option<&Self>) -> Result<()> {
        decide::refuse_patch(body)?;
        let absent = body.get("date").map_or(old.is_none(), Json::is_null);
        if absent {
            body.insert("date".into(), organization::today(cx).to_string().into());
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        self.created_by = cx.actor;
        if self.user_id == Id::default() {
            self.user_id = cx.actor;
        }
        let project = self.settle(cx, given).await?;
        self.require_person(cx).await?;
        self.require_receipt(cx).await?;
        self.price(None, cx, given, &project).await?;
        self.check()
    }

    fn kept(&self, other: &Self) -> Map<String, Json> {
        let mut kept = crate::amount::together(self, other, Self::CURRENCY, &[Self::AMOUNT]);
        if self.rate != other.rate {
            kept.insert(Self::FIELDS[Self::RATE].name.to_owned(), self.json(Self::RATE));
        }
        kept
    }

    /// The rate of before is in force again, whatever a person costs by now.
    async fn taking_back(&mut self, old: &Self, cx: &mut Ctx, given: &Given, kept: &Map<String, Json>) -> Result<()> {
        let amount = self.amount;
        self.updating(old, cx, given).await?;
        if let Some(rate) = kept.get(Self::FIELDS[Self::RATE].name) {
            self.parse(Self::RATE, rate).map_err(|refused| Error::invalid("rate", refused.code, refused.detail))?;
            self.amount = amount;
        }
        Ok(())
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        old.require_open()?;
        if self.user_id == Id::default() {
            self.user_id = cx.actor;
        }
        if self.user_id != old.user_id {
            self.require_person(cx).await?;
        }
        let moved = (self.task_id, self.project_id) != (old.task_id, old.project_id);
        if moved || self.currency.is_empty() || self.is_time() {
            let project = self.settle(cx, given).await?;
            self.price(Some(old), cx, given, &project).await?;
        }
        if moved || self.receipt_file_id != old.receipt_file_id {
            self.require_receipt(cx).await?;
        }
        if !self.is_time() && self.currency != old.currency && !given.has(Self::AMOUNT) {
            let detail = "the amount is in the old currency; give it again together with the new one";
            return Err(Error::invalid("currency", "amounts", detail));
        }
        self.check()
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        if cx.permits(Permission::ExpenseManage) { Ok(()) } else { self.require_open() }
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        self.deleted_with = None;
        if !cx.permits(Permission::ExpenseManage) {
            self.require_open()?;
        }
        if let Some(task) = self.task_id {
            super::task::require_live(cx, task).await?;
        }
        match self.project_id {
            Some(project) => super::project::require_live(cx, project).await,
            None => Ok(()),
        }
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        if cx.permits(Permission::ExpenseManage) { Ok(()) } else { self.require_open() }
    }

    fn own_rule(&self, cx: &Ctx, _permission: Permission) -> bool {
        self.user_id == cx.actor || cx.permits(Permission::ExpenseManage)
    }

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        self.ways(cx)
    }

    /// Before entries were of people they were of who entered them, and time if they had hours.
    fn of_old(fields: &mut Map<String, Json>) {
        if fields.contains_key("userId") {
            return;
        }
        if fields.get("hours").is_some_and(|hours| hours.to_string().parse::<Amount>().is_ok_and(|hours| hours.0 > 0)) {
            fields.insert("kind".into(), TIME.into());
        }
        if let Some(author) = fields.get("createdBy").cloned() {
            fields.insert("userId".into(), author);
        }
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id.map(Id::cast), self.task_id.map(Id::cast))
    }
}
