//! What the time of a person costs tells what the person costs, so that amount and rate of others' time are seen
//! only by who may see rates: they read null, compare as no value in lists, and are not in the log. `priced` tells
//! all the same whether there is an amount. Sums are told by budgets, to who may see those. The task of an entry and
//! its receipt are withheld in the same way from who does not see them.

use super::{Expense, TIME};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Field, Resource};
use crate::error::Result;
use crate::files::file;
use crate::org::User;
use crate::policy::Permission;
use crate::sql::Sql;
use crate::work::task;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The fields that tell it.
const FIELDS: [&str; 2] = ["amount", "rate"];

/// Whose time alone shows what it costs; none to who sees that of everybody.
pub fn reader(cx: &Ctx) -> Option<Id<User>> {
    Some(cx.actor).filter(|_| !cx.permits(Permission::RateRead))
}

impl Expense {
    /// True if the caller does not see what it costs.
    pub fn is_withheld(&self, cx: &Ctx) -> bool {
        self.is_time() && reader(cx).is_some_and(|reader| reader != self.user_id)
    }

    /// The entry as the caller may see it.
    pub(super) fn as_seen(&self, cx: &Ctx) -> Cow<'_, Self> {
        let shown = Self { priced: self.amount.is_some(), ..self.clone() };
        let shown = if self.hides_task { Self { task_id: None, ..shown } } else { shown };
        Cow::Owned(if self.is_withheld(cx) { Self { amount: None, rate: None, ..shown } } else { shown })
    }
}

/// What a list compares in the place of a field that not everybody sees in every entry.
pub(super) fn compared(cx: &Ctx, field: &Field, sql: &mut Sql) -> Option<String> {
    match field.name {
        "taskId" => return task::visible::compared(cx, field.column, sql),
        "receiptFileId" => return Some(file::compared(cx, field.column, sql)),
        _ => {}
    }
    let reader = reader(cx).filter(|_| FIELDS.contains(&field.name))?;
    let me = sql.arg(reader);
    Some(format!("(CASE WHEN t.kind = '{TIME}' AND t.user_id <> {me} THEN NULL ELSE t.{} END)", field.column))
}

/// The same of an entry that was rebuilt from the log, whose it was then.
pub(crate) fn cover(cx: &Ctx, fields: &mut Map<String, Json>) {
    let has_amount = fields.get("amount").is_some_and(|amount| !amount.is_null());
    fields.insert("priced".into(), has_amount.into());
    let is_time = fields.get("kind").and_then(Json::as_str) == Some(TIME);
    let whose = fields.get("userId").and_then(Json::as_str);
    if is_time && reader(cx).is_some_and(|reader| whose != Some(reader.to_string().as_str())) {
        empty(fields);
    }
}

/// Empties what tells it in a side of an event.
pub(crate) fn empty(side: &mut Map<String, Json>) {
    side.iter_mut().filter(|(name, _)| FIELDS.contains(&name.as_str())).for_each(|(_, value)| *value = Json::Null);
}

/// What is known of an entry in the log.
#[derive(Default)]
struct Known {
    is_time: Option<bool>,
    /// It is somebody else's, or was.
    foreign: bool,
}

/// Those of the entries whose log tells what they cost: what is no time, and the caller's own time that was never
/// anybody else's. What is gone for good is known by its snapshots in the log.
pub(crate) async fn told_in_log(cx: &Ctx, ids: &HashSet<AnyId>) -> Result<HashSet<AnyId>> {
    let ids: Vec<AnyId> = ids.iter().copied().collect();
    let sql = "SELECT id, kind, user_id FROM expenses WHERE organization_id = $1 AND id = ANY($2)";
    let rows: Vec<(AnyId, String, Id<User>)> = cx.tx.rows(sql, &[&ids]).await?;
    let known = |(id, kind, user): (AnyId, String, Id<User>)| {
        (id, Known { is_time: Some(kind == TIME), foreign: user != cx.actor })
    };
    let mut all: HashMap<AnyId, Known> = rows.into_iter().map(known).collect();
    let sql = "SELECT e.object_id, e.before, e.after FROM events e WHERE e.organization_id = $1 \
        AND e.object_id = ANY($2) AND e.model = $3 AND (e.before IS NULL OR e.after IS NULL \
        OR STRPOS(e.before, '\"userId\":') > 0)";
    type Sides = (AnyId, Option<String>, Option<String>);
    let me = cx.actor.to_string();
    for (id, before, after) in cx.tx.rows::<Sides>(sql, &[&ids, &Expense::MODEL]).await? {
        let known = all.entry(id).or_default();
        let whole = before.is_none() || after.is_none();
        for side in [before, after].into_iter().flatten() {
            let mut side: Map<String, Json> = serde_json::from_str(&side).unwrap_or_default();
            if whole {
                Expense::of_old(&mut side);
                known.is_time.get_or_insert(side.get("kind").and_then(Json::as_str) == Some(TIME));
            }
            known.foreign |= side.get("userId").is_some_and(|user| user.as_str() != Some(me.as_str()));
        }
    }
    let open = |known: &Known| known.is_time.is_some_and(|is_time| !is_time || !known.foreign);
    Ok(all.into_iter().filter_map(|(id, known)| open(&known).then_some(id)).collect())
}
