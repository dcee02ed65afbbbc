//! The end of a task: it goes into the trash with its subtree, comments and checklists, comes back with
//! them, and is purged children first.

use super::{Task, visible};
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::Result;
use crate::sql::{Arg, Sql};
use crate::work::expense::locked::{self, Entries};
use crate::work::project;
use guildhall_store::Id;

const HANGING: [&str; 6] = ["comments", "checklists", "expenses", "ai_suggestions", "attachments", "files"];

/// Takes along everything below and everything that hangs on it.
pub async fn down(task: &Task, cx: &Ctx) -> Result<()> {
    let mut sql = Sql::default();
    let under = visible::under(&mut sql, "k.path", &task.path);
    locked::keep_on_tasks(cx, &sql, &under, Entries::Live).await?;
    for table in HANGING {
        let mut sql = Sql::default();
        let (root, now) = (sql.arg(task.id), sql.arg(Arg::Int(cx.now.0)));
        let under = visible::under(&mut sql, "k.path", &task.path);
        let text = format!(
            "UPDATE {table} SET deleted_at = {now}, deleted_with = {root} WHERE organization_id = $1 \
             AND deleted_at IS NULL AND task_id IN (SELECT k.id FROM tasks k WHERE k.organization_id = $1 \
             AND k.deleted_at IS NULL AND {under} UNION SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND k.id = {root})"
        );
        cx.tx.execute(&text, &sql.args()).await?;
    }
    let mut sql = Sql::default();
    let (root, now) = (sql.arg(task.id), sql.arg(Arg::Int(cx.now.0)));
    let under = visible::under(&mut sql, "path", &task.path);
    let text = format!(
        "UPDATE tasks SET deleted_at = {now}, deleted_with = {root} \
         WHERE organization_id = $1 AND deleted_at IS NULL AND {under}"
    );
    cx.tx.execute(&text, &sql.args()).await?;
    Ok(())
}

/// Brings back what went with it, or where it went with a task above, what is below it and went with that as well; a
/// child of a parent still in the trash becomes a root.
pub async fn up(task: &mut Task, cx: &Ctx) -> Result<()> {
    project::require_live(cx, task.project_id).await?;
    let with = [Some(task.id.cast()), task.deleted_with];
    let with: Vec<Vec<u8>> = with.into_iter().flatten().map(|id: AnyId| id.as_bytes().to_vec()).collect();
    for table in HANGING {
        let mut sql = Sql::default();
        let with = sql.arg(Arg::Ids(with.clone()));
        let under = visible::under(&mut sql, "k.path", &task.path);
        let text = format!(
            "UPDATE {table} SET deleted_at = NULL, deleted_with = NULL WHERE organization_id = $1 AND deleted_with = ANY({with}) \
             AND task_id IN (SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND {under})"
        );
        cx.tx.execute(&text, &sql.args()).await?;
    }
    let mut sql = Sql::default();
    let with = sql.arg(Arg::Ids(with));
    let under = visible::under(&mut sql, "path", &task.path);
    let text = format!(
        "UPDATE tasks SET deleted_at = NULL, deleted_with = NULL \
         WHERE organization_id = $1 AND deleted_with = ANY({with}) AND {under}"
    );
    cx.tx.execute(&text, &sql.args()).await?;
    task.deleted_with = None;
    // It counts again from here on, also for those who look for circles before it is saved.
    let sql = "UPDATE tasks SET deleted_at = NULL WHERE organization_id = $1 AND id = $2";
    cx.tx.execute(sql, &[&task.id]).await?;
    let Some(parent) = task.parent_id else { return Ok(()) };
    if visible::require_live(cx, parent).await.is_err() {
        let old = task.path.clone();
        task.parent_id = None;
        task.path = task.id.as_bytes().to_vec();
        task.ancestors.clear();
        task.rank = super::tree::next_rank(cx, task.project_id, None).await?;
        shorten_paths(cx, task, &old).await?;
    }
    Ok(())
}

async fn shorten_paths(cx: &Ctx, task: &Task, old: &[u8]) -> Result<()> {
    let mut sql = Sql::default();
    let (prefix, own) = (sql.arg(Arg::Bytes(task.path.clone())), sql.arg(task.id));
    let under = visible::under(&mut sql, "path", old);
    let text = format!(
        "UPDATE tasks SET path = CAST({prefix} || substr(path, {}) AS BYTEA) \
         WHERE organization_id = $1 AND {under} AND id <> {own}",
        old.len() + 1
    );
    cx.tx.execute(&text, &sql.args()).await?;
    Ok(())
}

/// Deletes everything below a task for good, and what hangs on it and on them.
pub async fn purge(task: &Task, cx: &Ctx) -> Result<()> {
    let mut sql = Sql::default();
    let under = visible::under(&mut sql, "k.path", &task.path);
    locked::keep_on_tasks(cx, &sql, &under, Entries::All).await?;
    purge_with(cx, &under, &sql, Some(task.id)).await
}

/// Deletes the tasks that a condition on `k` (with `$2`) finds.
pub async fn purge_where(cx: &Ctx, condition: &str, id: &Id<crate::work::Project>) -> Result<()> {
    let mut sql = Sql::default();
    sql.arg(*id);
    purge_with(cx, condition, &sql, None).await
}

async fn purge_with(cx: &Ctx, condition: &str, sql: &Sql, keep: Option<Id<Task>>) -> Result<()> {
    let those = format!("(SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND {condition})");
    for text in [
        format!("DELETE FROM comments WHERE organization_id = $1 AND task_id IN {those}"),
        format!("DELETE FROM checklists WHERE organization_id = $1 AND task_id IN {those}"),
        format!("DELETE FROM expenses WHERE organization_id = $1 AND task_id IN {those}"),
        format!("DELETE FROM timers WHERE organization_id = $1 AND task_id IN {those}"),
        format!("DELETE FROM ai_suggestions WHERE organization_id = $1 AND task_id IN {those}"),
        format!(
            "DELETE FROM task_links WHERE organization_id = $1 AND (task_id IN {those} OR predecessor_id IN {those})"
        ),
        format!("DELETE FROM task_assignments WHERE organization_id = $1 AND task_id IN {those}"),
        format!("DELETE FROM task_field_values WHERE organization_id = $1 AND object_id IN {those}"),
        format!("DELETE FROM task_labels WHERE organization_id = $1 AND task_id IN {those}"),
        format!("DELETE FROM search_docs WHERE organization_id = $1 AND home_id IN {those}"),
        format!("DELETE FROM external_refs WHERE organization_id = $1 AND object_id IN {those}"),
    ]
    .into_iter()
    .chain(crate::files::file::purge_of_tasks(&those))
    {
        cx.tx.execute(&text, &sql.args()).await?;
    }
    // Who points at whom is checked when the statement ends: a subtree goes in one.
    let mut sql = sql.clone();
    let keep = keep.map(|id| format!(" AND id <> {}", sql.arg(id))).unwrap_or_default();
    let text = format!("DELETE FROM tasks WHERE organization_id = $1 AND id IN {those}{keep}");
    cx.tx.execute(&text, &sql.args()).await?;
    Ok(())
}
