//! Takes out of the log's entries what their reader may not see: an entry shows when its task shows, but the
//! task may have come from a hidden project, or be linked to hidden tasks. A hidden reference reads null, and
//! an array leaves it out.

use super::Event;
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

/// Fields of a task, an expense, a suggestion or a file that name another task, and the one that names a project.
const TASKS: [&str; 6] = ["parentId", "ancestors", "dependsOn", "dependencies", "taskId", "evidence"];
const PROJECT: &str = "projectId";
/// The field of an expense that names a file.
const RECEIPT: &str = "receiptFileId";
/// A text that may name tasks: those that a suggestion takes for duplicates.
const CONTENT: &str = "content";

/// True if there is nothing that the caller may not see.
pub(super) fn is_off(cx: &Ctx) -> bool {
    let reads = [Permission::ProjectReadAll, Permission::TaskRead, Permission::FileRead];
    reads.into_iter().all(|permission| cx.permits(permission)) && !cx.permissions().narrows()
}

/// Hides what the caller may not see.
pub(super) async fn draw(cx: &Ctx, events: &mut [Event]) -> Result<()> {
    if is_off(cx) {
        return Ok(());
    }
    let mut tasks: Vec<(&mut Event, Sides)> = Vec::new();
    let named_in = |model: &str| matches!(model, "Task" | "Expense" | "AISuggestion" | "File" | "Approval");
    for event in events.iter_mut().filter(|event| named_in(&event.model)) {
        let sides = [parse(event.before.as_deref())?, parse(event.after.as_deref())?];
        tasks.push((event, sides));
    }
    let named = |fields: &[&str]| -> HashSet<AnyId> {
        let maps = tasks.iter().flat_map(|(_, sides)| sides.iter().flatten());
        maps.flat_map(|map| fields.iter().filter_map(|field| map.get(*field))).flat_map(ids).collect()
    };
    let (mut of_tasks, of_projects, of_files) = (named(&TASKS), named(&[PROJECT]), named(&[RECEIPT]));
    let texts = tasks.iter().flat_map(|(_, sides)| sides.iter().flatten()).filter_map(|map| map.get(CONTENT)?.as_str());
    of_tasks.extend(texts.filter_map(content::duplicates).flatten().map(|duplicate| duplicate.task_id));
    of_tasks.extend(tasks.iter().filter_map(|(event, _)| event.task_id));
    let mut seen = seen::<Task>(cx, of_tasks).await?;
    seen.extend(self::seen::<Project>(cx, of_projects).await?);
    seen.extend(self::seen::<File>(cx, of_files).await?);
    for (event, [before, after]) in tasks {
        // An entry of a task itself shows by the task.
        event.task_id.take_if(|task| event.model != Task::MODEL && !seen.contains(task));
        event.before = print(before, &seen)?;
        event.after = print(after, &seen)?;
    }
    Ok(())
}

/// The same for objects rebuilt from the log.
pub(super) async fn cover(cx: &Ctx, model: &str, objects: &mut [Map<String, Json>]) -> Result<()> {
    if is_off(cx) || !matches!(model, "Task" | "Expense" | "File" | "AISuggestion") {
        return Ok(());
    }
    let named = |fields: &[&str]| -> HashSet<AnyId> {
        objects.iter().flat_map(|map| fields.iter().filter_map(|field| map.get(*field))).flat_map(ids).collect()
    };
    let (mut of_tasks, of_projects, of_files) = (named(&TASKS), named(&[PROJECT]), named(&[RECEIPT]));
    let texts = objects.iter().filter_map(|map| map.get(CONTENT)?.as_str());
    of_tasks.extend(texts.filter_map(content::duplicates).flatten().map(|duplicate| duplicate.task_id));
    let mut seen = seen::<Task>(cx, of_tasks).await?;
    seen.extend(self::seen::<Project>(cx, of_projects).await?);
    seen.extend(self::seen::<File>(cx, of_files).await?);
    objects.iter_mut().for_each(|map| clean(map, &seen));
    Ok(())
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
    for field in TASKS.into_iter().chain([PROJECT, RECEIPT]) {
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
