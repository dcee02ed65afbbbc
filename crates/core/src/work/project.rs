//! Projects: who sees them, their statuses, their members. Visibility is decided here once, as SQL, for
//! everything that belongs to a project.

pub mod budget;
mod members;
mod progress;
mod rules;
mod visible;

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Field, Given, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::field::{Doc, Kind};
use crate::intake::form_template;
use crate::list::{Column, Side};
use crate::org::{Organization, User, member};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::{Day, Timestamp};
use crate::work::custom::{self, CustomValue};
use crate::work::status::{self, Status};
use crate::work::{Calendar, Task};
pub use budget::Percent;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
pub use progress::{Progress, progress};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::HashMap;
pub use visible::{few, require_live, seen, seen_as, visible_by_project};

/// A project within an organization: the parent of tasks.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Project", table = "projects", path = "projects")]
pub struct Project {
    #[entity(read_only)]
    pub id: Id<Project>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// Short key that task keys begin with, like WEB; made from the name when not given.
    #[entity(max = 10)]
    pub key: String,
    #[entity(required, max = 200, sort)]
    pub name: String,
    /// What the project is about, as Markdown.
    pub description: String,
    /// Who answers for it; the creator when not given.
    #[entity(refers = "Member")]
    pub owner_id: Id<User>,
    /// People who work on it; they see it also when it is private.
    #[entity(virtual, refers = "Member")]
    pub member_ids: Vec<Id<User>>,
    pub start_date: Option<Day>,
    pub end_date: Option<Day>,
    /// Where the project stands as a whole.
    #[entity(one_of = "planned|active|on_hold|done|cancelled", default = "active".into())]
    pub status: String,
    #[entity(one_of = "low|normal|high|urgent", default = "normal".into())]
    pub priority: String,
    /// Who sees it: the whole organization, or owner, members and Admins.
    #[entity(one_of = "organization|private", default = "organization".into())]
    pub visibility: String,
    /// Statuses of its tasks, in order.
    #[entity(default = Doc(status::defaults()))]
    pub statuses: Doc<Vec<Status>>,
    /// Working calendar; the organization's when absent.
    #[entity(refers = "Calendar")]
    pub calendar_id: Option<Id<Calendar>>,
    /// In whose working hours the lag of a link runs; in `24_hour` it runs around the clock.
    #[entity(one_of = "successor|predecessor|project|24_hour", default = "successor".into())]
    pub lag_calendar: String,
    /// A task is critical when its total float is at most so many working days.
    pub critical_slack: Amount,
    /// Whether links to a finish (FF, SF) may pull a task before the project's start.
    pub allow_before_project_start: bool,
    /// ISO 4217 code; the organization's when absent.
    #[entity(max = 3)]
    pub currency: Option<String>,
    /// What it may cost, in its currency.
    pub budget: Option<Amount>,
    /// Percentages of the budget at which its owner hears of what is spent, in ascending order.
    #[entity(default = Doc(budget::defaults()))]
    pub budget_thresholds: Doc<Vec<Percent>>,
    /// The highest of the thresholds that actual and committed costs have reached.
    #[entity(read_only)]
    pub budget_reached: Option<i64>,
    /// Values of custom fields; a change names those that it sets, and null removes one.
    pub custom_fields: Doc<Vec<CustomValue>>,
    #[entity(read_only, refers = "Member")]
    pub created_by: Id<User>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only, sort)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
    #[entity(hidden)]
    pub deleted_with: Option<AnyId>,
}

impl Project {
    async fn check(&self, cx: &Ctx, old: Option<&Self>) -> Result<()> {
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        if self.key.len() > 10
            || !self.key.starts_with(|c: char| c.is_ascii_uppercase())
            || !self.key.chars().all(plain)
        {
            return Err(Error::invalid("key", "format", "1 to 10 capital letters and digits, beginning with a letter"));
        }
        if let (Some(start), Some(end)) = (self.start_date, self.end_date)
            && start > end
        {
            return Err(Error::invalid("endDate", "before_start", "the end lies before the start"));
        }
        if let Some(currency) = &self.currency {
            crate::org::currency::check("currency", currency)?;
        }
        budget::check(self)?;
        rules::check(self)?;
        status::check(&self.statuses.0)?;
        // Who has left since stays where they stand until somebody else is named.
        if old.is_none_or(|old| old.owner_id != self.owner_id) {
            member::require(cx, "ownerId", &[self.owner_id]).await?;
        }
        let known = old.map(|old| old.member_ids.as_slice()).unwrap_or_default();
        let fresh: Vec<Id<User>> = self.member_ids.iter().filter(|id| !known.contains(id)).copied().collect();
        member::require(cx, "memberIds", &fresh).await
    }

