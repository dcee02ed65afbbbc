//! How things that hang on a task are seen: through the task's project, as it is now.

use super::Task;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::field::Kind;
use crate::list::{Column, Side};
use crate::own;
use crate::policy::Permission;
use crate::sql::Sql;
use guildhall_store::{Id, prefix_upper_bound};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Bytes of a path that `path_head` and its index hold (a PostgreSQL index entry is limited to 2,704 bytes).
pub const INDEXED: usize = 1200;

/// Narrows a list of things with a `task_id` to the tasks that the caller sees: none of them to who reads no tasks.
pub fn visible_by_task(cx: &Ctx, sql: &mut Sql) {
    if !cx.reaches(Permission::TaskRead) {
        sql.and("1 = 0");
        return;
    }
    let (own, all) = (own::condition::<Task>(cx, sql, "k"), cx.permits(Permission::ProjectReadAll));
    if all && own.is_none() {
        return;
    }
    sql.join("JOIN tasks k ON k.organization_id = t.organization_id AND k.id = t.task_id");
    if !all {
        sql.join("JOIN projects p ON p.organization_id = k.organization_id AND p.id = k.project_id");
        let seen = crate::work::project::seen(cx, sql);
        sql.and(&seen);
    }
    if let Some(own) = own {
        sql.and(&own);
    }
}

/// What a list compares in the place of a reference of `t` to a task of its own project: no value where the caller
/// does not see that task.
pub fn compared(cx: &Ctx, column: &str, sql: &mut Sql) -> Option<String> {
    if cx.permits(Permission::TaskRead) {
        return None;
    }
    let Some(own) = own::condition::<Task>(cx, sql, "kv") else { return Some("CAST(NULL AS BYTEA)".into()) };
    Some(format!(
        "(SELECT kv.id FROM tasks kv WHERE kv.organization_id = t.organization_id AND kv.id = t.{column} \
         AND kv.deleted_at IS NULL AND {own})"
    ))
}

/// Notes which of the tasks above these the caller does not see.
pub(super) async fn note_hidden(cx: &Ctx, rows: &mut [Task]) -> Result<()> {
    if cx.permits(Permission::TaskRead) {
        return Ok(());
    }
    let above: HashSet<Id<Task>> = rows.iter().flat_map(|task| task.ancestors.iter().copied()).collect();
    let seen = crate::list::found(cx, above.into_iter().map(Some)).await?;
    for task in rows {
        task.hidden_above = task.ancestors.iter().filter(|id| !seen.contains(*id)).copied().collect();
    }
    Ok(())
}

/// A task as the caller may see it: below what is hidden it stands as a root.
pub(super) fn as_seen(task: &Task) -> Cow<'_, Task> {
    if task.hidden_above.is_empty() {
        return Cow::Borrowed(task);
    }
    let seen = |id: &Id<Task>| !task.hidden_above.contains(id);
    let ancestors = task.ancestors.iter().filter(|id| seen(id)).copied().collect();
    Cow::Owned(Task { parent_id: task.parent_id.filter(seen), ancestors, ..task.clone() })
}

/// The projects of tasks, in one query.
pub async fn projects_of(cx: &Ctx, tasks: &[Id<Task>]) -> Result<HashMap<Id<Task>, AnyId>> {
    let sql = "SELECT id, project_id FROM tasks WHERE organization_id = $1 AND id = ANY($2)";
    let rows: Vec<(Id<Task>, AnyId)> = cx.tx.rows(sql, &[&tasks.to_vec()]).await?;
    Ok(rows.into_iter().collect())
}

/// Refuses to bring back what hangs on a task that is in the trash itself.
pub async fn require_live(cx: &Ctx, task: Id<Task>) -> Result<()> {
    let sql = "SELECT id FROM tasks WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE";
    match cx.tx.row::<(AnyId,)>(sql, &[&task]).await? {
        Some(_) => Ok(()),
        None => Err(Error::conflict("task_in_trash", "its task is in the trash; restore the task first")),
    }
}

