//! The state of an object at an earlier moment, rebuilt from the log: its creation and what changed up to
//! then. Where the creation was trimmed away, the object as it is now is taken back change by change. What
//! hangs on a task or a project was in the trash when they were.

mod list;
mod replay;
mod tree;

pub use list::{Page, Query, list};

use super::read::{last_seq, parse_number};
use super::shown;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Resource};
use crate::error::{Error, Result};
use crate::own;
use crate::sql::{Arg, Sql};
use crate::time::Timestamp;
use replay::Was;
use serde_json::{Map, Value as Json};
use std::collections::{HashMap, HashSet};

/// An object as it was, in the fields of its answer.
pub type Fields = Map<String, Json>;

/// The number of the log that a request means: itself, or the last one before an instant.
pub async fn moment(cx: &Ctx, text: &str) -> Result<i64> {
    let seq = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        parse_number("as_of", text)?.min(last_seq(cx).await?)
    } else {
        let wrong = |detail| Error::unreadable("bad_parameter", format!("`as_of`: {detail}"));
        let at: Timestamp = text.parse().map_err(wrong)?;
        last_before(cx, Timestamp(at.0 + 1)).await?
    };
    super::retention::require_kept(cx, seq).await?;
    Ok(seq)
}

/// The number of the last event before an instant.
pub(super) async fn last_before(cx: &Ctx, at: Timestamp) -> Result<i64> {
    let sql =
        "SELECT e.seq FROM events e WHERE e.organization_id = $1 AND e.at < $2 ORDER BY e.at DESC, e.seq DESC LIMIT 1";
    Ok(cx.tx.row::<(i64,)>(sql, &[&at]).await?.map_or(0, |(seq,)| seq))
}

/// One object as it was, in the trash or not; not found if it was not there, or if the caller does not see it.
pub async fn one<E: Resource>(cx: &Ctx, id: AnyId, seq: i64) -> Result<Fields> {
    cx.require_reach(E::READ)?;
    let was = rebuild::<E>(cx, &[id], seq).await?.pop().ok_or(Error::NotFound)?;
    Ok(was.1)
}

/// The objects of these ids that were there and that the caller sees, each with whether it was in the trash.
async fn rebuild<E: Resource>(cx: &Ctx, ids: &[AnyId], seq: i64) -> Result<Vec<(bool, Fields)>> {
    let rows = rows::<E>(cx, ids, true).await?;
    let mut states = replay::states::<E>(cx, ids, seq, &rows).await?;
    let gone: HashSet<AnyId> =
        ids.iter().filter(|id| states.contains_key(*id) && !rows.contains_key(*id)).copied().collect();
    let there = shown::existing::<E>(cx, &gone, false).await?;
    let gone: HashSet<AnyId> = gone.difference(&there).copied().collect();
    let seen = gone_and_seen::<E>(cx, gone, &states).await?;
    states.retain(|id, _| rows.contains_key(id) || seen.contains(id));
    tree::complete::<E>(cx, &mut states, seq).await?;
    let mut fields: Vec<Fields> = Vec::with_capacity(states.len());
    let mut trashed = Vec::with_capacity(states.len());
    for id in ids {
        if let Some(was) = states.remove(id) {
            trashed.push(was.deleted.is_some());
            fields.push(was.into_fields::<E>(cx, *id, rows.get(id)));
        }
    }
    super::veil::cover(cx, E::MODEL, &mut fields).await?;
    super::withheld::cover(cx, E::MODEL, &mut fields);
    Ok(trashed.into_iter().zip(fields).collect())
}

/// The rows of today, in the trash or not: all, or with all their fields those that the caller sees.
async fn rows<E: Resource>(cx: &Ctx, ids: &[AnyId], seen: bool) -> Result<HashMap<AnyId, E>> {
    let mut sql = Sql::default();
    let those = sql.arg(Arg::Ids(ids.iter().map(|id| id.as_bytes().to_vec()).collect()));
    sql.and(&format!("t.{} = ANY({those})", crate::crud::id_column::<E>()));
    if seen {
        own::narrow::<E>(cx, &mut sql);
    }
    let (joins, conditions) = sql.parts();
    let text =
        format!("SELECT {} FROM {} t{joins} WHERE t.organization_id = $1{conditions}", E::COLUMNS_OF_T, E::TABLE);
    let mut rows: Vec<E> = cx.tx.rows(&text, &sql.args()).await?;
    if seen {
        E::load(cx, &mut rows).await?;
    }
    Ok(rows.into_iter().map(|row| (row.head().id, row)).collect())
}

/// Those of the purged objects that the caller may know of: by the project they were in, and by their rule.
async fn gone_and_seen<E: Resource>(
    cx: &Ctx,
    gone: HashSet<AnyId>,
    states: &HashMap<AnyId, Was>,
) -> Result<HashSet<AnyId>> {
    let mut seen = shown::ruled::<E>(cx, gone).await?;
    let home = |id: &AnyId| states.get(id).and_then(|was| was.project);
    let projects: HashSet<AnyId> = seen.iter().filter_map(home).collect();
    if projects.is_empty() || cx.permits(crate::policy::Permission::ProjectReadAll) {
        return Ok(seen);
    }
    let mut open = shown::existing::<crate::work::Project>(cx, &projects, true).await?;
    let rest: HashSet<AnyId> = projects.difference(&open).copied().collect();
    let there = shown::existing::<crate::work::Project>(cx, &rest, false).await?;
    let purged = rest.difference(&there).copied().collect();
    open.extend(shown::gone_seen::<crate::work::Project>(cx, purged).await?);
    seen.retain(|id| home(id).is_none_or(|project| open.contains(&project)));
    Ok(seen)
}
