//! Plays the log up to a moment: forwards from a snapshot, or backwards from the row of today.

use super::Fields;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Resource};
use crate::error::{Error, Result};
use crate::sql::Arg;
use crate::time::Timestamp;
use crate::work::task::progress;
use guildhall_store::{FromRow, Row};
use serde_json::Value as Json;
use std::collections::HashMap;

/// What an object was at the moment.
#[derive(Debug, Default, Clone)]
pub struct Was {
    pub fields: Fields,
    pub created: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub revision: i64,
    /// Since when it was in the trash.
    pub deleted: Option<Timestamp>,
    pub project: Option<AnyId>,
    pub task: Option<AnyId>,
}

/// One entry of an object's log.
struct Entry {
    object: AnyId,
    at: Timestamp,
    project: Option<AnyId>,
    task: Option<AnyId>,
    action: String,
    before: Option<String>,
    after: Option<String>,
    seq: i64,
}

impl FromRow for Entry {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self {
            object: row.get(0)?,
            at: row.get(1)?,
            project: row.get(2)?,
            task: row.get(3)?,
            action: row.get(4)?,
            before: row.get(5)?,
            after: row.get(6)?,
            seq: row.get(7)?,
        })
    }
}

fn read(text: Option<&str>) -> Result<Option<Fields>> {
    let fields = text.map(serde_json::from_str).transpose();
    fields.map_err(|error| Error::Internal(format!("an entry of the log: {error}")))
}

/// The states of these objects at the moment, where they were there.
pub async fn states<E: Resource>(
    cx: &Ctx,
    ids: &[AnyId],
    seq: i64,
    rows: &HashMap<AnyId, E>,
) -> Result<HashMap<AnyId, Was>> {
    let sql = "SELECT e.object_id, e.at, e.project_id, e.task_id, e.action, e.before, e.after, e.seq FROM events e \
        WHERE e.organization_id = $1 AND e.object_id = ANY($2) AND e.model = $3 ORDER BY e.seq";
    let those = Arg::Ids(ids.iter().map(|id| id.as_bytes().to_vec()).collect());
    let mut logs: HashMap<AnyId, Vec<Entry>> = HashMap::new();
    for entry in cx.tx.rows::<Entry>(sql, &[&those, &E::MODEL]).await? {
        logs.entry(entry.object).or_default().push(entry);
    }
    let mut out = HashMap::new();
    for id in ids {
        let log = logs.remove(id).unwrap_or_default();
        let begins = log
            .first()
            .is_some_and(|first| first.before.is_none() && first.after.is_some() && first.action != "restored");
        let was = match rows.get(id) {
            Some(row) if !begins => backwards(row, &log, seq)?,
            _ => forwards(&log, seq)?,
        };
        out.extend(was.map(|was| (*id, was)));
    }
    Ok(out)
}

impl Entry {
    /// Whether it is nobody's change of the object.
    fn follows(&self) -> bool {
        self.action == progress::ACTION
    }
}

/// From the first snapshot on; none before it, after a purge, and where no snapshot is left.
fn forwards(log: &[Entry], seq: i64) -> Result<Option<Was>> {
    let mut was: Option<Was> = None;
    for entry in log.iter().take_while(|entry| entry.seq <= seq) {
        let (before, after) = (read(entry.before.as_deref())?, read(entry.after.as_deref())?);
        was = match (was.take(), before, after) {
            _ if entry.action == "purged" => None,
            (was, None, Some(whole)) => {
                let was = was.unwrap_or_else(|| Was { created: Some(entry.at), ..Was::default() });
                Some(Was { fields: whole, deleted: None, ..was })
            }
            (Some(mut was), Some(_), Some(after)) => {
                was.fields.extend(after);
                Some(was)
            }
            (was, Some(whole), None) => {
                let was = was.unwrap_or_default();
                Some(Was { fields: whole, deleted: Some(entry.at), ..was })
            }
            (was, ..) => was,
        };
        if let Some(was) = &mut was {
            (was.project, was.task) = (entry.project, entry.task);
            was.updated = was.updated.filter(|_| entry.follows()).or(Some(entry.at));
            was.revision += 1;
        }
    }
    Ok(was)
}

/// The row of today without what happened after the moment.
fn backwards<E: Resource>(row: &E, log: &[Entry], seq: i64) -> Result<Option<Was>> {
    let written = E::FIELDS.iter().enumerate().filter(|(_, field)| !field.hidden);
    let fields: Fields = written.map(|(index, field)| (field.name.to_owned(), row.json(index))).collect();
    let instant = |name: &str| fields.get(name).and_then(Json::as_str).and_then(|text| text.parse().ok());
    let (project, task) = row.home();
    let (created, updated) = (instant("createdAt"), instant("updatedAt"));
    let mut was =
        Was { created, updated, revision: row.head().revision, deleted: row.deleted_at(), project, task, fields };
    for entry in log.iter().rev().take_while(|entry| entry.seq > seq) {
        match (read(entry.before.as_deref())?, &entry.after) {
            (Some(before), Some(_)) => was.fields.extend(before),
            (Some(_), None) => was.deleted = None,
            (None, _) if entry.action == "restored" => was.deleted = Some(entry.at),
            (None, _) => return Ok(None),
        }
        was.revision = (was.revision - 1).max(1);
    }
    let kept = log.iter().rev().find(|entry| entry.seq <= seq && !entry.follows());
    was.updated = kept.map(|entry| entry.at).or(was.created);
    Ok(Some(was))
}

impl Was {
    /// The fields of an answer; what was never set has its default.
    pub fn into_fields<E: Resource>(mut self, cx: &Ctx, id: AnyId, row: Option<&E>) -> Fields {
        let created = row.and_then(|row| E::field("createdAt").map(|field| row.json(field)));
        E::of_old(&mut self.fields);
        let blank = E::default();
        let time = |at: Option<Timestamp>| at.map_or(Json::Null, |at| at.to_string().into());
        let mut out = Fields::new();
        for (index, field) in E::FIELDS.iter().enumerate().filter(|(_, field)| !field.hidden) {
            let value = match field.name {
                "id" => id.to_string().into(),
                "organizationId" => cx.organization.to_string().into(),
                "createdAt" => created.clone().unwrap_or_else(|| time(self.created)),
                "updatedAt" => time(self.updated),
                "revision" => self.revision.into(),
                _ if field.column == E::DELETED => time(self.deleted),
                name => self.fields.remove(name).unwrap_or_else(|| blank.json(index)),
            };
            out.insert(field.name.to_owned(), value);
        }
        out
    }
}
