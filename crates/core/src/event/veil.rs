//! Takes out of the log's entries what their reader may not see: an entry shows when its task shows, but the
//! task may have come from a hidden project, or be linked to hidden tasks; a deal shows to who reads no contacts. A
//! hidden reference reads null, and an array leaves it out.

use super::Event;
use crate::chat::Message;
use crate::crm::{Contact, Deal};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::{Error, Result};
use crate::files::File;
use crate::insight::content;
use crate::policy::Permission;
use crate::work::{Project, Task};
use serde_json::{Map, Value as Json, value::RawValue};
use std::collections::HashSet;

/// Before and after of one entry, as they were read.
type Sides = [Option<Map<String, Json>>; 2];

/// The models whose fields name something that the caller may not see.
const MODELS: [&str; 7] = ["Task", "Expense", "AISuggestion", "File", "Approval", "Deal", "CommLog"];
/// Fields of a task, an expense, a suggestion or a file that name another task.
const TASKS: [&str; 6] = ["parentId", "ancestors", "dependsOn", "dependencies", "taskId", "evidence"];
const PROJECT: &str = "projectId";
/// The field of an expense that names a file.
const RECEIPT: &str = "receiptFileId";
/// The fields of deals and logs of what was said that name customers and deals.
const CONTACT: &str = "contactId";
const DEAL: &str = "dealId";
/// A text that may name tasks: those that a suggestion takes for duplicates.
const CONTENT: &str = "content";

/// What a message said, which nobody but the auditors reads any more once it was deleted.
const SAID: [&str; 3] = ["content", "contentHtml", "attachments"];

/// True if there is nothing that the caller may not see.
pub(super) fn is_off(cx: &Ctx) -> bool {
    let reads = [
        Permission::ProjectReadAll,
        Permission::TaskRead,
        Permission::FileRead,
        Permission::ContactRead,
        Permission::DealRead,
    ];
    reads.into_iter().all(|permission| cx.permits(permission)) && !cx.permissions().narrows()
}

/// Hides what the caller may not see.
pub(super) async fn draw(cx: &Ctx, events: &mut [Event]) -> Result<()> {
    let messages = events.iter().filter(|event| event.model == Message::MODEL).map(|event| event.object_id);
    let deleted = deleted_messages(cx, messages.collect()).await?;
    for event in events.iter_mut().filter(|event| deleted.contains(&event.object_id)) {
        for side in [&mut event.before, &mut event.after] {
            if let Some(mut map) = parse(side.as_deref())? {
                silence(&mut map);
                *side = raw(&map)?;
            }
        }
    }
    if is_off(cx) {
        return Ok(());
    }
    let mut told: Vec<(&mut Event, Sides)> = Vec::new();
    for event in events.iter_mut().filter(|event| MODELS.contains(&event.model.as_str())) {
        let sides = [parse(event.before.as_deref())?, parse(event.after.as_deref())?];
        told.push((event, sides));
    }
    let sides: Vec<&Map<String, Json>> = told.iter().flat_map(|(_, sides)| sides.iter().flatten()).collect();
    let tasks = told.iter().filter_map(|(event, _)| event.task_id).collect();
    let seen = named(cx, &sides, tasks).await?;
    for (event, [before, after]) in told {
        // An entry of a task itself shows by the task.
        event.task_id.take_if(|task| event.model != Task::MODEL && !seen.contains(task));
        event.before = print(before, &seen)?;
        event.after = print(after, &seen)?;
    }
    Ok(())
}

/// The same for objects rebuilt from the log.
pub(super) async fn cover(cx: &Ctx, model: &str, objects: &mut [Map<String, Json>]) -> Result<()> {
    if model == Message::MODEL {
        let id = |map: &Map<String, Json>| map.get("id").and_then(Json::as_str).and_then(|text| text.parse().ok());
        let deleted = deleted_messages(cx, objects.iter().filter_map(id).collect()).await?;
        objects.iter_mut().filter(|map| id(map).is_some_and(|id| deleted.contains(&id))).for_each(silence);
    }
    if is_off(cx) || !MODELS.contains(&model) {
        return Ok(());
    }
    let maps: Vec<&Map<String, Json>> = objects.iter().collect();
    let seen = named(cx, &maps, HashSet::new()).await?;
    objects.iter_mut().for_each(|map| clean(map, &seen));
    Ok(())
}

