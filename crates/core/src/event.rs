//! The event log: every change of an organization, numbered 1, 2, 3 … in the order of commit and written
//! in the transaction of the change itself. One statement takes all numbers of a transaction at its end,
//! so that the counter's row is held as briefly as possible.

pub mod as_of;
pub mod read;
pub mod retention;
mod shown;
mod veil;
mod withheld;

pub use read::{Stretch, Window, audit, last_seq, read};
pub use shown::Shown;

use crate::ctx::{Ctx, Origin};
use crate::entity::{AnyId, Entity, Resource};
use crate::error::Result;
use crate::time::Timestamp;
use guildhall_store::{FromRow, Row};
use serde::Serialize;
use serde_json::{Map, Value as Json, json, value::RawValue};
use std::sync::Arc;

/// A change that will be written at the end of the transaction.
#[derive(Debug)]
pub(crate) struct Pending {
    model: &'static str,
    object: AnyId,
    project: Option<AnyId>,
    task: Option<AnyId>,
    action: &'static str,
    before: Option<String>,
    after: Option<String>,
    kept: Option<String>,
}

impl Pending {
    pub(crate) fn model(&self) -> &'static str {
        self.model
    }

    pub(crate) fn object(&self) -> AnyId {
        self.object
    }

    pub(crate) fn action(&self) -> &'static str {
        self.action
    }

    /// The changed fields as they were, as JSON.
    pub(crate) fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// True if the object went, came back or was moved, with all that hangs on it.
    pub(crate) fn went_or_came(&self) -> bool {
        matches!(self.action, "deleted" | "restored" | "purged" | "moved")
    }

    /// True if either side names the field.
    pub(crate) fn names(&self, field: &str) -> bool {
        let name = format!("\"{field}\":");
        [&self.before, &self.after].into_iter().flatten().any(|side| side.contains(&name))
    }

    /// The projects that it is of, and was of before.
    pub(crate) fn projects(&self) -> Vec<AnyId> {
        let was = self.before.as_deref().filter(|_| self.names("projectId"));
        let was: Option<Map<String, Json>> = was.and_then(|before| serde_json::from_str(before).ok());
        let was = was.and_then(|was| was.get("projectId")?.as_str()?.parse().ok());
        self.project.into_iter().chain(was).collect()
    }
}

/// One entry of the log.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Number in the organization, from 1 without a gap.
    pub seq: i64,
    #[schema(value_type = String)]
    pub id: AnyId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who did it; null for the system.
    #[schema(value_type = Option<String>)]
    pub actor_id: Option<AnyId>,
    pub model: String,
    #[schema(value_type = String)]
    pub object_id: AnyId,
    #[schema(value_type = Option<String>)]
    pub project_id: Option<AnyId>,
    /// The task that the object is, or hangs on.
    #[schema(value_type = Option<String>)]
    pub task_id: Option<AnyId>,
    pub action: String,
    /// The changed fields as they were.
    #[schema(value_type = Option<Object>)]
    pub before: Option<Box<RawValue>>,
    /// The changed fields as they are since.
    #[schema(value_type = Option<Object>)]
    pub after: Option<Box<RawValue>>,
    /// Shared by the events of one change that is undone as one.
    #[schema(value_type = Option<String>)]
    pub batch_id: Option<AnyId>,
    /// The project of its object when it happened.
    #[serde(skip)]
    home: Option<AnyId>,
    /// Where it came from; told to auditors alone.
    #[serde(skip)]
    pub origin: Origin,
}

impl Event {
    /// Its project, if that is gone for good.
    fn lost_project(&self) -> Option<AnyId> {
        if self.project_id.is_none() { self.home } else { None }
    }
}

impl FromRow for Event {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let json = |index| -> guildhall_store::Result<Option<Box<RawValue>>> {
            let text: Option<String> = row.get(index)?;
            Ok(text.and_then(|text| RawValue::from_string(text).ok()))
        };
        let text = |index| Ok::<_, guildhall_store::StoreError>(row.get::<Option<String>>(index)?.map(Arc::from));
        Ok(Self {
            seq: row.get(0)?,
            id: row.get(1)?,
            at: row.get(2)?,
            actor_id: row.get(3)?,
            model: row.get(4)?,
            object_id: row.get(5)?,
            project_id: row.get(6)?,
            task_id: row.get(7)?,
            action: row.get(8)?,
            before: json(9)?,
            after: json(10)?,
            batch_id: row.get(11)?,
            home: row.get(12)?,
            origin: Origin {
                request_id: text(13)?.unwrap_or_default(),
                address: text(14)?,
                agent: text(15)?,
                claim: None,
            },
        })
    }
}

