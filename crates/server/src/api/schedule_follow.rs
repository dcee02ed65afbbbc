//! Changes that others' dates follow from: of a task, its links and its place, of a project's start, of working
//! hours. What depends on them moves in the same transaction; the answer says in `moved` what moved and why,
//! and in `notScheduled` why something that depends on them stands where it stood.

use crate::crud::{WriteOptions, etag, to_vec};
use crate::idempotency::Reply;
use crate::openapi::reference;
use axum::http::StatusCode;
use guildhall_core::bulk::Outcome;
use guildhall_core::entity::Entity;
use guildhall_core::org::{Member, Organization};
use guildhall_core::plan::{self, Followed};
use guildhall_core::populate::{Populated, View};
use guildhall_core::work::task::progress;
use guildhall_core::work::{Calendar, Project, Task};
use guildhall_core::{AnyId, Ctx, Error, Resource};
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AllOfBuilder, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};

/// The answer for one object with what moved; without that it is the object alone, as everywhere.
pub fn answer<E: Resource>(status: StatusCode, cx: &Ctx, row: &E, told: &Followed) -> Result<Reply, Error> {
    if told.is_empty() {
        return Reply::one(status, cx, row);
    }
    let mut body = View::whole(row, cx, &Populated::new()).text()?;
    // More fields, before the object ends.
    body.pop();
    push(&mut body, told)?;
    body.push(b'}');
    let tag = etag(row.head().revision, &body);
    Ok(Reply { etag: Some(tag), ..Reply::json(status, body) })
}

/// Writes `moved` and `notScheduled` behind the fields of an object.
pub fn push(body: &mut Vec<u8>, told: &Followed) -> Result<(), Error> {
    if !told.moved.is_empty() {
        body.extend_from_slice(b",\"moved\":");
        body.append(&mut to_vec(&told.moved)?);
    }
    if let Some(why) = &told.stopped {
        body.extend_from_slice(b",\"notScheduled\":");
        body.append(&mut to_vec(why)?);
    }
    Ok(())
}

/// Moves what depends on a new object, and answers for it.
pub async fn created<E: Resource>(cx: &mut Ctx, row: E, status: StatusCode) -> Result<Reply, Error> {
    // Nothing waits for a new task: it moves only itself, what it is a part of, the start of a project that starts with
    // the first of its tasks, and what is as late as the project's end allows.
    let moves = E::MODEL == Task::MODEL && {
        let has = |field: usize| !matches!(row.json(field), Json::Null) && row.json(field) != Json::Array(Vec::new());
        let dated = has(Task::START_DATE) || has(Task::CONSTRAINT);
        dated || has(Task::DEPENDENCIES) || has(Task::PARENT_ID)
    };
    let told = if moves { plan::follow_all(cx, &[row.head().id.cast()]).await? } else { Followed::default() };
    renewed(cx, row, status, &told).await
}

/// Moves what depends on a changed object, and answers for it.
pub async fn changed<E: Resource>(cx: &mut Ctx, row: E, body: &Map<String, Json>) -> Result<Reply, Error> {
    let told = follow::<E>(cx, row.head().id, body).await?;
    renewed(cx, row, StatusCode::OK, &told).await
}

/// Moves what depends on an object, of which these fields were changed.
async fn follow<E: Resource>(cx: &mut Ctx, id: AnyId, body: &Map<String, Json>) -> Result<Followed, Error> {
    let given = |names: &[&str]| names.iter().any(|name| body.contains_key(*name));
    match E::MODEL {
        model if model == Task::MODEL && (plan::touches(body) || plan::disturbed(cx)) => {
            plan::follow_all(cx, &[id.cast()]).await
        }
        model if model == Calendar::MODEL && given(&["week", "exceptions", "timeZone"]) => {
            plan::follow_calendar(cx, id.cast()).await
        }
        model if model == Project::MODEL => plan::follow_project(cx, id.cast(), body).await,
        model if model == Organization::MODEL => {
            let (hours, zone) = (given(&["calendarId"]), given(&["timeZone"]));
            plan::follow_organization(cx, hours, zone).await
        }
        _ => Ok(Followed::default()),
    }
}

/// Moves what a trashed or restored object held up, or holds up again, and what ran in the hours of who left.
pub async fn came_or_went<E: Resource>(cx: &mut Ctx, id: AnyId) -> Result<Followed, Error> {
    if E::MODEL == Member::MODEL && plan::disturbed(cx) {
        return plan::follow_member(cx, id.cast()).await;
    }
    if E::MODEL == Project::MODEL {
        return plan::follow_whole_project(cx, id.cast()).await;
    }
    if E::MODEL != Task::MODEL {
        return Ok(Followed::default());
    }
    let tasks = plan::around(cx, &[id.cast()]).await?;
    plan::follow_all(cx, &tasks).await
}