    /// A key made from the name: initials of several words, else its first letters; made free by a number.
    pub async fn free_key(cx: &Ctx, name: &str) -> Result<String> {
        let words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .map(|w| w.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase())
            .filter(|w| w.starts_with(|c: char| c.is_ascii_uppercase()))
            .collect();
        let base: String = match words.as_slice() {
            [] => "PRJ".into(),
            [one] => one.chars().take(4).collect(),
            many => many.iter().filter_map(|w| w.chars().next()).take(4).collect(),
        };
        // Another project that is being made under the same name is made first.
        crate::event::take(cx, "project-keys", 0).await?;
        let sql = "SELECT key FROM projects WHERE organization_id = $1 AND key >= $2 AND key < $3";
        let used: Vec<(String,)> = cx.tx.rows(sql, &[&base, &format!("{base}~")]).await?;
        let free = |key: &String| !used.iter().any(|(k,)| k == key);
        let numbered = (2..).map(|n| format!("{base}{n}"));
        Ok(std::iter::once(base.clone()).chain(numbered.take(100_000)).find(free).unwrap_or(base))
    }
}

/// What goes into the trash with the project: by its task, and by its own project.
const HANG_ON_TASKS: [&str; 4] = ["comments", "checklists", "ai_suggestions", "attachments"];
const HANG_HERE: [&str; 9] = [
    "tasks",
    "baselines",
    "field_definitions",
    "expenses",
    "person_rates",
    "chat_rooms",
    "form_templates",
    "files",
    "views",
];