/// Those of the messages that were deleted, and leave a tombstone alone.
async fn deleted_messages(cx: &Ctx, ids: Vec<AnyId>) -> Result<HashSet<AnyId>> {
    if ids.is_empty() || cx.permits(Permission::AuditRead) {
        return Ok(HashSet::new());
    }
    let sql = "SELECT id FROM messages WHERE organization_id = $1 AND id = ANY($2) AND deleted_at IS NOT NULL";
    let rows: Vec<(AnyId,)> = cx.tx.rows(sql, &[&ids]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn silence(map: &mut Map<String, Json>) {
    for (name, said) in map.iter_mut().filter(|(name, _)| SAID.contains(&name.as_str())) {
        *said = if name == "attachments" { Json::Array(Vec::new()) } else { Json::String(String::new()) };
    }
}

/// Of all that these maps name, and of these tasks, what the caller sees.
async fn named(cx: &Ctx, maps: &[&Map<String, Json>], mut tasks: HashSet<AnyId>) -> Result<HashSet<AnyId>> {
    let in_fields = |fields: &[&str]| -> HashSet<AnyId> {
        maps.iter().flat_map(|map| fields.iter().filter_map(|field| map.get(*field))).flat_map(ids).collect()
    };
    tasks.extend(in_fields(&TASKS));
    let texts = maps.iter().filter_map(|map| map.get(CONTENT)?.as_str());
    tasks.extend(texts.filter_map(content::duplicates).flatten().map(|duplicate| duplicate.task_id));
    let mut all = seen::<Task>(cx, tasks).await?;
    all.extend(seen::<Project>(cx, in_fields(&[PROJECT])).await?);
    all.extend(seen::<File>(cx, in_fields(&[RECEIPT])).await?);
    all.extend(seen::<Contact>(cx, in_fields(&[CONTACT])).await?);
    all.extend(seen::<Deal>(cx, in_fields(&[DEAL])).await?);
    Ok(all)
}

pub(super) fn parse(text: Option<&RawValue>) -> Result<Option<Map<String, Json>>> {
    let map = text.map(|text| serde_json::from_str(text.get())).transpose();
    map.map_err(|error| Error::Internal(format!("an entry of the log: {error}")))
}

/// The ids in a reference: one, many, or the tasks of links.
fn ids(value: &Json) -> Vec<AnyId> {
    match value {
        Json::Array(items) => items.iter().flat_map(ids).collect(),
        Json::Object(link) => link.get("taskId").map(ids).unwrap_or_default(),
        one => one.as_str().and_then(|text| text.parse().ok()).into_iter().collect(),
    }
}

/// Those of the ids that the caller sees, in the trash or not. A project is named also where it is not read itself.
pub(super) async fn seen<E: Resource>(cx: &Ctx, ids: HashSet<AnyId>) -> Result<HashSet<AnyId>> {
    if E::MODEL != Project::MODEL && !cx.reaches(E::READ) {
        return Ok(HashSet::new());
    }
    super::shown::existing::<E>(cx, &ids, true).await
}

fn print(side: Option<Map<String, Json>>, seen: &HashSet<AnyId>) -> Result<Option<Box<RawValue>>> {
    let Some(mut map) = side else { return Ok(None) };
    clean(&mut map, seen);
    raw(&map)
}

/// A side of an entry, as it goes out.
pub(super) fn raw(map: &Map<String, Json>) -> Result<Option<Box<RawValue>>> {
    let raw = serde_json::value::to_raw_value(map).map(Some);
    raw.map_err(|error| Error::Internal(format!("an entry of the log: {error}")))
}

fn clean(map: &mut Map<String, Json>, seen: &HashSet<AnyId>) {
    let visible = |value: &Json| ids(value).iter().all(|id| seen.contains(id));
    for field in TASKS.into_iter().chain([PROJECT, RECEIPT, CONTACT, DEAL]) {
        match map.get_mut(field) {
            Some(Json::Array(items)) => items.retain(visible),
            Some(one) if !visible(one) => *one = Json::Null,
            _ => {}
        }
    }
    if let Some(Json::String(text)) = map.get_mut(CONTENT)
        && let Some(shown) = content::only(text, |id| seen.contains(&id))
    {
        *text = shown;
    }
}
