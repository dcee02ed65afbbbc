//! Progress of tasks with parts follows from theirs, weighed by work, else by duration. At the end of a change the
//! tasks above what was changed are looked at from below, level by level; of each its direct parts alone are read, for
//! every task with parts keeps the work of all that is below it. A task that loses its last part has the progress
//! again that it had before its first.

use super::{Task, visible};
use crate::amount::Amount;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Given};
use crate::error::{Error, Result};
use crate::event::Pending;
use crate::sql::Sql;
use crate::work::Project;
use crate::work::status::StatusKind;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Name of such a change in the event log.
pub const ACTION: &str = "rolled_up";

/// The field that follows.
const PERCENT: &str = "percentComplete";

/// Fields of a part that its share of the whole follows from.
const FIELDS: [&str; 6] = [PERCENT, "status", "estimateHours", "duration", "milestone", "parentId"];

/// Minutes of work of a task without parts: as estimated, else of the duration, else a day. Capped far beyond what
/// anybody works, so that no sum overflows.
pub const WEIGHT: &str = "CASE WHEN t.estimate_hours > 10000000000 THEN 60000000 \
    WHEN t.estimate_hours > 0 THEN t.estimate_hours * 60 / 10000 WHEN t.duration_minutes > 60000000 THEN 60000000 \
    WHEN t.duration_minutes IS NOT NULL THEN t.duration_minutes WHEN t.milestone THEN 0 ELSE 480 END";
/// How much of it is done, in hundredths of a percent.
pub const DONE: &str = "CASE WHEN t.status_kind = 'done' THEN 10000 ELSE t.percent_complete / 100 END";
/// What is no longer to be done counts nowhere.
pub const COUNTS: &str = "t.status_kind <> 'cancelled'";

/// A task, how deep it stands, the work below it, and its own progress from before it had parts.
struct Stored {
    task: Task,
    depth: i64,
    weight: Option<i64>,
    own: Option<i64>,
}

/// The direct parts of a task.
#[derive(Clone, Copy, Default)]
struct Parts {
    all: i64,
    /// Those that count.
    counted: i64,
    weight: i64,
    weighted: i64,
    summed: i64,
}

impl Parts {
    /// What they have done together, in hundredths of a percent; none if none of them counts.
    fn done(self) -> Option<i64> {
        match self {
            Self { weight: 1.., .. } => Some(self.weighted / self.weight),
            Self { counted: 1.., .. } => Some(self.summed / self.counted),
            _ => None,
        }
    }
}

/// Whether a task has parts that count, seen or not.
pub async fn has_parts(cx: &Ctx, task: Id<Task>) -> Result<bool> {
    let sql = format!(
        "SELECT t.id FROM tasks t WHERE t.organization_id = $1 AND t.parent_id = $2 AND t.deleted_at IS NULL \
         AND {COUNTS} LIMIT 1"
    );
    Ok(cx.tx.row::<(AnyId,)>(&sql, &[&task]).await?.is_some())
}

/// Refuses another progress than that of its parts.
pub(super) async fn refuse_on_whole(cx: &Ctx, task: &Task, old: &Task) -> Result<()> {
    if task.percent_complete == old.percent_complete || !has_parts(cx, task.id).await? {
        return Ok(());
    }
    let detail = "it has parts, and its progress follows from theirs; set that of a part";
    Err(Error::invalid(PERCENT, "rolled_up", detail))
}

impl Task {
    /// What is done, or has ended, is complete, unless the change says otherwise; parts speak for themselves.
    pub(super) async fn finish_with(&mut self, old: &Self, cx: &Ctx, given: &Given) -> Result<()> {
        let is_done = |task: &Self| task.status_kind == StatusKind::Done.as_str();
        let ends = (is_done(self) && !is_done(old)) || (self.actual_finish.is_some() && old.actual_finish.is_none());
        if !ends || has_parts(cx, self.id).await? {
            return Ok(());
        }
        if !given.has(Self::PERCENT_COMPLETE) {
            self.percent_complete = Amount::whole(100);
        }
        if !given.has(Self::REMAINING_DURATION) {
            (self.remaining_duration, self.remaining_minutes) = (None, None);
        }
        Ok(())
    }
}