impl Resource for Project {
    const READ: Permission = Permission::ProjectRead;
    const CREATE: Permission = Permission::ProjectCreate;
    const UPDATE: Permission = Permission::ProjectUpdate;
    const DELETE: Permission = Permission::ProjectDelete;
    const THROUGH: Through = Through::Itself;
    const OWN: &'static [&'static str] = &["owner_id", "created_by"];
    const SHOWN: Shown = Shown::ByHome;
    const SIDES: &'static [&'static str] = &["memberIds"];
    const CUSTOM: Option<&'static custom::Holder> = Some(&custom::PROJECT);

    async fn prepare(_cx: &mut Ctx, body: &mut Map<String, Json>, old: Option<&Self>) -> Result<()> {
        custom::shape(body, old.map(|project| project.custom_fields.0.as_slice()).unwrap_or_default())
    }

    fn side(_cx: &Ctx, name: &str, _sql: &mut Sql) -> Option<Side> {
        (name == "memberIds").then(|| Side {
            from: "project_members pu".into(),
            owner: "pu.project_id",
            more: String::new(),
            column: Column::new("pu.user_id", Kind::Id),
            name: None,
            refers: "Member",
        })
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let ids: Vec<Id<Project>> = rows.iter().map(|p| p.id).collect();
        let sql = "SELECT project_id, user_id FROM project_members WHERE organization_id = $1 \
            AND project_id = ANY($2) ORDER BY created_at, user_id";
        let mut members: HashMap<Id<Project>, Vec<Id<User>>> = HashMap::new();
        for (project, user) in cx.tx.rows::<(Id<Project>, Id<User>)>(sql, &[&ids]).await? {
            members.entry(project).or_default().push(user);
        }
        for row in rows {
            row.member_ids = members.remove(&row.id).unwrap_or_default();
        }
        Ok(())
    }

    fn compared(cx: &Ctx, field: &Field, _sql: &mut Sql) -> Option<String> {
        budget::compared(cx, field)
    }

    fn seen(&self, cx: &Ctx) -> Cow<'_, Self> {
        budget::seen(self, cx)
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        if !given.has(Self::OWNER_ID) && self.owner_id == Id::default() {
            self.owner_id = cx.actor;
        }
        if self.key.is_empty() {
            self.key = Self::free_key(cx, &self.name).await?;
        }
        self.created_by = cx.actor;
        budget::settle(self, None, cx, given)?;
        let values = std::mem::take(&mut self.custom_fields.0);
        let rules = custom::rules(cx, &custom::PROJECT, None, &values, true).await?;
        self.custom_fields.0 = rules.complete(cx, &values, None).await?;
        self.member_ids.sort_unstable();
        self.member_ids.dedup();
        crate::crud::hold_reference::<Calendar, _>(cx, "calendarId", self.calendar_id).await?;
        self.check(cx, None).await
    }

    fn kept(&self, other: &Self) -> Map<String, Json> {
        crate::amount::together(self, other, Self::CURRENCY, &[Self::BUDGET])
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        budget::settle(self, Some(old), cx, given)?;
        if given.has(Self::CUSTOM_FIELDS) {
            let values = std::mem::take(&mut self.custom_fields.0);
            let rules = custom::rules(cx, &custom::PROJECT, Some(self.id.cast()), &values, false).await?;
            self.custom_fields.0 = rules.complete(cx, &values, Some(&old.custom_fields.0)).await?;
        }
        if self.calendar_id != old.calendar_id {
            crate::crud::hold_reference::<Calendar, _>(cx, "calendarId", self.calendar_id).await?;
        }
        self.member_ids.sort_unstable();
        self.member_ids.dedup();
        self.check(cx, Some(old)).await?;
        if self.statuses != old.statuses {
            self.move_statuses(cx).await?;
        }
        Ok(())
    }

    async fn stored(&mut self, old: Option<&Self>, cx: &mut Ctx, _given: &Given) -> Result<()> {
        let before = old.map(|o| o.member_ids.as_slice()).unwrap_or_default();
        for user in before.iter().filter(|u| !self.member_ids.contains(u)) {
            let sql = "DELETE FROM project_members WHERE organization_id = $1 AND project_id = $2 AND user_id = $3";
            cx.tx.execute(sql, &[&self.id, user]).await?;
        }
        for user in self.member_ids.iter().filter(|u| !before.contains(u)) {
            let sql = "INSERT INTO project_members (organization_id, project_id, user_id, created_at) \
                VALUES ($1, $2, $3, $4)";
            cx.tx.execute(sql, &[&self.id, user, &cx.now]).await?;
        }
        let before = old.map(|old| old.custom_fields.0.as_slice()).unwrap_or_default();
        custom::store(cx, &custom::PROJECT, self.id.cast(), before, &self.custom_fields.0).await
    }

    /// Tasks and what hangs on them go along, and come back along.
    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        cx.tx.execute(form_template::GOES_WITH_PROJECT, &[&self.id, &cx.now]).await?;
        for table in HANG_ON_TASKS {
            let sql = format!(
                "UPDATE {table} SET deleted_at = $3, deleted_with = $2 WHERE organization_id = $1 AND deleted_at IS NULL \
                 AND task_id IN (SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND k.project_id = $2)"
            );
            cx.tx.execute(&sql, &[&self.id, &cx.now]).await?;
        }
        for table in HANG_HERE {
            let sql = format!(
                "UPDATE {table} SET deleted_at = $3, deleted_with = $2 \
                 WHERE organization_id = $1 AND project_id = $2 AND deleted_at IS NULL"
            );
            cx.tx.execute(&sql, &[&self.id, &cx.now]).await?;
        }
        Ok(())
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        cx.tx.execute(form_template::COMES_WITH_PROJECT, &[&self.id]).await?;
        for table in HANG_ON_TASKS {
            let sql = format!(
                "UPDATE {table} SET deleted_at = NULL, deleted_with = NULL WHERE organization_id = $1 AND deleted_with = $2 \
                 AND task_id IN (SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND k.project_id = $2)"
            );
            cx.tx.execute(&sql, &[&self.id]).await?;
        }
        for table in HANG_HERE {
            let sql = format!(
                "UPDATE {table} SET deleted_at = NULL, deleted_with = NULL \
                 WHERE organization_id = $1 AND project_id = $2 AND deleted_with = $2"
            );
            cx.tx.execute(&sql, &[&self.id]).await?;
        }
        Ok(())
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        super::expense::locked::keep_in_project(cx, self.id).await?;
        super::task::purge_where(cx, "k.project_id = $2", &self.id).await?;
        for table in ["expenses", "timers", "person_rates"] {
            let sql = format!("DELETE FROM {table} WHERE organization_id = $1 AND project_id = $2");
            cx.tx.execute(&sql, &[&self.id]).await?;
        }
        crate::chat::room::purge_of(cx, self.id).await?;
        for sql in crate::files::file::purge_where("f.project_id = $2") {
            cx.tx.execute(&sql, &[&self.id]).await?;
        }
        for sql in [
            "DELETE FROM baseline_tasks WHERE organization_id = $1 AND baseline_id IN \
                (SELECT b.id FROM baselines b WHERE b.organization_id = $1 AND b.project_id = $2)",
            "DELETE FROM baselines WHERE organization_id = $1 AND project_id = $2",
            "DELETE FROM project_members WHERE organization_id = $1 AND project_id = $2",
            "DELETE FROM project_field_values WHERE organization_id = $1 AND object_id = $2",
            "DELETE FROM project_field_values WHERE organization_id = $1 AND field_id IN \
                (SELECT d.id FROM field_definitions d WHERE d.organization_id = $1 AND d.project_id = $2)",
            "DELETE FROM task_field_values WHERE organization_id = $1 AND field_id IN \
                (SELECT d.id FROM field_definitions d WHERE d.organization_id = $1 AND d.project_id = $2)",
            "DELETE FROM field_definitions WHERE organization_id = $1 AND project_id = $2",
            "DELETE FROM views WHERE organization_id = $1 AND project_id = $2",
            "UPDATE imports SET project_id = NULL WHERE organization_id = $1 AND project_id = $2",
            "DELETE FROM search_docs WHERE organization_id = $1 AND home_id = $2",
            "DELETE FROM external_refs WHERE organization_id = $1 AND object_id = $2",
        ]
        .into_iter()
        .chain(form_template::PURGED_WITH_PROJECT)
        {
            cx.tx.execute(sql, &[&self.id]).await?;
        }
        Ok(())
    }

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text { key: &self.key, ..Text::new(&self.name, &self.description) }.with_custom(&self.custom_fields.0))
    }

    /// It was open, or the caller was among its people.
    fn saw(cx: &Ctx, last: &Map<String, Json>) -> bool {
        let me = Json::String(cx.actor.to_string());
        let among = last["memberIds"].as_array().is_some_and(|people| people.contains(&me));
        let open = cx.permits(Permission::ProjectReadOpen) && last["visibility"] == "organization";
        cx.permits(Permission::ProjectReadAll) || open || among || last["ownerId"] == me
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (Some(self.id.cast()), None)
    }
}

