//! Which entries of the log show: an event shows if its object shows now and, where the object is gone for
//! good, if it showed then. Whoever sees everything pays nothing for it.

use super::Event;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource, Through};
use crate::error::Result;
use crate::files::Approval;
use crate::own;
use crate::policy::Permission;
use crate::registry::MODELS;
use crate::sql::{Arg, Sql};
use crate::work::{Project, Task};
use serde_json::{Map, Value as Json};
use std::collections::{HashMap, HashSet};

/// What decides whether an event of a model shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The permission to read the model, and its project where it has one.
    ByHome,
    /// The rule of the entity, asked about each object.
    ByRule,
}

/// The models that the caller may not read at all.
pub(super) fn unread_models(cx: &Ctx) -> Vec<String> {
    let unread = |model: &&&str| crate::entity_of!(**model, E => !reads::<E>(cx), true);
    MODELS.iter().filter(unread).map(|model| (*model).to_owned()).collect()
}

/// True if the caller may see any objects of `E`: reviews show as their files do.
fn reads<E: Resource>(cx: &Ctx) -> bool {
    own::reaches::<E>(cx) && (E::MODEL != Approval::MODEL || cx.reaches(Permission::FileRead))
}

/// Keeps the events that show.
pub(super) async fn keep(cx: &Ctx, mut events: Vec<Event>) -> Result<Vec<Event>> {
    super::withheld::keep(cx, &mut events);
    if !cx.permits(Permission::ProjectReadAll) {
        let gone: HashSet<AnyId> = events.iter().filter_map(Event::lost_project).collect();
        let seen = gone_seen::<Project>(cx, gone).await?;
        events.retain(|event| event.lost_project().is_none_or(|project| seen.contains(&project)));
        events.iter_mut().for_each(|event| event.project_id = event.project_id.or(event.home));
    }
    let mut of_model: HashMap<String, HashSet<AnyId>> = HashMap::new();
    for event in &events {
        match of_model.get_mut(&event.model) {
            Some(ids) => {
                ids.insert(event.object_id);
            }
            None => {
                of_model.insert(event.model.clone(), HashSet::from([event.object_id]));
            }
        }
    }
    for (model, ids) in of_model {
        let seen = crate::entity_of!(model.as_str(), E => seen::<E>(cx, ids).await?, Some(HashSet::new()));
        if let Some(seen) = seen {
            events.retain(|event| event.model != model || seen.contains(&event.object_id));
        }
    }
    Ok(events)
}

/// Those of the objects that the caller sees, or saw when they went; none if there is nothing to ask.
async fn seen<E: Resource>(cx: &Ctx, ids: HashSet<AnyId>) -> Result<Option<HashSet<AnyId>>> {
    if E::SHOWN == Shown::ByHome && !cx.permissions().narrows() {
        return Ok(None);
    }
    let mut rule = Sql::default();
    own::narrow::<E>(cx, &mut rule);
    if rule.parts() == ("", "") {
        return Ok(None);
    }
    let mut seen = existing::<E>(cx, &ids, true).await?;
    let unseen: HashSet<AnyId> = ids.difference(&seen).copied().collect();
    if !unseen.is_empty() {
        let there = existing::<E>(cx, &unseen, false).await?;
        let gone: HashSet<AnyId> = unseen.difference(&there).copied().collect();
        if !gone.is_empty() {
            seen.extend(gone_seen::<E>(cx, gone).await?);
        }
    }
    Ok(Some(seen))
}

/// Those of the objects that are gone which the caller may know of, their project aside.
pub(super) async fn ruled<E: Resource>(cx: &Ctx, gone: HashSet<AnyId>) -> Result<HashSet<AnyId>> {
    if !reads::<E>(cx) {
        return Ok(HashSet::new());
    }
    let mut rule = Sql::default();
    own::narrow::<E>(cx, &mut rule);
    let by_home = E::SHOWN == Shown::ByHome && !cx.permissions().narrows();
    if gone.is_empty() || by_home || rule.parts() == ("", "") { Ok(gone) } else { gone_seen::<E>(cx, gone).await }
}

/// Those of the ids that have a row, in the trash or not; only rows that the caller sees if `seen`.
pub(super) async fn existing<E: Resource>(cx: &Ctx, ids: &HashSet<AnyId>, seen: bool) -> Result<HashSet<AnyId>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let mut sql = Sql::default();
    let those = sql.arg(Arg::Ids(ids.iter().map(|id| id.as_bytes().to_vec()).collect()));
    let id = crate::crud::id_column::<E>();
    sql.and(&format!("t.{id} = ANY({those})"));
    if seen {
        own::narrow::<E>(cx, &mut sql);
    }
    let (joins, conditions) = sql.parts();
    let text = format!("SELECT t.{id} FROM {} t{joins} WHERE t.organization_id = $1{conditions}", E::TABLE);
    Ok(cx.tx.rows::<(AnyId,)>(&text, &sql.args()).await?.into_iter().map(|(id,)| id).collect())
}

/// Those of the objects that are gone which the caller saw, by what their last event says of them.
pub(super) async fn gone_seen<E: Resource>(cx: &Ctx, gone: HashSet<AnyId>) -> Result<HashSet<AnyId>> {
    if gone.is_empty() {
        return Ok(gone);
    }
    let sql = "SELECT e.object_id, e.before FROM events e WHERE e.organization_id = $1 AND e.object_id = ANY($2) \
        AND e.model = $3 AND e.action = 'purged'";
    let ids = Arg::Ids(gone.iter().map(|id| id.as_bytes().to_vec()).collect());
    let last: Vec<(AnyId, Option<String>)> = cx.tx.rows(sql, &[&ids, &E::MODEL]).await?;
    let last = last.into_iter().filter_map(|(id, before)| Some((id, whole::<E>(before.as_deref().unwrap_or("{}"))?)));
    let own_only = cx.permissions().has_own_only(E::READ);
    let saw = |last: &Fields| E::saw(cx, last) && (!own_only || own::was_own::<E>(cx, last));
    let mut last: HashMap<AnyId, Fields> = last.filter(|(_, last)| saw(last)).collect();
    if E::THROUGH == Through::Task && !cx.permits(Permission::TaskRead) {
        let task = |last: &Fields| -> Option<AnyId> {
            ["taskId", "task"].iter().find_map(|name| last.get(*name)?.as_str()?.parse().ok())
        };
        let tasks: HashSet<AnyId> = last.values().filter_map(task).collect();
        let mut seen = existing::<Task>(cx, &tasks, true).await?;
        let there = existing::<Task>(cx, &tasks, false).await?;
        seen.extend(Box::pin(gone_seen::<Task>(cx, tasks.difference(&there).copied().collect())).await?);
        last.retain(|_, last| task(last).is_some_and(|task| seen.contains(&task)));
    }
    Ok(last.into_keys().collect())
}

type Fields = Map<String, Json>;

/// The fields of a snapshot in the log, which leaves out what has its default.
fn whole<E: Entity>(snapshot: &str) -> Option<Fields> {
    let mut fields: Fields = serde_json::from_str(snapshot).ok()?;
    let blank = E::default();
    for (index, field) in E::FIELDS.iter().enumerate().filter(|(_, field)| !field.hidden) {
        fields.entry(field.name).or_insert_with(|| blank.json(index));
    }
    Some(fields)
}
