//! Writes documents. Each is read again from the export and built as it was when it was decided upon.

use super::super::refs::Mark;
use super::super::steps::{Outcome, Step, Work};
use super::piece::{Piece, finish};
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

const MOVED: &str = "the task above it was trashed or moved meanwhile; it stands at the top of its project";

/// A document that was read again.
type Read<'a> = New<'a, Box<dyn Piece>>;

/// Writes a run of documents, whichever they are.
pub(in super::super) async fn documents(cx: &mut Ctx, kind: &str, steps: &[Step], outcome: &mut Outcome) -> Result<()> {
    let mut read: Vec<Read<'_>> = Vec::with_capacity(steps.len());
    for step in steps {
        let Work::Document(source, at, mark) = &step.work else { continue };
        match source.again(*at, mark.object) {
            Some(piece) => read.push((step.row, piece, mark)),
            None => outcome.skipped.push((step.row, "it cannot be read any more".into())),
        }
    }
    let mut rest = read.into_iter().peekable();
    while let Some(first) = rest.next() {
        let model = first.1.model();
        let mut alike = vec![first];
        while let Some(next) = rest.next_if(|(_, piece, _)| piece.model() == model) {
            alike.push(next);
        }
        match model {
            Task::MODEL => store_tasks(cx, kind, entities(alike), outcome).await?,
            Message::MODEL => store_messages(cx, kind, &entities(alike)).await?,
            Project::MODEL => store_projects(cx, kind, entities(alike)).await?,
            _ => store_others(cx, kind, alike, outcome).await?,
        }
    }
    Ok(())
}

/// Pieces that are all of one kind, as what they are.
fn entities<E: 'static>(pieces: Vec<Read<'_>>) -> Vec<New<'_, E>> {
    let mut own = Vec::with_capacity(pieces.len());
    for (row, piece, mark) in pieces {
        if let Ok(entity) = piece.entity().downcast::<E>() {
            own.push((row, *entity, mark));
        }
    }
    own
}

/// Stores documents of one kind. What hangs on something that stayed out after all, because somebody trashed its
/// project meanwhile, stays out with it.
async fn store_others(cx: &mut Ctx, kind: &str, new: Vec<Read<'_>>, outcome: &mut Outcome) -> Result<()> {
    let owners: Vec<(&str, AnyId)> = new.iter().filter_map(|(_, piece, _)| piece.owner()).collect();
    let mut here: HashSet<AnyId> = HashSet::new();
    if let Some((table, _)) = owners.first() {
        let ids: Vec<AnyId> = owners.iter().map(|(_, id)| *id).collect();
        let sql = format!("SELECT id FROM {table} WHERE organization_id = $1 AND id = ANY($2)");
        let rows: Vec<(AnyId,)> = cx.tx.rows(&sql, &[&ids]).await?;
        here.extend(rows.into_iter().map(|(id,)| id));
    }
    for (row, piece, mark) in new {
        if piece.owner().is_some_and(|(_, id)| !here.contains(&id)) {
            outcome.skipped.push((row, "what it belongs to stayed out".into()));
            continue;
        }
        piece.store(cx).await?;
        mark.write(cx, kind).await?;
    }
    Ok(())
}

/// Takes over what an export changed since the last import.
pub(in super::super) async fn amend(cx: &mut Ctx, kind: &str, step: &Step, outcome: &mut Outcome) -> Result<()> {
    let Work::Amend(source, at, parts, mark) = &step.work else { return Ok(()) };
    let Some(piece) = source.again(*at, mark.object) else { return Ok(()) };
    match piece.change(cx, parts).await {
        Err(Error::NotFound) => outcome.skipped.push((step.row, "it was trashed while the import was running".into())),
        other => outcome.remarks.extend(other?.map(|remark| (step.row, remark.to_owned()))),
    }
    mark.write(cx, kind).await
}

/// An export knows no keys: a project gets one made from its name.
async fn store_projects(cx: &mut Ctx, kind: &str, new: Vec<New<'_, Project>>) -> Result<()> {
    for (_, mut project, mark) in new {
        project.key = Project::free_key(cx, &project.name).await?;
        finish(&mut project, cx);
        crud::store_as_is(cx, &project).await?;
        project.stored(None, cx, &Given::default()).await?;
        mark.write(cx, kind).await?;
    }
    Ok(())
}

/// Stores messages, those of one room after the other.
async fn store_messages(cx: &mut Ctx, kind: &str, new: &[New<'_, Message>]) -> Result<()> {
    for room in new.chunk_by(|(_, one, _), (_, next, _)| one.room_id == next.room_id) {
        let mut messages = Vec::with_capacity(room.len());
        for (_, message, _) in room {
            let mut message = message.clone();
            finish(&mut message, cx);
            messages.push(message);
        }
        Message::store_as_they_are(cx, &mut messages).await?;
        for (_, _, mark) in room {
            mark.write(cx, kind).await?;
        }
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
    let mut homes: Vec<AnyId> = new.iter().map(|(_, task, _)| task.project_id.cast()).collect();
    homes.sort_unstable();
    homes.dedup();
    let sql = "SELECT id, key FROM projects WHERE organization_id = $1 AND id = ANY($2) AND deleted_at IS NULL";
    let keys: Vec<(Id<Project>, String)> = cx.tx.rows(sql, &[&homes]).await?;
    let mut paths = above(cx, &new).await?;
    let mut kept: Vec<(Task, &Mark)> = Vec::with_capacity(new.len());
    for (row, mut task, mark) in new {
        if !keys.iter().any(|(id, _)| *id == task.project_id) {
            outcome.skipped.push((row, "its project was trashed meanwhile".into()));
            continue;
        }
        let mut path = match task.parent_id.map(|parent| paths.get(&parent)) {
            None => Vec::new(),
            Some(Some((project, path))) if *project == task.project_id && path.len() / 12 < LEVELS => path.clone(),
            Some(_) => {
                task.parent_id = None;
                outcome.remarks.push((row, MOVED.into()));
                Vec::new()
            }
        };
        path.extend_from_slice(task.id.as_bytes());
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
