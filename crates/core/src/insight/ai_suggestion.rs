//! A suggestion for a task: made by a model, decided by a person. Accepting one is an ordinary change of the
//! task by whoever accepts, bound by what that person may do, in the same transaction and undone with it.

use super::content::{self, Effect};
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Field, Given, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::field::{Doc, Document, FieldType, Refused, array, id_schema};
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::{Comment, Task, task};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use utoipa::openapi::schema::Schema;

/// What a model suggests for a task.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "AISuggestion", table = "ai_suggestions", path = "ai-suggestions")]
pub struct AISuggestion {
    #[entity(read_only)]
    pub id: Id<AISuggestion>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The task it is for.
    #[entity(required, create_only, refers = "Task")]
    pub task_id: Id<Task>,
    /// What it is about.
    #[entity(
        required,
        create_only,
        name = "type",
        column = "type",
        one_of = "labels|summary|subtasks|estimate|due_date|assignee|duplicates|reply"
    )]
    pub kind: String,
    /// What is suggested: a text; for labels, assignee, due_date, estimate and duplicates a JSON value; for subtasks
    /// an array of titles, or a line each.
    #[entity(required, max = 20000)]
    pub content: String,
    /// When the model made it.
    #[entity(create_only, sort)]
    pub generated_at: Timestamp,
    /// Name of the model; built-in for the one that needs no network.
    #[entity(create_only, max = 200, name = "model", column = "model", default = "unknown".into())]
    pub model_name: String,
    /// Tasks that it was drawn from.
    #[entity(create_only, refers = "Task")]
    pub evidence: Doc<Evidence>,
    /// Stands for the text that the model read; made from title and description when not given.
    #[entity(create_only, max = 128)]
    pub input_hash: String,
    /// Decided by `/decide`; stale once the task reads otherwise than the model read it.
    #[entity(read_only, one_of = "pending|accepted|edited|rejected|stale", default = "pending".into())]
    pub status: String,
    #[entity(read_only, refers = "Member")]
    pub created_by: Id<User>,
    #[entity(read_only, refers = "Member")]
    pub decided_by: Option<Id<User>>,
    #[entity(read_only)]
    pub decided_at: Option<Timestamp>,
    #[entity(virtual, hidden)]
    pub project_id: Option<AnyId>,
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

/// Ids of tasks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Evidence(pub Vec<Id<Task>>);

impl Document for Evidence {
    fn schema() -> Schema {
        array(id_schema())
    }
    fn read(value: &Json) -> Result<Self, Refused> {
        Vec::parse(value).map(Self)
    }
}

const MOST_EVIDENCE: usize = 100;
/// The kind whose content names other tasks.
const DUPLICATES: &str = "duplicates";

/// Whether no task is out of sight for the caller.
fn sees_all(cx: &Ctx) -> bool {
    cx.permits(Permission::ProjectReadAll) && cx.permits(Permission::TaskRead)
}

