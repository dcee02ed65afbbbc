//! Tasks: an endless tree within a project. This file is what a task *is*; the tree stands in `task/tree`,
//! links in `task/links`, dates in `task/dates`, people and labels in `task/sides`, ends in `task/trash`, changes
//! that are taken back in `task/back`.

mod actuals;
mod back;
pub mod bulk;
pub mod dates;
mod hours;
pub mod links;
pub mod progress;
pub mod sides;
pub mod statuses;
mod trash;
pub mod tree;
pub(crate) mod visible;

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Field, Given, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::field::Doc;
use crate::list::Side;
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::custom;
pub use crate::work::custom::CustomValue;
use crate::work::status;
use crate::work::{Calendar, Label, Project};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use links::Dependency;
use serde_json::{Map, Value as Json};
use sides::Assignment;
use std::borrow::Cow;
pub use trash::purge_where;
pub use visible::{projects_of, require_live, visible_by_task};

/// A task or subtask within a project.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Task", table = "tasks", path = "tasks")]
pub struct Task {
    #[entity(read_only)]
    pub id: Id<Task>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The project it belongs to; changed by moving.
    #[entity(required, create_only, refers = "Project")]
    pub project_id: Id<Project>,
    /// The task it is a part of; changed by moving.
    #[entity(create_only, refers = "Task")]
    pub parent_id: Option<Id<Task>>,
    /// All tasks above it, outermost first.
    #[entity(virtual, read_only)]
    pub ancestors: Vec<Id<Task>>,
    #[entity(hidden)]
    pub path: Vec<u8>,
    /// Order among its siblings; an opaque text that sorts.
    #[entity(read_only, sort)]
    pub rank: String,
    /// Key for life, like WEB-123.
    #[entity(read_only)]
    pub key: String,
    #[entity(required, max = 500, sort)]
    pub title: String,
    /// What is to be done, as Markdown.
    pub description: String,
    /// Key of one of the project's statuses.
    #[entity(max = 64)]
    pub status: String,
    /// open, active, done or cancelled: what the status means.
    #[entity(read_only)]
    pub status_kind: String,
    #[entity(one_of = "low|normal|high|urgent", default = "normal".into())]
    pub priority: String,
    /// The first of the assignments.
    #[entity(refers = "Member")]
    pub assignee_id: Option<Id<User>>,
    /// People working on it and with how much of their time (1 is full time).
    #[entity(virtual)]
    pub assignments: Vec<Assignment>,
    #[entity(virtual, refers = "Label")]
    pub labels: Vec<Id<Label>>,
    /// When work begins.
    #[entity(sort)]
    pub start_date: Option<Timestamp>,
    /// When work is finished.
    #[entity(sort)]
    pub end_date: Option<Timestamp>,
    /// When it must be finished: the scheduling deadline.
    #[entity(sort)]
    pub due_date: Option<Timestamp>,
    /// Length in working days of its calendar.
    pub duration: Option<Amount>,
    #[entity(hidden)]
    pub duration_minutes: Option<i64>,
    /// Start in the active baseline.
    #[entity(read_only)]
    pub baseline_start: Option<Timestamp>,
    /// End in the active baseline.
    #[entity(read_only)]
    pub baseline_end: Option<Timestamp>,
    /// Tasks that come before it; plain finish-to-start unless `dependencies` says otherwise.
    #[entity(virtual)]
    pub depends_on: Vec<Id<Task>>,
    /// The same links with type (FS, SS, FF, SF) and lag ("2d", "-4h", "1ed", "50%").
    #[entity(virtual)]
    pub dependencies: Vec<Dependency>,
    /// How many links lead to tasks that the caller may not see.
    #[entity(virtual, read_only)]
    pub hidden_dependencies: i64,
    pub estimate_hours: Option<Amount>,
    pub actual_hours: Option<Amount>,
    pub estimate_cost: Option<Amount>,
    pub actual_cost: Option<Amount>,
    /// ISO 4217 code of its costs; the project's, else the organization's when not given.
    #[entity(max = 3)]
    pub currency: Option<String>,
    /// Whether its dates follow from links and constraints, or stay as they are.
    #[entity(one_of = "auto|manual", default = "auto".into())]
    pub schedule_mode: String,
    /// What binds its dates besides links: `{"type": "SNET", "date": …}`.
    #[entity(virtual)]
    pub constraint: Option<dates::Constraint>,
    #[entity(hidden)]
    pub constraint_type: Option<String>,
    #[entity(hidden)]
    pub constraint_date: Option<Timestamp>,
    /// How much of it is done, 0 to 100; with parts what they say, weighed by their work, else by their duration.
    pub percent_complete: Amount,
    pub actual_start: Option<Timestamp>,
    pub actual_finish: Option<Timestamp>,
    /// What is left, in working days.
    pub remaining_duration: Option<Amount>,
    #[entity(hidden)]
    pub remaining_minutes: Option<i64>,
    /// Working calendar of this task alone.
    #[entity(refers = "Calendar")]
    pub calendar_id: Option<Id<Calendar>>,
    /// What keeps it from going on; empty while nothing does.
    #[entity(max = 500)]
    pub blocked_reason: Option<String>,
    /// A point in time rather than a piece of work.
    pub milestone: bool,
    /// Values of custom fields; a change names those that it sets, and null removes one.
    pub custom_fields: Doc<Vec<CustomValue>>,
    /// How many live children it has.
    #[entity(virtual, read_only)]
    pub child_count: i64,
    /// How many live comments it has.
    #[entity(virtual, read_only)]
    pub comment_count: i64,
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
    /// Those of the tasks above it that the caller does not see.
    #[entity(virtual, hidden)]
    pub hidden_above: Vec<Id<Task>>,
}