/// Answers for an object, read again where it moved itself, or its progress follows from its parts.
pub async fn renewed<E: Resource>(cx: &mut Ctx, row: E, status: StatusCode, told: &Followed) -> Result<Reply, Error> {
    told.within_limit(cx, &[row.head().id])?;
    let rolled = progress::roll_up(cx).await?;
    let id = row.head().id.cast();
    let itself = rolled.contains(&id) || told.moved.iter().any(|one| one.task_id == id);
    let row = if itself { guildhall_core::crud::get(cx, row.head().id).await? } else { row };
    answer(status, cx, &row, told)
}

/// The operations of a bulk change that can move tasks, by their places, with the fields that they change.
pub type Moving = Vec<(usize, Map<String, Json>)>;

/// Reads them from the request.
pub fn moving<E: Resource>(body: &Map<String, Json>) -> Moving {
    if !moves::<E>() {
        return Vec::new();
    }
    let operations = body.get("operations").and_then(Json::as_array).into_iter().flatten().enumerate();
    let touching = operations.filter(|(_, one)| E::MODEL != Task::MODEL || plan::operation_touches(one));
    let fields = |one: &Json| one.get("data").or(Some(one)).and_then(Json::as_object).cloned().unwrap_or_default();
    touching.map(|(at, one)| (at, if E::MODEL == Task::MODEL { Map::new() } else { fields(one) })).collect()
}

/// Moves what depends on the objects of these operations, and reads anew those of them that moved themselves.
pub async fn moved<E: Resource>(cx: &mut Ctx, moving: &Moving, outcomes: &mut [Outcome<E>]) -> Result<Followed, Error> {
    if E::MODEL != Task::MODEL {
        let mut told = Followed::default();
        for outcome in outcomes.iter() {
            if let Outcome::Trashed(id) = outcome {
                told.add(came_or_went::<E>(cx, *id).await?);
            }
        }
        for (at, fields) in moving {
            let Some(Outcome::Changed(row)) = outcomes.get(*at) else { continue };
            let came_back = fields.get("op").is_some_and(|op| op == "restore");
            told.add(match came_back {
                true => came_or_went::<E>(cx, row.head().id).await?,
                false => follow::<E>(cx, row.head().id, fields).await?,
            });
        }
        return Ok(told);
    }
    let done = moving.iter().filter_map(|(at, _)| outcomes.get(*at)).filter_map(|one| Some((one, one.id()?.cast())));
    let (gone, kept): (Vec<_>, Vec<_>) = done.partition(|(one, _)| matches!(one, Outcome::Trashed(_)));
    let gone: Vec<Id<Task>> = gone.into_iter().map(|(_, id)| id).collect();
    let mut tasks: Vec<Id<Task>> = kept.into_iter().map(|(_, id)| id).collect();
    tasks.extend(plan::around(cx, &gone).await?);
    let told = if tasks.is_empty() { Followed::default() } else { plan::follow_all(cx, &tasks).await? };
    let mut again = progress::roll_up(cx).await?;
    again.extend(told.moved.iter().map(|one| one.task_id));
    for outcome in outcomes {
        let (Outcome::Created(row) | Outcome::Changed(row)) = outcome else { continue };
        let id = row.head().id;
        if again.contains(&id.cast()) {
            *row = guildhall_core::crud::get(cx, id).await?;
        }
    }
    Ok(told)
}

/// How an object is to be written; `moveAtMost` counts where that can move tasks.
pub fn options<E: Entity>(query: &[(String, String)], may_purge: bool) -> Result<WriteOptions, Error> {
    if moves::<E>() { WriteOptions::parse_moving(query, may_purge) } else { WriteOptions::parse(query, may_purge) }
}

/// Whether a change of such an object can move tasks.
pub fn moves<E: Entity>() -> bool {
    [Task::MODEL, Calendar::MODEL, Project::MODEL, Organization::MODEL].contains(&E::MODEL)
}

/// The answer to a write in the OpenAPI document: the object, with what moved.
pub fn written<E: Entity>() -> RefOr<Schema> {
    if !moves::<E>() {
        return reference(E::MODEL);
    }
    let whole = AllOfBuilder::new().item(reference(E::MODEL)).item(told(ObjectBuilder::new()).build());
    RefOr::T(Schema::AllOf(whole.build()))
}

/// What a write may answer besides: what moved, and what could not.
pub fn told(object: ObjectBuilder) -> ObjectBuilder {
    let help = "Tasks that moved because they depend on what was changed; absent when none did.";
    let moved = ArrayBuilder::new().items(reference("Difference")).description(Some(help));
    let help = "Why something that depends on what was changed stands where it stood; absent when all followed.";
    let stopped = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).description(Some(help));
    object.property("moved", moved).property("notScheduled", stopped)
}