/// Stands for what a model reads of a task.
pub fn input_hash(task: &Task) -> String {
    let text = format!("{}\0{}", task.title, task.description);
    Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

impl AISuggestion {
    /// Accepts it, accepts it with another text, or rejects it.
    pub async fn decide(cx: &mut Ctx, id: AnyId, verdict: &str, text: Option<&str>) -> Result<Self> {
        cx.require_reach(Self::UPDATE)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        crud::require_on(cx, &old, Self::UPDATE)?;
        if !["accepted", "edited", "rejected"].contains(&verdict) {
            return Err(Error::invalid("status", "one_of", "one of accepted, edited, rejected"));
        }
        match (verdict, text) {
            ("edited", None) => return Err(Error::invalid("content", "required", "say how it was edited")),
            ("accepted" | "rejected", Some(_)) => {
                return Err(Error::invalid("content", "unexpected", "a changed text is `edited`"));
            }
            _ => {}
        }
        old.require_decidable(verdict)?;
        let mut new = old.clone();
        new.status = verdict.to_owned();
        new.content = text.map_or(new.content, str::to_owned);
        (new.decided_by, new.decided_at) = (Some(cx.actor), Some(cx.now));
        if verdict != "rejected" {
            new.apply(cx).await?;
        }
        crud::save_as(cx, &old, new, &Given(vec![Self::STATUS]), DECIDED).await
    }

    fn require_decidable(&self, verdict: &str) -> Result<()> {
        match self.status.as_str() {
            "pending" => Ok(()),
            "stale" if verdict == "rejected" => Ok(()),
            "stale" => Err(Error::conflict("stale", "the task has changed since; ask for another suggestion")),
            decided => Err(Error::conflict("decided", format!("this suggestion is {decided} already"))),
        }
    }

    /// Changes the task as it says, as the caller and with the caller's rights.
    async fn apply(&self, cx: &mut Ctx) -> Result<()> {
        let task: Task = crud::get(cx, self.task_id.cast()).await?;
        let effect = content::check(cx, &self.kind, &self.content, &task).await?;
        // One batch: whoever undoes the one undoes the other.
        cx.batch = cx.batch.or_else(|| Some(cx.new_id()));
        let done = match effect {
            Effect::Nothing => Ok(()),
            Effect::Task(change) => crud::patch::<Task>(cx, task.id.cast(), None, &change).await.map(drop),
            Effect::Parts(titles) => add_parts(cx, &task, titles).await,
            Effect::Comment => {
                let body = object([("task", task.id.to_string()), ("content", self.content.clone())]);
                crud::create::<Comment>(cx, &body).await.map(drop)
            }
        };
        done.map_err(|error| match error {
            Error::Invalid(mut faults) => {
                faults.iter_mut().for_each(|fault| fault.pointer = "/content".into());
                Error::Invalid(faults)
            }
            other => other,
        })
    }

    /// Sets a decision back to what it was before, or forth again; what it did is in events of its own. Answers
    /// whether it was decided otherwise meanwhile.
    pub(crate) async fn take_back(cx: &mut Ctx, id: AnyId, [from, to]: [&Map<String, Json>; 2]) -> Result<bool> {
        cx.require_reach(Self::UPDATE)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        crud::require_on(cx, &old, Self::UPDATE)?;
        let decision = [Self::STATUS, Self::CONTENT, Self::DECIDED_BY, Self::DECIDED_AT];
        let named = |side: &Map<String, Json>, field: usize| side.get(Self::FIELDS[field].name).cloned();
        if decision.into_iter().any(|field| named(from, field).is_some_and(|value| value != old.json(field))) {
            return Ok(true);
        }
        let mut new = old.clone();
        for field in decision {
            if let Some(value) = named(to, field) {
                new.parse(field, &value).map_err(|refused| Error::Internal(refused.detail))?;
            }
        }
        crud::save_as(cx, &old, new, &Given(vec![Self::STATUS]), DECIDED).await.map(|_| false)
    }
}

/// The action of the log where a suggestion is decided.
pub(crate) const DECIDED: &str = "decided";

async fn add_parts(cx: &mut Ctx, task: &Task, titles: Vec<String>) -> Result<()> {
    let places = [("projectId", task.project_id.to_string()), ("parentId", task.id.to_string())];
    for title in titles {
        let body = object(places.clone().into_iter().chain([("title", title)]));
        crud::create::<Task>(cx, &body).await?;
    }
    Ok(())
}

fn object<'a>(fields: impl IntoIterator<Item = (&'a str, String)>) -> Map<String, Json> {
    fields.into_iter().map(|(name, value)| (name.to_owned(), Json::String(value))).collect()
}

/// The undecided suggestions for a task, of one type and model or of all, are not about the task as it is any
/// more.
pub async fn outdate(cx: &mut Ctx, task: &Task, only: Option<(&str, &str)>) -> Result<()> {
    let sql = format!(
        "SELECT {} FROM ai_suggestions WHERE organization_id = $1 AND task_id = $2 AND status = $3 AND deleted_at IS NULL",
        AISuggestion::COLUMNS
    );
    let pending: Vec<AISuggestion> = cx.tx.rows(&sql, &[&task.id, &"pending"]).await?;
    let meant = |one: &AISuggestion| only.is_none_or(|(kind, model)| one.kind == kind && one.model_name == model);
    for mut old in pending.into_iter().filter(meant) {
        old.project_id = Some(task.project_id.cast());
        let mut new = old.clone();
        new.status = "stale".into();
        crud::save_as_is(cx, &old, new, &Given::default(), "updated").await?;
    }
    Ok(())
}