impl Task {
    /// Sets the status and what it means.
    fn enter(&mut self, statuses: &[status::Status]) -> Result<()> {
        let status = status::find(statuses, &self.status)?;
        self.status_kind = status.kind.as_str().into();
        Ok(())
    }

    fn check(&self) -> Result<()> {
        if !(0..=1_000_000).contains(&self.percent_complete.0) {
            return Err(Error::invalid("percentComplete", "range", "a number from 0 to 100"));
        }
        for (name, value) in [
            ("estimateHours", self.estimate_hours),
            ("actualHours", self.actual_hours),
            ("estimateCost", self.estimate_cost),
            ("actualCost", self.actual_cost),
            ("duration", self.duration),
            ("remainingDuration", self.remaining_duration),
        ] {
            if value.is_some_and(|v| v.0 < 0) {
                return Err(Error::invalid(name, "range", "not below 0"));
            }
        }
        if let Some(currency) = &self.currency {
            crate::org::currency::check("currency", currency)?;
        }
        Ok(())
    }

    fn check_currency_change(&self, old: &Self, given: &Given) -> Result<()> {
        let amounts = [(Self::ESTIMATE_COST, old.estimate_cost), (Self::ACTUAL_COST, old.actual_cost)];
        let stale = amounts.iter().any(|(field, was)| was.is_some() && !given.has(*field));
        if given.has(Self::CURRENCY) && old.currency.is_some() && self.currency != old.currency && stale {
            let detail = "the amounts are in the old currency; give them again together with the new one";
            return Err(Error::invalid("currency", "amounts", detail));
        }
        Ok(())
    }

    /// Estimates are for those who may set them.
    fn require_estimator(&self, old: Option<&Self>, cx: &Ctx) -> Result<()> {
        let cost = |task: &Self| task.estimate_cost.map(|cost| (cost, task.currency.clone()));
        let of = |task: &Self| (task.estimate_hours, cost(task));
        if of(self) == old.map_or((None, None), of) { Ok(()) } else { cx.require(Permission::TaskEstimate) }
    }

    /// An amount always has a currency: its own, else the project's, else the organization's.
    fn price(&mut self, cx: &Ctx, project: &Project) {
        if self.currency.is_none() && (self.estimate_cost.is_some() || self.actual_cost.is_some()) {
            self.currency = Some(project.currency.clone().unwrap_or_else(|| cx.settings.currency.clone()));
        }
    }

    /// The task's and the project's own calendar, nearest first.
    fn calendars(&self, project: &Project) -> [Option<Id<Calendar>>; 2] {
        [self.calendar_id, project.calendar_id]
    }
}

