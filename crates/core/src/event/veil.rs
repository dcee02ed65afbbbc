//! Takes out of the log's entries what their reader may not see: an entry shows when its task shows, but the
//! task may have come from a hidden project, or be linked to hidden tasks. A hidden reference reads null, and
//! an array leaves it out.

use super::Event;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::policy::Permission;
use crate::sql::{Arg, Sql};
use serde_json::{Map, Value as Json, value::RawValue};
use std::collections::HashSet;

/// Before and after of one entry, as they were read.
type Sides = [Option<Map<String, Json>>; 2];

/// Fields of a task or a file that name another task, and the one that names a project.
const TASKS: [&str; 4] = ["parentId", "ancestors", "dependsOn", "dependencies"];
const PROJECT: &str = "projectId";

/// Hides what the caller may not see.
pub(super) async fn draw(cx: &Ctx, events: &mut [Event]) -> Result<()> {
    if cx.permits(Permission::ProjectReadAll) {
        return Ok(());
    }
    let mut tasks: Vec<(&mut Event, Sides)> = Vec::new();
    for event in events.iter_mut().filter(|event| matches!(&*event.model, "Task" | "File")) {
        let sides = [parse(event.before.as_deref())?, parse(event.after.as_deref())?];
        tasks.push((event, sides));
    }
    let named = |fields: &[&str]| -> HashSet<AnyId> {
        let maps = tasks.iter().flat_map(|(_, sides)| sides.iter().flatten());
        maps.flat_map(|map| fields.iter().filter_map(|field| map.get(*field))).flat_map(ids).collect()
    };
    let (of_tasks, of_projects) = (named(&TASKS), named(&[PROJECT]));
    let mut seen = seen(
        cx,
        of_tasks,
        "SELECT k.id FROM tasks k JOIN projects p ON p.organization_id = k.organization_id \
        AND p.id = k.project_id WHERE k.organization_id = $1 AND k.id",
    )
    .await?;
    seen.extend(
        self::seen(cx, of_projects, "SELECT p.id FROM projects p WHERE p.organization_id = $1 AND p.id").await?,
    );
    for (event, [before, after]) in tasks {
        event.before = print(before, &seen)?;
        event.after = print(after, &seen)?;
    }
    Ok(())
}

fn parse(text: Option<&RawValue>) -> Result<Option<Map<String, Json>>> {
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

async fn seen(cx: &Ctx, ids: HashSet<AnyId>, select: &str) -> Result<HashSet<AnyId>> {
    if ids.is_empty() {
        return Ok(ids);
    }
    let mut sql = Sql::default();
    let those = sql.arg(Arg::Ids(ids.iter().map(|id| id.as_bytes().to_vec()).collect()));
    let seen = crate::work::project::seen(cx, &mut sql);
    let rows: Vec<(AnyId,)> = cx.tx.rows(&format!("{select} = ANY({those}) AND {seen}"), &sql.args()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn print(side: Option<Map<String, Json>>, seen: &HashSet<AnyId>) -> Result<Option<Box<RawValue>>> {
    let Some(mut map) = side else { return Ok(None) };
    let visible = |value: &Json| ids(value).iter().all(|id| seen.contains(id));
    for field in TASKS.into_iter().chain([PROJECT]) {
        match map.get_mut(field) {
            Some(Json::Array(items)) => items.retain(visible),
            Some(one) if !visible(one) => *one = Json::Null,
            _ => {}
        }
    }
    let raw = serde_json::value::to_raw_value(&map).map(Some);
    raw.map_err(|error| Error::Internal(format!("an entry of the log: {error}")))
}
