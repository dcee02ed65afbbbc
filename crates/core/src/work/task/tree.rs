//! The tree: where a new task goes, and moving a subtree. A path is the ids from the root down, 12 bytes
//! each, so that a subtree is one range of an index and a move is one statement.

pub use super::statuses::StatusMapped;
use super::{Task, links, statuses, visible};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Resource};
use crate::error::{Error, Result};
use crate::sql::{Arg, Sql};
use crate::work::expense::locked::{self, Entries};
use crate::work::{Project, project, rank};
use guildhall_store::Id;
use std::collections::HashMap;

/// Deepest nesting.
pub const LEVELS: usize = 1000;

/// The ids of a path without its own.
pub fn ancestors(path: &[u8]) -> Vec<Id<Task>> {
    let ids: Vec<Id<Task>> = path.chunks_exact(12).filter_map(|bytes| Id::from_slice(bytes).ok()).collect();
    ids.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default()
}

fn too_deep() -> Error {
    Error::invalid("parentId", "too_deep", format!("tasks nest at most {LEVELS} levels deep"))
}

/// Gives a new task its path, below a parent that stays where it is until the change is done.
pub async fn enter(task: &mut Task, cx: &Ctx) -> Result<()> {
    let mut path = match task.parent_id {
        None => Vec::new(),
        Some(parent) => parent_path(cx, task.project_id, parent, false).await?,
    };
    if path.len() / 12 >= LEVELS {
        return Err(too_deep());
    }
    path.extend_from_slice(task.id.as_bytes());
    task.ancestors = ancestors(&path);
    task.path = path;
    visible::note_hidden(cx, std::slice::from_mut(task)).await
}

/// The path of a parent that the caller sees; one that a task `stays` below need not be seen.
async fn parent_path(cx: &Ctx, project: Id<Project>, parent: Id<Task>, stays: bool) -> Result<Vec<u8>> {
    let mut sql = Sql::default();
    let (id, home) = (sql.arg(parent), sql.arg(project));
    let own = if stays { String::new() } else { crate::own::and::<Task>(cx, &mut sql, "t") };
    // Locked, so that the parent is not moved or trashed while a child comes in.
    let text = format!(
        "SELECT t.path FROM tasks t WHERE t.organization_id = $1 AND t.id = {id} AND t.project_id = {home} \
         AND t.deleted_at IS NULL{own} FOR NO KEY UPDATE OF t"
    );
    let found: Option<(Vec<u8>,)> = cx.tx.row(&text, &sql.args()).await?;
    found.map(|(path,)| path).ok_or_else(|| Error::no_such("parentId", "task in this project"))
}

/// Why a task does not move to where it is a part of itself.
async fn into_itself(cx: &Ctx, task: &Task, parent: Option<Id<Task>>) -> Result<Error> {
    let sql = "SELECT key FROM tasks WHERE organization_id = $1 AND id = $2 AND id <> $3";
    let detail = match cx.tx.row::<(String,)>(sql, &[&parent, &task.id]).await? {
        Some((part,)) => format!("{} cannot become a part of {part}, which is a part of it", task.key),
        None => format!("{} cannot become a part of itself", task.key),
    };
    Ok(Error::conflict("cycle", detail))
}

/// The rank after the last sibling; the project is held.
pub async fn next_rank(cx: &Ctx, project: Id<Project>, parent: Option<Id<Task>>) -> Result<String> {
    let last: Option<(String,)> =
        siblings(cx, project, parent, "", "ORDER BY rank COLLATE \"C\" DESC LIMIT 1", vec![]).await?.pop();
    Ok(rank::between(last.as_ref().map(|(r,)| r.as_str()), None).unwrap_or_else(|| rank::nth(0)))
}

async fn siblings(
    cx: &Ctx,
    project: Id<Project>,
    parent: Option<Id<Task>>,
    more: &str,
    tail: &str,
    args: Vec<Arg>,
) -> Result<Vec<(String,)>> {
    let mut sql = Sql::default();
    let project = sql.arg(project);
    let parent = parent.map_or("parent_id IS NULL".into(), |p| format!("parent_id = {}", sql.arg(p)));
    let more = args.into_iter().fold(more.to_owned(), |text, arg| text.replacen("{}", &sql.arg(arg), 1));
    let text = format!(
        "SELECT rank FROM tasks WHERE organization_id = $1 AND project_id = {project} AND {parent}{more} {tail}"
    );
    Ok(cx.tx.rows(&text, &sql.args()).await?)
}

/// Where a subtree goes.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    pub parent: Option<Id<Task>>,
    pub project: Option<Id<Project>>,
    pub before: Option<Id<Task>>,
    pub after: Option<Id<Task>>,
    /// Statuses that tasks of the subtree have again there.
    pub statuses: HashMap<Id<Task>, String>,
}