/// A condition on `column` (a path) for everything below and including `prefix`, with its index.
pub fn under(sql: &mut Sql, column: &str, prefix: &[u8]) -> String {
    let low = &prefix[..prefix.len().min(INDEXED)];
    let from = sql.arg(crate::sql::Arg::Bytes(low.to_vec()));
    let mut condition = format!("{column}_head >= {from}");
    if let Some(bound) = prefix_upper_bound(low) {
        let to = sql.arg(crate::sql::Arg::Bytes(bound));
        condition += &format!(" AND {column}_head < {to}");
    }
    if prefix.len() > INDEXED {
        let whole = sql.arg(crate::sql::Arg::Bytes(prefix.to_vec()));
        condition += &format!(" AND substr({column}, 1, {}) = {whole}", prefix.len());
    }
    condition
}

/// The filters of the task list beyond its fields. An id that nobody can have finds nothing.
pub async fn extra_filter(cx: &Ctx, name: &str, value: &str, sql: &mut Sql) -> Result<()> {
    let id: Option<AnyId> = value.parse().ok();
    match (name, id) {
        ("rootsOnly", _) => match value {
            "true" => {
                let parent = compared(cx, "parent_id", sql).unwrap_or_else(|| "t.parent_id".into());
                sql.and(&format!("{parent} IS NULL"));
            }
            "false" => {}
            _ => return Err(Error::unreadable("bad_parameter", "`rootsOnly` is true or false")),
        },
        (_, None) => sql.and("1 = 0"),
        (_, Some(id)) => {
            let mut of = Sql::default();
            let this = of.arg(id);
            let own = own::and::<Task>(cx, &mut of, "t");
            let text = format!("SELECT t.path FROM tasks t WHERE t.organization_id = $1 AND t.id = {this}{own}");
            match cx.tx.row::<(Vec<u8>,)>(&text, &of.args()).await? {
                None => sql.and("1 = 0"),
                Some((path,)) => {
                    let (below, own) = (under(sql, "t.path", &path), sql.arg(id));
                    sql.and(&format!("{below} AND t.id <> {own}"));
                }
            }
        }
    }
    Ok(())
}

/// Where people, labels and predecessors of tasks stand.
pub fn side(cx: &Ctx, name: &str, sql: &mut Sql) -> Option<Side> {
    let side = |from: &str, owner, column: &str, refers| Side {
        from: from.to_owned(),
        owner,
        more: String::new(),
        column: Column::new(column, Kind::Id),
        name: None,
        refers,
    };
    match name {
        "labels" => Some(Side {
            name: Some(Column::new("n.name", Kind::Text)),
            ..side(
                "task_labels tl JOIN labels n ON n.organization_id = tl.organization_id AND n.id = tl.label_id \
                 AND n.deleted_at IS NULL",
                "tl.task_id",
                "tl.label_id",
                "Label",
            )
        }),
        "assignments.userId" => Some(side("task_assignments ta", "ta.task_id", "ta.user_id", "Member")),
        "dependsOn" => {
            let mut from = "task_links l JOIN tasks k ON k.organization_id = l.organization_id \
                AND k.id = l.predecessor_id AND k.deleted_at IS NULL"
                .to_owned();
            let mut rules: Vec<String> = own::condition::<Task>(cx, sql, "k").into_iter().collect();
            if !cx.permits(Permission::ProjectReadAll) {
                from += " JOIN projects p ON p.organization_id = k.organization_id AND p.id = k.project_id";
                rules.push(crate::work::project::seen(cx, sql));
            }
            let more = rules.into_iter().map(|rule| format!(" AND {rule}")).collect();
            Some(Side { more, ..side(&from, "l.task_id", "l.predecessor_id", "Task") })
        }
        _ => None,
    }
}