impl Resource for AISuggestion {
    const READ: Permission = Permission::SuggestionRead;
    const CREATE: Permission = Permission::SuggestionCreate;
    const UPDATE: Permission = Permission::SuggestionDecide;
    const DELETE: Permission = Permission::SuggestionDecide;
    const THROUGH: Through = Through::Task;
    const OWN: &'static [&'static str] = &["created_by"];
    const SHOWN: Shown = Shown::ByHome;

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let tasks: Vec<Id<Task>> = rows.iter().map(|row| row.task_id).collect();
        let homes = task::projects_of(cx, &tasks).await?;
        for row in rows.iter_mut() {
            row.project_id = homes.get(&row.task_id).copied();
        }
        if sees_all(cx) {
            return Ok(());
        }
        // A task that it names may be out of sight, or have moved there since.
        let named = |row: &Self| {
            let all = (row.kind == DUPLICATES).then(|| content::duplicates(&row.content)).flatten();
            all.into_iter().flatten().map(|one| one.task_id)
        };
        let all = rows.iter().flat_map(|row| row.evidence.0.0.iter().map(|id| id.cast()).chain(named(row)));
        let seen = content::seen(cx, &all.collect::<Vec<_>>()).await?;
        for row in rows {
            row.evidence.0.0.retain(|id| seen.contains(&id.cast()));
            let only = (row.kind == DUPLICATES).then(|| content::only(&row.content, |id| seen.contains(&id))).flatten();
            row.content = only.unwrap_or_else(|| std::mem::take(&mut row.content));
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        let task: Task = match crud::get(cx, self.task_id.cast()).await {
            Err(Error::NotFound | Error::Forbidden(_)) => return Err(Error::no_such("taskId", "task")),
            other => other?,
        };
        if !given.has(Self::GENERATED_AT) {
            self.generated_at = cx.now;
        } else if self.generated_at > cx.now.plus_seconds(300) {
            return Err(Error::invalid("generatedAt", "future", "nothing is made later than now"));
        }
        let evidence: Vec<AnyId> = self.evidence.0.0.iter().map(|id| id.cast()).collect();
        if evidence.len() > MOST_EVIDENCE {
            return Err(Error::invalid("evidence", "too_many", format!("at most {MOST_EVIDENCE} tasks")));
        }
        let seen = content::seen(cx, &evidence).await?;
        if evidence.iter().any(|id| !seen.contains(id)) {
            return Err(Error::no_such("evidence", "task"));
        }
        content::check(cx, &self.kind, &self.content, &task).await?;
        if self.model_name.trim().is_empty() {
            self.model_name = Self::default().model_name;
        }
        if self.input_hash.is_empty() {
            self.input_hash = input_hash(&task);
        }
        self.created_by = cx.actor;
        self.project_id = Some(task.project_id.cast());
        Ok(())
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        if given.has(Self::CONTENT) {
            old.require_decidable("edited")?;
            let task: Task = crud::get(cx, self.task_id.cast()).await?;
            content::check(cx, &self.kind, &self.content, &task).await?;
        }
        Ok(())
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        task::require_live(cx, self.task_id).await?;
        self.deleted_with = None;
        Ok(())
    }

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        match (crate::own::allows(cx, self, Self::UPDATE), self.status.as_str()) {
            (false, _) => Vec::new(),
            (true, "pending") => vec!["update", "delete", "decide"],
            (true, "stale") => vec!["delete", "decide"],
            (true, _) => vec!["delete"],
        }
    }

    /// Where it is a text and not a value.
    fn search_text(&self) -> Option<Text<'_>> {
        let body = match self.kind.as_str() {
            "summary" | "reply" => Cow::Borrowed(self.content.as_str()),
            "subtasks" => content::parts(&self.content).unwrap_or_default().join("\n").into(),
            _ => Cow::Borrowed(""),
        };
        Some(Text { body, ..Text::default() })
    }

    /// What names tasks that may be out of sight is not compared by who does not see all.
    fn compared(cx: &Ctx, field: &Field, _sql: &mut Sql) -> Option<String> {
        let withheld = field.name == Self::FIELDS[Self::CONTENT].name && !sees_all(cx);
        withheld.then(|| "CASE WHEN t.type = 'duplicates' THEN NULL ELSE t.content END".to_owned())
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id, Some(self.task_id.cast()))
    }
}