/// Moves a task with everything below it, atomically; one event for all of it.
pub async fn move_to(
    cx: &mut Ctx,
    id: AnyId,
    to: &Destination,
    expected: Option<i64>,
) -> Result<(Task, Vec<StatusMapped>)> {
    cx.require_reach(Task::UPDATE)?;
    crate::org::organization::lock(cx).await?;
    let old = crate::crud::get_locked::<Task>(cx, id, Some(false)).await?;
    crate::crud::require_on(cx, &old, Task::UPDATE)?;
    if expected.is_some_and(|e| e != old.revision) {
        return Err(Error::Stale { revision: old.revision });
    }
    let mut new = old.clone();
    new.project_id = to.project.unwrap_or(old.project_id);
    new.parent_id = to.parent;
    let mut path = match to.parent {
        None => Vec::new(),
        Some(parent) => parent_path(cx, new.project_id, parent, to.parent == old.parent_id).await?,
    };
    if path.starts_with(&old.path) {
        return Err(into_itself(cx, &old, to.parent).await?);
    }
    path.extend_from_slice(old.id.as_bytes());
    require_depth(cx, &old.path, path.len()).await?;
    new.ancestors = ancestors(&path);
    new.path = path;
    visible::note_hidden(cx, std::slice::from_mut(&mut new)).await?;
    if new.project_id != old.project_id {
        hold_below(cx, &old).await?;
    }
    match project::require_live(cx, new.project_id).await {
        Err(Error::Conflict { .. }) => return Err(Error::no_such("projectId", "project")),
        other => other?,
    }
    new.rank = rank_at(cx, &new, to).await?;
    let mapped =
        if new.project_id == old.project_id { Vec::new() } else { statuses::enter(cx, &mut new, &old, to).await? };
    if new.path != old.path || new.project_id != old.project_id {
        if new.project_id != old.project_id {
            let mut sql = Sql::default();
            let under = visible::under(&mut sql, "k.path", &old.path);
            locked::keep_on_tasks(cx, &sql, &under, Entries::All).await?;
            crate::work::expense::follow(cx, sql, &under, new.project_id).await?;
        }
        move_paths(cx, &old, &new).await?;
    }
    let given = crate::entity::Given(Vec::new());
    let moved = crate::crud::save_as(cx, &old, new, &given, "moved").await?;
    if moved.parent_id != old.parent_id {
        refuse_cycles_around(cx, &moved).await?;
    }
    if moved.project_id == old.project_id {
        return Ok((moved, mapped));
    }
    // It shows the active baseline of where it is.
    crate::work::baseline::show_active(cx, moved.project_id, None).await?;
    Ok((crate::crud::get(cx, moved.id.cast()).await?, mapped))
}

/// Locks everything below a task that goes to another project: what is being hung there now goes along.
async fn hold_below(cx: &Ctx, task: &Task) -> Result<()> {
    let mut sql = Sql::default();
    let under = visible::under(&mut sql, "t.path", &task.path);
    let text = format!(
        "SELECT t.id FROM tasks t WHERE t.organization_id = $1 AND {under} ORDER BY t.id FOR NO KEY UPDATE OF t"
    );
    cx.tx.rows::<(AnyId,)>(&text, &sql.args()).await?;
    Ok(())
}

async fn require_depth(cx: &Ctx, from: &[u8], to: usize) -> Result<()> {
    let mut sql = Sql::default();
    let under = visible::under(&mut sql, "path", from);
    let text = format!("SELECT MAX(length(path)) FROM tasks WHERE organization_id = $1 AND {under}");
    let deepest: Option<(Option<i64>,)> = cx.tx.row(&text, &sql.args()).await?;
    let deepest = deepest.and_then(|(d,)| d).and_then(|d| usize::try_from(d).ok()).unwrap_or(from.len());
    if (deepest - from.len() + to) / 12 > LEVELS { Err(too_deep()) } else { Ok(()) }
}

/// Rewrites the paths below a moved task; its own row is saved with its other fields.
async fn move_paths(cx: &Ctx, old: &Task, new: &Task) -> Result<()> {
    let mut sql = Sql::default();
    let prefix = sql.arg(Arg::Bytes(new.path.clone()));
    let project = sql.arg(new.project_id);
    let own = sql.arg(old.id);
    if new.project_id != old.project_id {
        bring_files(cx, old, new).await?;
    }
    let under = visible::under(&mut sql, "path", &old.path);
    let text = format!(
        "UPDATE tasks SET path = CAST({prefix} || substr(path, {}) AS BYTEA), project_id = {project} \
         WHERE organization_id = $1 AND {under} AND id <> {own}",
        old.path.len() + 1
    );
    cx.tx.execute(&text, &sql.args()).await?;
    Ok(())
}

