//! Writes documents. Each is read again from the export and built as it was when it was decided upon.

use super::super::refs::Mark;
use super::super::steps::{Outcome, Step, Work};
use super::piece::finish;
use guildhall_core::chat::Message;
use guildhall_core::entity::{Entity, Given};
use guildhall_core::work::task::bulk;
use guildhall_core::work::task::tree::LEVELS;
use guildhall_core::work::{Project, Task};
use guildhall_core::{AnyId, Ctx, Error, Resource, Result, crud};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};

/// A new entity, its row and its line.
type New<'a, E> = (usize, E, &'a Mark);

/// Writes a run of documents, whichever they are.
pub(in super::super) async fn documents(cx: &mut Ctx, kind: &str, steps: &[Step], outcome: &mut Outcome) -> Result<()> {
    let mut tasks: Vec<New<'_, Task>> = Vec::new();
    let mut messages: Vec<New<'_, Message>> = Vec::new();
    for step in steps {
        let Work::Document(source, at, mark) = &step.work else { continue };
        let Some(piece) = source.again(*at, mark.object) else {
            outcome.skipped.push((step.row, "it cannot be read any more".into()));
            continue;
        };
        if piece.model() != Task::MODEL {
            store_tasks(cx, kind, std::mem::take(&mut tasks), outcome).await?;
        }
        let other_room =
            |message: &Message| messages.last().is_some_and(|(_, last, _)| last.room_id != message.room_id);
        match piece.model() {
            Task::MODEL => {
                if let Ok(task) = piece.entity().downcast::<Task>() {
                    tasks.push((step.row, *task, mark));
                }
            }
            Message::MODEL => {
                if let Ok(message) = piece.entity().downcast::<Message>() {
                    if other_room(&message) {
                        store_messages(cx, kind, std::mem::take(&mut messages)).await?;
                    }
                    messages.push((step.row, *message, mark));
                }
            }
            Project::MODEL => {
                if let Ok(project) = piece.entity().downcast::<Project>() {
                    store_project(cx, *project).await?;
                    mark.write(cx, kind).await?;
                }
            }
            _ => {
                piece.store(cx).await?;
                mark.write(cx, kind).await?;
            }
        }
    }
    store_tasks(cx, kind, tasks, outcome).await?;
    store_messages(cx, kind, messages).await
}

/// Takes over what an export changed since the last import.
pub(in super::super) async fn amend(cx: &mut Ctx, kind: &str, step: &Step, outcome: &mut Outcome) -> Result<()> {
    let Work::Amend(source, at, parts, mark) = &step.work else { return Ok(()) };
    let Some(piece) = source.again(*at, mark.object) else { return Ok(()) };
    match piece.change(cx, parts).await {
        Err(Error::NotFound) => outcome.skipped.push((step.row, "it was trashed while the import was running".into())),
        other => other?,
    }
    mark.write(cx, kind).await
}

/// An export knows no keys: a project gets one made from its name.
async fn store_project(cx: &mut Ctx, mut project: Project) -> Result<()> {
    project.key = Project::free_key(cx, &project.name).await?;
    finish(&mut project, cx);
    crud::store_as_is(cx, &project).await?;
    project.stored(None, cx, &Given::default()).await
}

async fn store_messages(cx: &mut Ctx, kind: &str, new: Vec<New<'_, Message>>) -> Result<()> {
    let mut messages = Vec::with_capacity(new.len());
    for (_, mut message, _) in new.iter().map(|(row, message, mark)| (row, message.clone(), mark)) {
        finish(&mut message, cx);
        messages.push(message);
    }
    Message::store_as_they_are(cx, &mut messages).await?;
    for (_, _, mark) in new {
        mark.write(cx, kind).await?;
    }
    Ok(())
}

/// The paths of the tasks that new ones come below; locked, so that none is moved while a child comes in.
async fn above(cx: &Ctx, new: &[New<'_, Task>]) -> Result<HashMap<Id<Task>, (Id<Project>, Vec<u8>)>> {
    let own: HashSet<Id<Task>> = new.iter().map(|(_, task, _)| task.id).collect();
    let mut wanted: Vec<Id<Task>> = new.iter().filter_map(|(_, task, _)| task.parent_id).collect();
    wanted.retain(|id| !own.contains(id));
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = "SELECT t.id, t.project_id, t.path FROM tasks t WHERE t.organization_id = $1 AND t.id = ANY($2) \
        AND t.deleted_at IS NULL ORDER BY t.id FOR NO KEY UPDATE OF t";
    let rows: Vec<(Id<Task>, Id<Project>, Vec<u8>)> = cx.tx.rows(sql, &[&wanted]).await?;
    Ok(rows.into_iter().map(|(id, project, path)| (id, (project, path))).collect())
}

async fn store_tasks(cx: &mut Ctx, kind: &str, new: Vec<New<'_, Task>>, outcome: &mut Outcome) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let mut homes: Vec<AnyId> = new.iter().map(|(_, task, _)| task.project_id.cast()).collect();
    homes.sort_unstable();
    homes.dedup();
    let sql = "SELECT id, key FROM projects WHERE organization_id = $1 AND id = ANY($2) AND deleted_at IS NULL";
    let keys: Vec<(Id<Project>, String)> = cx.tx.rows(sql, &[&homes]).await?;
    let mut paths = above(cx, &new).await?;
    let mut kept: Vec<(Task, &Mark)> = Vec::with_capacity(new.len());
    for (row, mut task, mark) in new {
        let mut skip = |reason: String| outcome.skipped.push((row, reason));
        let mut path = match task.parent_id.map(|parent| paths.get(&parent)) {
            None => Vec::new(),
            Some(Some((project, path))) if *project == task.project_id => path.clone(),
            Some(_) => {
                skip("the task above it was trashed or moved meanwhile, or stayed out".into());
                continue;
            }
        };
        path.extend_from_slice(task.id.as_bytes());
        if path.len() / 12 > LEVELS {
            skip(format!("tasks nest at most {LEVELS} levels deep"));
            continue;
        }
        if !keys.iter().any(|(id, _)| *id == task.project_id) {
            skip("its project was trashed meanwhile".into());
            continue;
        }
        paths.insert(task.id, (task.project_id, path.clone()));
        task.path = path;
        finish(&mut task, cx);
        kept.push((task, mark));
    }
    for (project, key) in &keys {
        let mut own: Vec<Task> =
            kept.iter().filter(|(task, _)| task.project_id == *project).map(|(t, _)| t.clone()).collect();
        bulk::store(cx, key, &mut own).await?;
    }
    for (_, mark) in kept {
        mark.write(cx, kind).await?;
    }
    Ok(())
}