impl Ctx {
    /// Records that an object came to be, or went: `before` or `after` hold its set fields.
    pub fn record<E: Resource>(&mut self, action: &'static str, before: Option<&E>, after: Option<&E>) {
        let Some(object) = after.or(before) else { return };
        let blank = E::default();
        let changed = |index: usize| match (before, after) {
            (Some(old), Some(new)) => !old.same(new, index),
            (one, other) => one.or(other).is_some_and(|e| !e.same(&blank, index)),
        };
        let fields: Vec<usize> = (0..E::FIELDS.len()).filter(|i| in_log(&E::FIELDS[*i]) && changed(*i)).collect();
        let (project, task) = object.home();
        self.pending.push(Pending {
            model: E::MODEL,
            object: object.head().id,
            project,
            task,
            action,
            before: before.map(|e| shape(e, &fields)),
            after: after.map(|e| shape(e, &fields)),
            kept: before.zip(after).and_then(|(old, new)| kept(old, new)),
        });
    }
}

impl Ctx {
    /// Records what an object has no field for.
    pub(crate) fn note<E: Entity>(&mut self, action: &'static str, object: AnyId, before: &Json, after: &Json) {
        self.pending.push(Pending {
            model: E::MODEL,
            object,
            project: None,
            task: None,
            action,
            before: Some(before.to_string()),
            after: Some(after.to_string()),
            kept: None,
        });
    }
}

impl Ctx {
    /// Records what happened to an object of a project, or of a task in it, without the object at hand: both sides.
    pub(crate) fn note_at<E: Entity>(
        &mut self,
        action: &'static str,
        object: AnyId,
        (project, task): (AnyId, AnyId),
        [before, after]: [Json; 2],
    ) {
        self.note::<E>(action, object, &before, &after);
        if let Some(noted) = self.pending.last_mut() {
            (noted.project, noted.task) = (Some(project), Some(task));
        }
    }
}

fn in_log(field: &crate::entity::Field) -> bool {
    !field.hidden
        && !matches!(field.name, "id" | "organizationId" | "createdAt" | "updatedAt" | "deletedAt" | "revision")
        // How far somebody has read is nobody else's business.
        && !matches!(field.name, "lastNumber" | "readNumber" | "unread")
}

/// What is kept of both sides of a change beside what is told of it.
fn kept<E: Resource>(old: &E, new: &E) -> Option<String> {
    let (before, after) = (old.kept(new), new.kept(old));
    (!before.is_empty() || !after.is_empty()).then(|| json!({"before": before, "after": after}).to_string())
}

fn shape<E: Entity>(entity: &E, fields: &[usize]) -> String {
    let map: Map<String, Json> = fields.iter().map(|i| (E::FIELDS[*i].name.to_owned(), entity.json(*i))).collect();
    serde_json::to_string(&map).unwrap_or_default()
}

const TAKE: &str = "INSERT INTO counters (organization_id, name, value) VALUES ($1, $2, $3) \
    ON CONFLICT (organization_id, name) DO UPDATE SET value = counters.value + $3 RETURNING value";

/// Takes `count` numbers of a counter; the answer is the last of them.
pub async fn take(cx: &Ctx, counter: &str, count: i64) -> Result<i64> {
    let last: Option<(i64,)> = cx.tx.row(TAKE, &[&counter, &count]).await?;
    Ok(last.map_or(0, |(last,)| last))
}

const INSERT: &str = "INSERT INTO events (organization_id, seq, id, at, actor_id, model, object_id, project_id, \
    task_id, action, before, after, kept, batch_id, request_id, address, agent) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

/// Writes the recorded changes; the last thing a transaction does.
pub(crate) async fn append(cx: &mut Ctx) -> Result<()> {
    let pending = std::mem::take(&mut cx.pending);
    if pending.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(pending.len()).unwrap_or(i64::MAX);
    let first = take(cx, "events", count).await? - count + 1;
    let cx = &*cx;
    let Origin { request_id, address, agent, .. } = &cx.origin;
    let (request, address, agent) = (&**request_id, address.as_deref(), agent.as_deref());
    let inserts = pending.iter().zip(first..).map(|(event, seq)| async move {
        let id: AnyId = cx.new_id();
        cx.tx
            .execute_later(
                INSERT,
                &[
                    &seq,
                    &id,
                    &cx.now,
                    &cx.actor,
                    &event.model,
                    &event.object,
                    &event.project,
                    &event.task,
                    &event.action,
                    &event.before,
                    &event.after,
                    &event.kept,
                    &cx.batch,
                    &request,
                    &address,
                    &agent,
                ],
            )
            .await
    });
    futures_util::future::try_join_all(inserts).await?;
    Ok(())
}