/// Files of a subtree follow it into another project; the paths are still those of the old place.
async fn bring_files(cx: &Ctx, old: &Task, new: &Task) -> Result<()> {
    let mut sql = Sql::default();
    let project = sql.arg(new.project_id);
    let under = visible::under(&mut sql, "k.path", &old.path);
    let those = format!("(SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND {under})");
    cx.tx.execute(&crate::files::file::follow(&project, &those), &sql.args()).await?;
    Ok(())
}

/// A rank at the asked place among the new siblings; renumbers them when there is no room left.
async fn rank_at(cx: &Ctx, task: &Task, to: &Destination) -> Result<String> {
    let (Some(next_to), before) = (to.before.or(to.after), to.before.is_some()) else {
        return next_rank(cx, task.project_id, task.parent_id).await;
    };
    if to.before.is_some() && to.after.is_some() {
        return Err(Error::invalid("before", "disagrees", "give before or after, not both"));
    }
    let name = if before { "before" } else { "after" };
    for renumbered in [false, true] {
        if renumbered {
            renumber(cx, task.project_id, task.parent_id).await?;
        }
        let mut sql = Sql::default();
        let (id, project) = (sql.arg(next_to), sql.arg(task.project_id));
        let own = crate::own::and::<Task>(cx, &mut sql, "t");
        let text = format!(
            "SELECT t.rank, t.parent_id FROM tasks t WHERE t.organization_id = $1 AND t.id = {id} \
             AND t.project_id = {project} AND t.deleted_at IS NULL{own}"
        );
        let found: Option<(String, Option<Id<Task>>)> = cx.tx.row(&text, &sql.args()).await?;
        let (at, _) =
            found.filter(|(_, p)| *p == task.parent_id).ok_or_else(|| Error::no_such(name, "sibling there"))?;
        // A neighbour of the same rank leaves no room either.
        let (more, tail) = if before {
            (
                " AND (rank COLLATE \"C\", id) < ({}, {}) AND id <> {}",
                "ORDER BY rank COLLATE \"C\" DESC, id DESC LIMIT 1",
            )
        } else {
            (" AND (rank COLLATE \"C\", id) > ({}, {}) AND id <> {}", "ORDER BY rank COLLATE \"C\", id LIMIT 1")
        };
        let args = vec![Arg::Text(at.clone()), Arg::from(next_to), Arg::from(task.id)];
        let other = siblings(cx, task.project_id, task.parent_id, more, tail, args).await?.pop();
        let other = other.as_ref().map(|(r,)| r.as_str());
        let fits = if before { rank::between(other, Some(&at)) } else { rank::between(Some(&at), other) };
        if let Some(rank) = fits.filter(|r| r.len() <= rank::LONGEST) {
            return Ok(rank);
        }
    }
    Err(Error::Internal("no rank between two siblings".into()))
}

async fn renumber(cx: &Ctx, project: Id<Project>, parent: Option<Id<Task>>) -> Result<()> {
    let mut sql = Sql::default();
    let project = sql.arg(project);
    let parent = parent.map_or("parent_id IS NULL".into(), |p| format!("parent_id = {}", sql.arg(p)));
    let text = format!(
        "SELECT id FROM tasks WHERE organization_id = $1 AND project_id = {project} AND {parent} ORDER BY rank COLLATE \"C\", id"
    );
    let ids: Vec<(Id<Task>,)> = cx.tx.rows(&text, &sql.args()).await?;
    for (place, (id,)) in ids.into_iter().enumerate() {
        let sql = "UPDATE tasks SET rank = $3 WHERE organization_id = $1 AND id = $2";
        cx.tx.execute(sql, &[&id, &rank::nth(place)]).await?;
    }
    Ok(())
}

/// The new place must close no circle: every link that touches the subtree or those above it is tried again.
pub(super) async fn refuse_cycles_around(cx: &Ctx, task: &Task) -> Result<()> {
    let above: Vec<Vec<u8>> = task.ancestors.iter().map(|a| a.as_bytes().to_vec()).collect();
    let mut sql = Sql::default();
    let above = sql.arg(Arg::Ids(above));
    let under = visible::under(&mut sql, "k.path", &task.path);
    let near = format!("(SELECT k.id FROM tasks k WHERE k.organization_id = $1 AND ({under}))");
    let text = format!(
        "SELECT l.predecessor_id, l.task_id FROM task_links l WHERE l.organization_id = $1 AND \
         (l.task_id IN {near} OR l.predecessor_id IN {near} OR l.task_id = ANY({above}) OR l.predecessor_id = ANY({above}))"
    );
    let touching: Vec<(Id<Task>, Id<Task>)> = cx.tx.rows(&text, &sql.args()).await?;
    links::refuse_cycles(cx, &touching).await
}