/// Brings what the changes recorded since it was last done bear on in line with its parts; answers whose progress that
/// changed.
pub async fn roll_up(cx: &mut Ctx) -> Result<BTreeSet<Id<Task>>> {
    let mut levels: BTreeMap<i64, Vec<Stored>> = BTreeMap::new();
    let (mut seen, mut changed) = (BTreeSet::new(), BTreeSet::new());
    let touched = touched(cx).await?;
    enter(&mut levels, &mut seen, read(cx, touched).await?);
    while let Some((_, level)) = levels.pop_last() {
        let parts = parts(cx, &level).await?;
        let mut above = BTreeSet::new();
        for one in level {
            let parts = parts.get(&one.task.id).copied().unwrap_or_default();
            let (id, parent) = (one.task.id, one.task.parent_id);
            let (says_more, shows_more) = settle(cx, one, parts).await?;
            changed.extend(shows_more.then_some(id));
            if says_more {
                above.extend(parent.filter(|parent| !seen.contains(parent)));
            }
        }
        enter(&mut levels, &mut seen, read(cx, above).await?);
    }
    cx.plan.rolled = cx.pending.len();
    Ok(changed)
}

fn enter(levels: &mut BTreeMap<i64, Vec<Stored>>, seen: &mut BTreeSet<Id<Task>>, rows: Vec<Stored>) {
    for row in rows {
        seen.insert(row.task.id);
        levels.entry(row.depth).or_default().push(row);
    }
}

/// The parents of what was changed, those that it left, itself where it may have parts, and all tasks with parts that
/// came back.
async fn touched(cx: &mut Ctx) -> Result<BTreeSet<Id<Task>>> {
    let mut found: BTreeSet<Id<Task>> = std::mem::take(&mut cx.plan.wholes).into_iter().collect();
    let (mut below, mut back) = (Vec::new(), Vec::new());
    for event in cx.pending.get(cx.plan.rolled..).unwrap_or_default() {
        let came_back = event.action() == "restored";
        if event.model() != Task::MODEL {
            back.extend((came_back && event.model() == Project::MODEL).then(|| event.object()));
            continue;
        }
        let is_root = event.action() == "created" && !event.names("parentId");
        if !is_root && (event.went_or_came() || FIELDS.iter().any(|field| event.names(field))) {
            below.push(event.object());
            back.extend(came_back.then(|| event.object()));
            found.extend(left(event));
        }
    }
    for id in back {
        found.extend(wholes_of(cx, id).await?);
    }
    below.sort_unstable();
    below.dedup();
    if below.is_empty() {
        return Ok(found);
    }
    let sql = "SELECT id, parent_id, own_percent FROM tasks WHERE organization_id = $1 AND id = ANY($2)";
    for (id, parent, own) in cx.tx.rows::<(Id<Task>, Option<Id<Task>>, Option<i64>)>(sql, &[&below]).await? {
        found.extend(parent);
        found.extend(own.map(|_| id));
    }
    Ok(found)
}

