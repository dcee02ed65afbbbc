//! The event log: every change of an organization, numbered 1, 2, 3 … in the order of commit and written
//! in the transaction of the change itself. One statement takes all numbers of a transaction at its end,
//! so that the counter's row is held as briefly as possible.

mod veil;

use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::Result;
use crate::time::Timestamp;
use guildhall_store::{FromRow, Row};
use serde::Serialize;
use serde_json::{Map, Value as Json, value::RawValue};

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
}

impl FromRow for Event {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let json = |index| -> guildhall_store::Result<Option<Box<RawValue>>> {
            let text: Option<String> = row.get(index)?;
            Ok(text.and_then(|text| RawValue::from_string(text).ok()))
        };
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
        })
    }
}

const COLUMNS: &str = "e.seq, e.id, e.at, e.actor_id, e.model, e.object_id, e.project_id, e.task_id, e.action, \
    e.before, e.after, e.batch_id";

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
        });
    }
}

fn in_log(field: &crate::entity::Field) -> bool {
    !field.hidden
        && !matches!(field.name, "id" | "organizationId" | "createdAt" | "updatedAt" | "deletedAt" | "revision")
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
    task_id, action, before, after, batch_id, request_id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

/// Writes the recorded changes; the last thing a transaction does.
pub(crate) async fn append(cx: &mut Ctx) -> Result<()> {
    let pending = std::mem::take(&mut cx.pending);
    if pending.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(pending.len()).unwrap_or(i64::MAX);
    let first = take(cx, "events", count).await? - count + 1;
    let request: &str = &cx.request_id;
    let cx = &*cx;
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
                    &cx.batch,
                    &request,
                ],
            )
            .await
    });
    futures_util::future::try_join_all(inserts).await?;
    Ok(())
}

/// Which part of the log to read.
#[derive(Debug, Default, Clone)]
pub struct Window {
    /// Only events after this number.
    pub after: Option<i64>,
    /// Only events before this number.
    pub before: Option<i64>,
    pub newest_first: bool,
    pub limit: i64,
    pub object: Option<AnyId>,
    pub project: Option<AnyId>,
    /// Events of this task and of what hangs on it.
    pub task: Option<AnyId>,
    /// Events of one change that is undone as one.
    pub batch: Option<AnyId>,
}

/// Reads the log as far as the caller may see it: an event shows if its object's project shows now.
pub async fn read(cx: &Ctx, window: &Window) -> Result<Vec<Event>> {
    use crate::policy::Permission;
    use crate::sql::{Arg, Sql};
    cx.require(Permission::EventRead)?;
    let mut sql = Sql::default();
    for (column, id) in [
        ("object_id", window.object),
        ("project_id", window.project),
        ("task_id", window.task),
        ("batch_id", window.batch),
    ] {
        if let Some(id) = id {
            let arg = sql.arg(id);
            sql.and(&format!("e.{column} = {arg}"));
        }
    }
    for (sign, seq) in [(">", window.after), ("<", window.before)] {
        if let Some(seq) = seq {
            let arg = sql.arg(Arg::Int(seq));
            sql.and(&format!("e.seq {sign} {arg}"));
        }
    }
    if !cx.permits(Permission::InvitationRead) {
        sql.and("e.model <> 'Invitation'");
    }
    if !cx.permits(Permission::ImportRead) {
        sql.and("e.model <> 'Import'");
    }
    // Somebody's private views are nobody else's, Admins included.
    let seen = crate::work::view::seen(cx, &mut sql, "v");
    sql.and(&format!(
        "(e.model <> 'View' OR EXISTS (SELECT 1 FROM views v WHERE v.organization_id = e.organization_id \
         AND v.id = e.object_id AND {seen}))"
    ));
    let mut columns = COLUMNS.to_owned();
    if !cx.permits(Permission::ProjectReadAll) {
        // A task may have moved since: where it is now decides, not where it was.
        sql.join("LEFT JOIN tasks et ON et.organization_id = e.organization_id AND et.id = e.task_id");
        sql.join("LEFT JOIN projects p ON p.organization_id = e.organization_id AND p.id = COALESCE(et.project_id, e.project_id)");
        let seen = crate::work::project::seen(cx, &mut sql);
        sql.and(&format!("((e.project_id IS NULL AND e.task_id IS NULL) OR (p.id IS NOT NULL AND {seen}))"));
        // The project that it came from may be a hidden one: neither shown nor found.
        columns = columns.replace("e.project_id", "p.id");
        if let Some(id) = window.project {
            let arg = sql.arg(id);
            sql.and(&format!("p.id = {arg}"));
        }
    }
    let (joins, conditions) = sql.parts();
    let order = if window.newest_first { "DESC" } else { "ASC" };
    let text = format!(
        "SELECT {columns} FROM events e{joins} WHERE e.organization_id = $1{conditions} ORDER BY e.seq {order} LIMIT {}",
        window.limit
    );
    let mut events = cx.tx.rows(&text, &sql.args()).await?;
    veil::draw(cx, &mut events).await?;
    Ok(events)
}

/// The highest number given out so far.
pub async fn last_seq(cx: &Ctx) -> Result<i64> {
    let last: Option<(i64,)> =
        cx.tx.row("SELECT value FROM counters WHERE organization_id = $1 AND name = $2", &[&"events"]).await?;
    Ok(last.map_or(0, |(last,)| last))
}
