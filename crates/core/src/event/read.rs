//! Reading the log: the part that was asked for, as far as the caller may see it. What the projects decide is
//! decided in the statement; what an entity's own rule decides, after it, page by page, until the page is full.

use super::{Event, shown, veil, withheld};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity};
use crate::error::{Error, Result};
use crate::policy::Permission;
use crate::sql::{Arg, Sql};
use crate::time::Timestamp;
use crate::work::Task;
use std::collections::HashSet;

/// Which part of the log to read.
#[derive(Debug, Default, Clone)]
pub struct Window {
    /// Only events after this number.
    pub after: Option<i64>,
    /// Only events before this number.
    pub before: Option<i64>,
    pub newest_first: bool,
    pub limit: usize,
    pub object: Option<AnyId>,
    pub project: Option<AnyId>,
    /// Events of this task and of what hangs on it.
    pub task: Option<AnyId>,
    pub actor: Option<AnyId>,
    /// Events of one change that is undone as one.
    pub batch: Option<AnyId>,
    pub model: Option<String>,
    pub action: Option<String>,
    /// Only events from this moment on.
    pub from: Option<Timestamp>,
    /// Only events before this moment.
    pub until: Option<Timestamp>,
}

/// A stretch of the log.
#[derive(Debug, Default)]
pub struct Stretch {
    pub events: Vec<Event>,
    /// The last number that was looked at: where to go on.
    pub reached: Option<i64>,
    /// There is nothing beyond.
    pub ended: bool,
}

const COLUMNS: &str = "e.seq, e.id, e.at, e.actor_id, e.model, e.object_id, e.project_id, e.task_id, e.action, \
    e.before, e.after, e.batch_id, e.project_id, e.request_id, e.address, e.agent";

/// Most events looked at for one page: who sees next to nothing gets a short page and a cursor that has moved.
const MOST_LOOKED_AT: usize = 20_000;
const MOST_AT_ONCE: usize = 1000;
/// Transactions may commit in another order than they began, but not by more than this.
const SLACK_SECONDS: i64 = 60;

/// Reads the log as far as the caller may see it: an event shows if its object shows now.
pub async fn read(cx: &Ctx, window: &Window) -> Result<Stretch> {
    cx.require(Permission::EventRead)?;
    scan(cx, window).await
}

/// The same with where each change came from, for who may audit.
pub async fn audit(cx: &Ctx, window: &Window) -> Result<Stretch> {
    cx.require(Permission::AuditRead)?;
    scan(cx, window).await
}

async fn scan(cx: &Ctx, window: &Window) -> Result<Stretch> {
    let mut window = window.clone();
    narrow_by_time(cx, &mut window).await?;
    narrow_by_task(cx, &mut window).await?;
    let (limit, cursor) = (window.limit, window.after);
    let mut out = Stretch::default();
    let (mut at_once, mut looked_at) = (limit, 0);
    loop {
        let rows = rows(cx, &window, at_once).await?;
        if looked_at == 0 && !window.newest_first {
            refuse_trimmed(cx, cursor, rows.first()).await?;
        }
        let (count, last) = (rows.len(), rows.last().map(|event| event.seq));
        looked_at += count;
        out.events.extend(shown::keep(cx, rows).await?);
        out.reached = last.or(out.reached);
        out.ended = count < at_once && out.events.len() <= limit;
        if out.events.len() >= limit {
            out.events.truncate(limit);
            out.reached = out.events.last().map(|event| event.seq);
        }
        if out.events.len() == limit || out.ended || looked_at >= MOST_LOOKED_AT {
            break;
        }
        if window.newest_first {
            window.before = last
        } else {
            window.after = last
        }
        at_once = (at_once * 2).min(MOST_AT_ONCE);
    }
    // Whoever asks for what happened to one object goes on from the end of the log, also where that object is not told:
    // how far its changes go would tell that it is there.
    let is_one = window.object.is_some() || window.task.is_some() || window.batch.is_some();
    if out.ended && is_one && !window.newest_first && window.before.is_none() && window.until.is_none() {
        out.reached = Some(last_seq(cx).await?.max(cursor.unwrap_or(0)));
    } else if out.ended && is_one && out.events.is_empty() {
        out.reached = None;
    }
    veil::draw(cx, &mut out.events).await?;
    withheld::draw(cx, &mut out.events).await?;
    Ok(out)
}

/// Turns moments into numbers of the log, roughly; the moments themselves are compared in the statement.
async fn narrow_by_time(cx: &Ctx, window: &mut Window) -> Result<()> {
    if let Some(from) = window.from {
        let sql = "SELECT e.seq FROM events e WHERE e.organization_id = $1 AND e.at >= $2 ORDER BY e.at, e.seq LIMIT 1";
        let first: Option<(i64,)> = cx.tx.row(sql, &[&from.plus_seconds(-SLACK_SECONDS)]).await?;
        let after = first.map_or(i64::MAX, |(seq,)| seq - 1);
        // The cursor itself stays what is checked against the trimmed part.
        if window.newest_first || window.after.is_some_and(|cursor| cursor < after) || window.after.is_none() {
            window.after = Some(after);
        }
    }
    if let Some(until) = window.until {
        let last = super::as_of::last_before(cx, until.plus_seconds(SLACK_SECONDS)).await?;
        window.before = Some(window.before.map_or(last + 1, |before| before.min(last + 1)));
    }
    Ok(())
}