/// The tasks with parts of a project, or below a task.
async fn wholes_of(cx: &Ctx, id: AnyId) -> Result<Vec<Id<Task>>> {
    let sql = "SELECT path FROM tasks WHERE organization_id = $1 AND id = $2";
    let path: Option<(Vec<u8>,)> = cx.tx.row(sql, &[&id]).await?;
    let mut sql = Sql::default();
    let those = match &path {
        Some((path,)) => visible::under(&mut sql, "path", path),
        None => format!("project_id = {}", sql.arg(id)),
    };
    let text = format!(
        "SELECT id FROM tasks WHERE organization_id = $1 AND {those} AND own_percent IS NOT NULL AND deleted_at IS NULL"
    );
    let rows: Vec<(Id<Task>,)> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The parent that a task was moved away from.
fn left(event: &Pending) -> Option<Id<Task>> {
    let before: Map<String, Json> = serde_json::from_str(event.before()?).ok()?;
    before.get("parentId")?.as_str()?.parse().ok()
}

/// Locked, so that of two changes at once the second sees what the first has done.
async fn read(cx: &Ctx, ids: BTreeSet<Id<Task>>) -> Result<Vec<Stored>> {
    let mut rows = Vec::new();
    if ids.is_empty() {
        return Ok(rows);
    }
    let ids: Vec<Id<Task>> = ids.into_iter().collect();
    let sql = format!(
        "SELECT {}, LENGTH(t.path), t.rolled_weight, t.own_percent FROM tasks t WHERE t.organization_id = $1 \
         AND t.id = ANY($2) AND t.deleted_at IS NULL ORDER BY t.id FOR NO KEY UPDATE OF t",
        Task::COLUMNS_OF_T
    );
    let width = Task::FIELDS.iter().filter(|field| !field.is_virtual).count();
    cx.tx
        .each(&sql, &[&ids], |row| {
            let (depth, weight, own) = (row.get(width)?, row.get(width + 1)?, row.get(width + 2)?);
            rows.push(Stored { task: Task::read(row, 0)?, depth, weight, own });
            Ok(())
        })
        .await?;
    Ok(rows)
}

async fn parts(cx: &Ctx, level: &[Stored]) -> Result<HashMap<Id<Task>, Parts>> {
    let ids: Vec<Id<Task>> = level.iter().map(|one| one.task.id).collect();
    let (weight, done) = (
        format!("COALESCE(t.rolled_weight, {WEIGHT})"),
        format!("CASE WHEN t.rolled_weight IS NULL THEN {DONE} ELSE t.percent_complete / 100 END"),
    );
    let sum = |of: &str| format!("CAST(SUM(CASE WHEN {COUNTS} THEN {of} ELSE 0 END) AS BIGINT)");
    let sql = format!(
        "SELECT t.parent_id, COUNT(*), {}, {}, {}, {} FROM tasks t WHERE t.organization_id = $1 \
         AND t.parent_id = ANY($2) AND t.deleted_at IS NULL GROUP BY t.parent_id",
        sum("1"),
        sum(&weight),
        sum(&format!("({weight}) * ({done})")),
        sum(&done)
    );
    let rows: Vec<(Id<Task>, i64, i64, i64, i64, i64)> = cx.tx.rows(&sql, &[&ids]).await?;
    let parts = |(id, all, counted, weight, weighted, summed)| (id, Parts { all, counted, weight, weighted, summed });
    Ok(rows.into_iter().map(parts).collect())
}

/// Writes what a task's parts say; answers whether what is above it has to follow, and whether its progress changed.
async fn settle(cx: &mut Ctx, one: Stored, parts: Parts) -> Result<(bool, bool)> {
    let Stored { task: old, weight: before, own, .. } = one;
    let was = old.percent_complete.0;
    // Without parts that count it has its own, which somebody may set in this very change.
    let kept = own.filter(|_| parts.counted > 0 || !is_set(cx, old.id)).unwrap_or(was);
    let (weight, own_now, percent) = match parts.done() {
        Some(done) => (Some(parts.weight), Some(kept), done * 100),
        None => (None, (parts.all > 0).then_some(kept), kept),
    };
    if (weight, own_now) != (before, own) {
        let sql = "UPDATE tasks SET rolled_weight = $3, own_percent = $4 WHERE organization_id = $1 AND id = $2";
        cx.tx.execute(sql, &[&old.id, &weight, &own_now]).await?;
    }
    if percent != was {
        // One undo takes it back with what it follows from.
        let fresh = cx.new_id();
        cx.batch.get_or_insert(fresh);
        let new = Task { percent_complete: Amount(percent), ..old.clone() };
        let at = old.updated_at;
        crud::save_at(cx, &old, new, &Given::default(), ACTION, at).await?;
    }
    Ok((weight != before || percent != was, percent != was))
}

/// Whether somebody sets the progress of a task in this very change.
fn is_set(cx: &Ctx, task: Id<Task>) -> bool {
    let sets = |event: &Pending| event.object() == task.cast() && event.action() != ACTION && event.names(PERCENT);
    cx.pending.iter().any(sets)
}

/// Puts the progress of a whole back to what it was before it followed, so that what was set before that can be taken
/// back as well; at the end it follows from what is there then.
pub async fn take_back(cx: &mut Ctx, task: AnyId, [before, after]: [&Map<String, Json>; 2]) -> Result<()> {
    let old: Task = match crud::get_locked(cx, task, Some(false)).await {
        Err(Error::NotFound | Error::Forbidden(_)) => return Ok(()),
        other => other?,
    };
    let Some(was) = before.get(PERCENT).filter(|_| after.get(PERCENT) == Some(&old.json(Task::PERCENT_COMPLETE)))
    else {
        return Ok(());
    };
    // Where the parts come back with this, what it has now is its own again beside what follows from theirs.
    let sql = "UPDATE tasks SET own_percent = percent_complete WHERE organization_id = $1 AND id = $2 \
        AND own_percent IS NULL";
    cx.tx.execute(sql, &[&old.id]).await?;
    let mut new = old.clone();
    new.parse(Task::PERCENT_COMPLETE, was).map_err(|refused| Error::invalid(PERCENT, refused.code, refused.detail))?;
    let at = old.updated_at;
    crud::save_at(cx, &old, new, &Given::default(), ACTION, at).await.map(drop)
}