impl Project {
    /// A status in use cannot go; a changed kind reaches the tasks that are in it.
    async fn move_statuses(&self, cx: &mut Ctx) -> Result<()> {
        let sql = "SELECT DISTINCT status, status_kind FROM tasks WHERE organization_id = $1 AND project_id = $2";
        let used: Vec<(String, String)> = cx.tx.rows(sql, &[&self.id]).await?;
        for (key, kind) in used {
            let Some(status) = self.statuses.0.iter().find(|s| s.key == key) else {
                let detail = format!("tasks are in status `{key}`; move them to another one first");
                return Err(Error::invalid("statuses", "in_use", detail));
            };
            if status.kind.as_str() != kind {
                let sql =
                    "UPDATE tasks SET status_kind = $4 WHERE organization_id = $1 AND project_id = $2 AND status = $3";
                cx.tx.execute(sql, &[&self.id, &key, &status.kind.as_str()]).await?;
                let sql = "SELECT DISTINCT parent_id FROM tasks WHERE organization_id = $1 AND project_id = $2 \
                    AND status = $3 AND parent_id IS NOT NULL";
                let wholes: Vec<(Id<Task>,)> = cx.tx.rows(sql, &[&self.id, &key]).await?;
                cx.plan.wholes.extend(wholes.into_iter().map(|(whole,)| whole));
                cx.plan.rekinded.push(key);
            }
        }
        Ok(())
    }
}