/// By a task that the caller does not see nothing is found that hangs on it: its entries tell no task then, and would
/// tell it by being found. Its own entries show by its own rule, also where it is gone for good.
async fn narrow_by_task(cx: &Ctx, window: &mut Window) -> Result<()> {
    let narrow = cx.permissions().narrows() || !cx.permits(Permission::TaskRead);
    let Some(task) = window.task.filter(|_| narrow) else { return Ok(()) };
    if !veil::seen::<Task>(cx, HashSet::from([task])).await?.is_empty() {
        return Ok(());
    }
    if window.model.as_ref().is_some_and(|model| model != Task::MODEL) {
        window.task = Some(AnyId::default());
    }
    window.model = Some(Task::MODEL.to_owned());
    Ok(())
}

/// A cursor into what was trimmed is answered with a fresh one: who comes with it reads everything anew.
async fn refuse_trimmed(cx: &Ctx, cursor: Option<i64>, first: Option<&Event>) -> Result<()> {
    let Some(cursor) = cursor.filter(|cursor| first.is_none_or(|event| event.seq != cursor + 1)) else {
        return Ok(());
    };
    super::retention::require_kept(cx, cursor).await
}

async fn rows(cx: &Ctx, window: &Window, limit: usize) -> Result<Vec<Event>> {
    let mut sql = Sql::default();
    for (column, id) in [
        ("object_id", window.object),
        ("project_id", window.project),
        ("task_id", window.task),
        ("actor_id", window.actor),
        ("batch_id", window.batch),
    ] {
        if let Some(id) = id {
            let arg = sql.arg(id);
            sql.and(&format!("e.{column} = {arg}"));
        }
    }
    for (column, text) in [("model", &window.model), ("action", &window.action)] {
        if let Some(text) = text {
            let arg = sql.arg(Arg::Text(text.clone()));
            sql.and(&format!("e.{column} = {arg}"));
        }
    }
    let (from, until) = (window.from.map(|at| at.0), window.until.map(|at| at.0));
    for (test, number) in [("seq >", window.after), ("seq <", window.before), ("at >=", from), ("at <", until)] {
        if let Some(number) = number {
            let arg = sql.arg(Arg::Int(number));
            sql.and(&format!("e.{test} {arg}"));
        }
    }
    let hidden = shown::unread_models(cx);
    if !hidden.is_empty() {
        let hidden = sql.arg(Arg::Texts(hidden));
        sql.and(&format!("NOT (e.model = ANY({hidden}))"));
    }
    let columns = by_home(cx, window, &mut sql);
    let (joins, conditions) = sql.parts();
    let order = if window.newest_first { "DESC" } else { "ASC" };
    let text = format!(
        "SELECT {columns} FROM events e{joins} WHERE e.organization_id = $1{conditions} ORDER BY e.seq {order} LIMIT {limit}"
    );
    Ok(cx.tx.rows(&text, &sql.args()).await?)
}

/// Narrows to the projects that the caller sees. Those that are gone for good are let through: what they were
/// at their end decides later.
fn by_home(cx: &Ctx, window: &Window, sql: &mut Sql) -> String {
    if cx.permits(Permission::ProjectReadAll) {
        return COLUMNS.to_owned();
    }
    // A task may have moved since: where it is now decides, not where it was.
    sql.join("LEFT JOIN tasks et ON et.organization_id = e.organization_id AND et.id = e.task_id");
    sql.join(
        "LEFT JOIN projects p ON p.organization_id = e.organization_id AND p.id = COALESCE(et.project_id, e.project_id)",
    );
    let seen = crate::work::project::seen(cx, sql);
    sql.and(&format!("(p.id IS NULL OR {seen})"));
    if let Some(id) = window.project {
        let arg = sql.arg(id);
        sql.and(&format!("(p.id IS NULL OR p.id = {arg})"));
    }
    // The project that it came from may be a hidden one: neither shown nor found.
    COLUMNS.replacen("e.project_id", "p.id", 1)
}

/// The highest number given out so far.
pub async fn last_seq(cx: &Ctx) -> Result<i64> {
    counter(cx, "events").await
}

/// The value of a counter; 0 if nothing was ever taken from it.
pub(super) async fn counter(cx: &Ctx, name: &str) -> Result<i64> {
    let sql = "SELECT value FROM counters WHERE organization_id = $1 AND name = $2";
    Ok(cx.tx.row::<(i64,)>(sql, &[&name]).await?.map_or(0, |(value,)| value))
}

/// A number of the log, or an instant.
pub fn parse_number(name: &str, value: &str) -> Result<i64> {
    let wrong = || Error::unreadable("bad_parameter", format!("`{name}` is a number of the log"));
    value.parse::<i64>().ok().filter(|number| *number >= 0).ok_or_else(wrong)
}
