//! Moving a task, and its links one by one, so that two people never undo each other.

use crate::api::schedule_follow::renewed;
use crate::body::Json;
use crate::crud::{At, Params, WriteOptions, if_match, job, run, to_vec};
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{post, put};
use guildhall_core::entity::Given;
use guildhall_core::plan::{self, Difference};
use guildhall_core::populate::{Populated, View};
use guildhall_core::work::Task;
use guildhall_core::work::task::links::{self, Dependency};
use guildhall_core::work::task::progress;
use guildhall_core::work::task::tree::{self, Destination, StatusMapped};
use guildhall_core::{AnyId, Error, Resource, crud};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}/tasks/{id}";
    Router::new()
        .route(&format!("{root}/move"), post(move_task))
        .route(&format!("{root}/dependencies/{{taskId}}"), put(link).delete(unlink))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(move_task, link, unlink), components(schemas(MoveTask, MovedTask, LinkTask, StatusMapped)))]
pub struct Api;

/// Where a task goes; what is not named stays.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct MoveTask {
    /// The new parent; null for a root of the project. Stays as it is when absent.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    parent_id: Option<Option<AnyId>>,
    /// Another project.
    #[schema(value_type = Option<String>)]
    project_id: Option<AnyId>,
    /// The sibling that comes right after it.
    #[schema(value_type = Option<String>)]
    before: Option<AnyId>,
    /// The sibling that comes right before it.
    #[schema(value_type = Option<String>)]
    after: Option<AnyId>,
}

/// Tells an absent field from null.
fn some<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<AnyId>>, D::Error> {
    Option::<AnyId>::deserialize(deserializer).map(Some)
}

/// A moved task, and which statuses became others on the way to another project.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct MovedTask {
    #[schema(value_type = Object)]
    task: Box<RawValue>,
    status_mapped: Vec<StatusMapped>,
    /// What moved because it depends on its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    moved: Vec<Difference>,
    /// Why something that depends on its place stands where it stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_scheduled: Option<String>,
}

/// Moves a task with everything below it, atomically.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/tasks/{id}/move", operation_id = "task_move", tag = "tasks",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query), ("moveAtMost" = Option<usize>, Query, description = "Refused with 409 `large_cascade` if more tasks than this would move with it."), ("If-Match" = Option<String>, Header)),
    request_body = MoveTask,
    responses((status = 200, body = MovedTask), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn move_task(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
    Json(body): Json<MoveTask>,
) -> Result<Response, Problem> {
    let (id, expected) = (at.id()?, if_match(&headers)?);
    let options = WriteOptions::parse_moving(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let now: Task = crud::get(cx, id).await?;
            let elsewhere = body.project_id.is_some_and(|p| p != now.project_id.cast());
            let stays = if elsewhere { None } else { now.parent_id };
            let to = Destination {
                parent: body.parent_id.map_or(stays, |parent| parent.map(AnyId::cast)),
                project: body.project_id.map(AnyId::cast),
                before: body.before.map(AnyId::cast),
                after: body.after.map(AnyId::cast),
                ..Destination::default()
            };
            let (task, status_mapped) = tree::move_to(cx, id, &to, expected).await?;
            let mut tasks = plan::around(cx, &[task.id]).await?;
            tasks.extend(now.parent_id);
            let mut told = plan::follow_all(cx, &tasks).await?;
            if elsewhere {
                told.add(plan::follow_departure(cx, now.project_id).await?);
            }
            told.within_limit(cx, &[id])?;
            let rolled = progress::roll_up(cx).await?;
            // A subtree's links may have moved it.
            let stands = told.moved.is_empty() && !rolled.contains(&task.id);
            let task: Task = if stands { task } else { crud::get(cx, id).await? };
            let task = View::whole(&task, cx, &Populated::new()).raw()?;
            let (moved, not_scheduled) = (told.moved, told.stopped);
            Ok(Reply::json(StatusCode::OK, to_vec(&MovedTask { task, status_mapped, moved, not_scheduled })?))
        })
    });
    reply(&state, &caller, options, work).await
}

#[derive(Deserialize)]
struct LinkPath {
    id: String,
    #[serde(rename = "taskId")]
    predecessor: String,
}

/// How a task waits for its predecessor.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkTask {
    /// FS (default), SS, FF or SF.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Waiting time: "2d", "-4h", "1ed", "50%".
    lag: Option<String>,
}

async fn relink(
    state: AppState,
    caller: guildhall_core::Caller,
    path: LinkPath,
    query: &[(String, String)],
    link: Option<LinkTask>,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse_moving(query, false)?;
    let id: AnyId = path.id.parse().map_err(|_| Error::NotFound)?;
    let predecessor: AnyId = path.predecessor.parse().map_err(|_| Error::NotFound)?;
    let work = job(move |cx| {
        let link = link.clone();
        Box::pin(async move {
            cx.require_reach(Task::UPDATE)?;
            let old: Task = crud::get_locked(cx, id, Some(false)).await?;
            crud::require_on(cx, &old, Task::UPDATE)?;
            let mut new = old.clone();
            let known = new.dependencies.iter().position(|l| l.task_id == predecessor.cast());
            match link {
                None => {
                    new.dependencies.remove(known.ok_or(Error::NotFound)?);
                }
                Some(LinkTask { kind, lag }) => {
                    crud::get::<Task>(cx, predecessor).await?;
                    let kind = kind.unwrap_or_else(|| "FS".into());
                    let lag = links::check(&kind, lag.as_deref().unwrap_or("0d")).map_err(|e| {
                        Error::invalid(if e.code == "one_of" { "type" } else { "lag" }, e.code, e.detail)
                    })?;
                    let link = Dependency::new(predecessor.cast(), kind, lag);
                    match known {
                        Some(at) => new.dependencies[at] = link,
                        None => new.dependencies.push(link),
                    }
                }
            }
            let task = crud::save(cx, &old, new, &Given(vec![Task::DEPENDENCIES])).await?;
            let told = plan::follow_all(cx, &[task.id]).await?;
            renewed(cx, task, StatusCode::OK, &told).await
        })
    });
    Ok(run(&state, &caller, options, work).await?.into_response())
}

/// Makes a task wait for another, or changes how.
#[utoipa::path(put, path = "/api/v1/organizations/{organizationId}/tasks/{id}/dependencies/{taskId}", operation_id = "task_link", tag = "tasks",
    params(("organizationId" = String, Path), ("id" = String, Path), ("taskId" = String, Path), ("dryRun" = Option<bool>, Query), ("moveAtMost" = Option<usize>, Query, description = "Refused with 409 `large_cascade` if more tasks than this would move with it.")),
    request_body = LinkTask,
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn link(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(path): Path<LinkPath>,
    Query(query): Params,
    Json(body): Json<LinkTask>,
) -> Result<Response, Problem> {
    relink(state, caller, path, &query, Some(body)).await
}

/// Takes a link away.
#[utoipa::path(delete, path = "/api/v1/organizations/{organizationId}/tasks/{id}/dependencies/{taskId}", operation_id = "task_unlink", tag = "tasks",
    params(("organizationId" = String, Path), ("id" = String, Path), ("taskId" = String, Path), ("dryRun" = Option<bool>, Query), ("moveAtMost" = Option<usize>, Query, description = "Refused with 409 `large_cascade` if more tasks than this would move with it.")),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn unlink(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(path): Path<LinkPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    relink(state, caller, path, &query, None).await
}