impl Resource for Task {
    const READ: Permission = Permission::TaskRead;
    const CREATE: Permission = Permission::TaskCreate;
    const UPDATE: Permission = Permission::TaskUpdate;
    const DELETE: Permission = Permission::TaskDelete;
    const THROUGH: Through = Through::Project;
    const ORDERED: &'static [(&'static str, &'static str)] = &[
        ("project_id", "created_at"),
        ("project_id", "rank"),
        ("assignee_id", "created_at"),
        ("created_by", "created_at"),
    ];
    const OWN: &'static [&'static str] = &["created_by", "assignee_id"];
    const SHOWN: Shown = Shown::ByHome;
    const EXTRA_FILTERS: &'static [&'static str] = &["ancestors", "rootsOnly"];
    const SIDES: &'static [&'static str] = &["labels", "assignments.userId", "dependsOn"];
    const CUSTOM: Option<&'static custom::Holder> = Some(&custom::TASK);
    const HISTORY: bool = true;

    async fn extra_filter(cx: &Ctx, name: &str, value: &str, sql: &mut Sql) -> Result<()> {
        visible::extra_filter(cx, name, value, sql).await
    }

    fn side(cx: &Ctx, name: &str, sql: &mut Sql) -> Option<Side> {
        visible::side(cx, name, sql)
    }

    fn compared(cx: &Ctx, field: &Field, sql: &mut Sql) -> Option<String> {
        if field.name == "parentId" { visible::compared(cx, "parent_id", sql) } else { None }
    }

    fn seen(&self, _cx: &Ctx) -> Cow<'_, Self> {
        visible::as_seen(self)
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        sides::load(cx, rows).await?;
        visible::note_hidden(cx, rows).await
    }

    async fn prepare(cx: &mut Ctx, body: &mut Map<String, Json>, old: Option<&Self>) -> Result<()> {
        custom::shape(body, old.map(|task| task.custom_fields.0.as_slice()).unwrap_or_default())?;
        dates::resolve_days(cx, body, old).await
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        let home = self.project_id.cast();
        let given_values = std::mem::take(&mut self.custom_fields.0);
        let (project, rules) = futures_util::join!(
            crate::list::one::<Project>(cx, home, Some(false), false),
            custom::rules(cx, &custom::TASK, Some(home), &given_values, true)
        );
        let project = match project {
            Err(Error::NotFound) => return Err(Error::no_such("projectId", "project")),
            other => other?,
        };
        self.custom_fields.0 = rules?.complete(cx, &given_values, None).await?;
        if self.status.is_empty() {
            self.status = status::initial(&project.statuses.0).map(|s| s.key.clone()).unwrap_or_default();
        }
        self.enter(&project.statuses.0)?;
        self.finish_with(&Self::default(), cx, given).await?;
        self.created_by = cx.actor;
        self.require_estimator(None, cx)?;
        self.price(cx, &project);
        self.check()?;
        sides::complete(self, None, cx, given).await?;
        crate::crud::hold_reference::<Calendar, _>(cx, "calendarId", self.calendar_id).await?;
        dates::complete(self, &Self::default(), cx, given, &project).await?;
        tree::enter(self, cx).await?;
        // From here on nobody takes the project away, or the status, or the place.
        let project = match crate::list::one::<Project>(cx, home, Some(false), true).await {
            Err(Error::NotFound) => return Err(Error::no_such("projectId", "project")),
            other => other?,
        };
        self.enter(&project.statuses.0)?;
        let number = crate::event::take(cx, &format!("task-key:{}", project.key), 1).await?;
        self.key = format!("{}-{number}", project.key);
        self.rank = tree::next_rank(cx, self.project_id, self.parent_id).await?;
        Ok(())
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        self.require_estimator(Some(old), cx)?;
        let schedules = given.0.iter().any(|f| dates::FIELDS.contains(f));
        let priced = given.has(Self::ESTIMATE_COST) || given.has(Self::ACTUAL_COST);
        if self.status != old.status || schedules || priced {
            let held = self.status != old.status;
            let project = crate::list::one::<Project>(cx, self.project_id.cast(), Some(false), held).await?;
            self.enter(&project.statuses.0)?;
            cx.plan.disturbed |= actuals::ending(&self.status_kind) != actuals::ending(&old.status_kind);
            self.finish_with(old, cx, given).await?;
            dates::complete(self, old, cx, given, &project).await?;
            if self.duration_minutes != old.duration_minutes && !given.has(Self::ASSIGNMENTS) {
                sides::stretch(self, old);
            }
            self.price(cx, &project);
        }
        if given.has(Self::PERCENT_COMPLETE) {
            progress::refuse_on_whole(cx, self, old).await?;
        }
        if self.calendar_id != old.calendar_id {
            crate::crud::hold_reference::<Calendar, _>(cx, "calendarId", self.calendar_id).await?;
        }
        self.complete_custom(old, cx, given).await?;
        self.check_currency_change(old, given)?;
        self.check()?;
        sides::complete(self, Some(old), cx, given).await
    }

    fn kept(&self, other: &Self) -> Map<String, Json> {
        self.kept_beside(other)
    }

    async fn taking_back(&mut self, old: &Self, cx: &mut Ctx, given: &Given, kept: &Map<String, Json>) -> Result<()> {
        self.put_back(old, cx, given, kept).await
    }

    async fn stored(&mut self, old: Option<&Self>, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if old.is_some_and(|old| old.title != self.title || old.description != self.description) {
            crate::insight::ai_suggestion::outdate(cx, self, None).await?;
        }
        sides::store(self, old, cx).await?;
        let before = old.map(|old| old.custom_fields.0.as_slice()).unwrap_or_default();
        custom::store(cx, &custom::TASK, self.id.cast(), before, &self.custom_fields.0).await?;
        links::store(self, old, cx).await
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        trash::down(self, cx).await
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        crate::org::organization::lock(cx).await?;
        trash::up(self, cx).await?;
        tree::refuse_cycles_around(cx, self).await
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        trash::purge(self, cx).await
    }

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        let all = [(Self::UPDATE, "update"), (Self::DELETE, "delete"), (Permission::CommentCreate, "comment")];
        all.into_iter().filter(|(p, _)| crate::own::allows(cx, self, *p)).map(|(_, name)| name).collect()
    }

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text { key: &self.key, ..Text::new(&self.title, &self.description) }.with_custom(&self.custom_fields.0))
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (Some(self.project_id.cast()), Some(self.id.cast()))
    }
}
