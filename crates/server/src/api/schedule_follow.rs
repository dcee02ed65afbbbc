//! Changes that others' dates follow from: a task is made, changed or linked, a calendar is changed. What
//! depends on it moves in the same transaction, and the answer says in `moved` what moved and why.

use crate::body::Object;
use crate::crud::{self, At, Params, WriteOptions, etag, if_match, job, run, to_vec};
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::problem::Problem;
use crate::stale::stale;
use crate::state::AppState;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, patch, post};
use guildhall_core::bulk::Outcome;
use guildhall_core::entity::Entity;
use guildhall_core::plan::{self, Difference};
use guildhall_core::populate::{Populated, View};
use guildhall_core::work::{Calendar, Task};
use guildhall_core::{AnyId, Ctx, Error, Resource};
use guildhall_store::Id;
use serde_json::{Map, Value as Json};

/// How an entity is made.
pub fn create<E: Resource>() -> MethodRouter<AppState> {
    if E::MODEL == Task::MODEL { post(create_task) } else { post(crud::create::<E>) }
}

/// How an entity is changed.
pub fn change<E: Resource>() -> MethodRouter<AppState> {
    match E::MODEL {
        model if model == Task::MODEL => patch(change_task),
        model if model == Calendar::MODEL => patch(change_calendar),
        _ => patch(crud::change::<E>),
    }
}

/// The answer for one object with what moved; without that it is the object alone, as everywhere.
fn answer<E: Resource>(status: StatusCode, cx: &Ctx, row: &E, moved: &[Difference]) -> Result<Reply, Error> {
    if moved.is_empty() {
        return Reply::one(status, cx, row);
    }
    let mut body = View::whole(row, cx, &Populated::new()).text()?;
    // One field more, before the object ends.
    body.pop();
    body.extend_from_slice(b",\"moved\":");
    body.append(&mut to_vec(&moved)?);
    body.push(b'}');
    let tag = etag(row.head().revision, &body);
    Ok(Reply { etag: Some(tag), ..Reply::json(status, body) })
}

/// Moves what depends on a task that was changed in this transaction, and answers for the task.
pub async fn follow(cx: &mut Ctx, task: Task, status: StatusCode) -> Result<Reply, Error> {
    let moved = plan::follow(cx, task.project_id, &[task.id]).await?;
    let itself = moved.iter().any(|one| one.task_id == task.id);
    let task = if itself { guildhall_core::crud::get(cx, task.id.cast()).await? } else { task };
    answer(status, cx, &task, &moved)
}

async fn create_task(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    Object(body): Object,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    let collection = format!("/api/v1/organizations/{}/{}", caller.organization, Task::PATH);
    let work = job(move |cx| {
        let (body, collection) = (body.clone(), collection.clone());
        Box::pin(async move {
            let task: Task = guildhall_core::crud::create(cx, &body).await?;
            let location = (!options.dry_run).then(|| format!("{collection}/{}", task.id));
            let status = if options.dry_run { StatusCode::OK } else { StatusCode::CREATED };
            // Nothing waits for a new task: it moves only itself, and what it is a part of.
            let planned = task.start_date.is_some() || task.duration_minutes.is_some();
            let linked = !task.dependencies.is_empty() || task.hidden_dependencies > 0 || task.parent_id.is_some();
            let reply = match planned && linked {
                true => follow(cx, task, status).await?,
                false => Reply::one(status, cx, &task)?,
            };
            Ok(Reply { location, ..reply })
        })
    });
    reply(&state, &caller, options, work).await
}

async fn change_task(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
    Object(body): Object,
) -> Result<Response, Problem> {
    let (id, expected) = (at.id()?, if_match(&headers)?);
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let task: Task = guildhall_core::crud::patch(cx, id, expected, &body).await?;
            if plan::touches(&body) {
                follow(cx, task, StatusCode::OK).await
            } else {
                answer(StatusCode::OK, cx, &task, &[])
            }
        })
    });
    match run(&state, &caller, options, work).await {
        Ok(reply) => Ok(reply.into_response()),
        Err(Problem(Error::Stale { .. })) => stale::<Task>(&state, &caller, id).await,
        Err(problem) => Err(problem),
    }
}

async fn change_calendar(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
    Object(body): Object,
) -> Result<Response, Problem> {
    let (id, expected) = (at.id()?, if_match(&headers)?);
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let calendar: Calendar = guildhall_core::crud::patch(cx, id, expected, &body).await?;
            let hours = ["week", "exceptions", "timeZone"].iter().any(|name| body.contains_key(*name));
            let moved = if hours { plan::follow_calendar(cx, calendar.id).await? } else { Vec::new() };
            answer(StatusCode::OK, cx, &calendar, &moved)
        })
    });
    match run(&state, &caller, options, work).await {
        Ok(reply) => Ok(reply.into_response()),
        Err(Problem(Error::Stale { .. })) => stale::<Calendar>(&state, &caller, id).await,
        Err(problem) => Err(problem),
    }
}

/// The operations of a bulk change of tasks that can move others, by their places.
pub fn moving<E: Resource>(body: &Map<String, Json>) -> Vec<usize> {
    if E::MODEL != Task::MODEL {
        return Vec::new();
    }
    let operations = body.get("operations").and_then(Json::as_array).into_iter().flatten().enumerate();
    operations.filter(|(_, one)| plan::operation_touches(one)).map(|(at, _)| at).collect()
}

/// Moves what depends on the tasks of these operations, and reads anew those of them that moved themselves.
pub async fn moved<E: Resource>(
    cx: &mut Ctx,
    moving: &[usize],
    outcomes: &mut [Outcome<E>],
) -> Result<Vec<Difference>, Error> {
    let done = moving.iter().filter_map(|at| outcomes.get(*at)).filter(|one| !matches!(one, Outcome::Trashed(_)));
    let tasks: Vec<Id<Task>> = done.filter_map(|one| one.id().map(AnyId::cast)).collect();
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let moved = plan::follow_all(cx, &tasks).await?;
    for outcome in outcomes {
        let (Outcome::Created(row) | Outcome::Changed(row)) = outcome else { continue };
        let id = row.head().id;
        if moved.iter().any(|one| one.task_id == id.cast()) {
            *row = guildhall_core::crud::get(cx, id).await?;
        }
    }
    Ok(moved)
}
