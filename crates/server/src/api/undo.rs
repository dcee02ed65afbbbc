//! Taking changes back: one event, or a whole batch.

use crate::crud::{Params, WriteOptions, job, to_vec};
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody, mark_as_problem};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use guildhall_core::plan::{Difference, Followed};
use guildhall_core::undo::{self, Conflict, Undone, What};
use guildhall_core::{AnyId, Caller, Error};
use serde::{Deserialize, Serialize};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(&format!("{root}/events/{{seq}}/undo"), post(event))
        .route(&format!("{root}/batches/{{batchId}}/undo"), post(batch))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(event, batch), components(schemas(UndoneBody, UndoProblem, Conflict)))]
pub struct Api;

/// Changes that were taken back.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct UndoneBody {
    /// On the events of the taking-back: undo this batch to do it again.
    #[schema(value_type = String)]
    batch_id: AnyId,
    /// How many events were taken back.
    undone: usize,
    /// Tasks that moved because they depend on what was taken back; absent when none did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    moved: Vec<Difference>,
    /// Why something that depends on it stands where it stood; absent when all followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_scheduled: Option<String>,
}

/// Why nothing was taken back.
#[derive(Serialize, utoipa::ToSchema)]
struct UndoProblem {
    #[serde(flatten)]
    problem: ProblemBody,
    /// What stands in the way.
    conflicts: Vec<Conflict>,
}

#[derive(Deserialize)]
struct EventPath {
    seq: String,
}

#[derive(Deserialize)]
struct BatchPath {
    #[serde(rename = "batchId")]
    batch: String,
}

fn told(undone: Undone) -> Result<Reply, Error> {
    if undone.conflicts.is_empty() {
        let Followed { moved, stopped, .. } = undone.followed;
        let body = UndoneBody { batch_id: undone.batch, undone: undone.events, moved, not_scheduled: stopped };
        return Ok(Reply::json(StatusCode::OK, to_vec(&body)?));
    }
    let detail = format!("{} things stand in the way; nothing was taken back", undone.conflicts.len());
    let problem = ProblemBody::of(Error::conflict("undo_conflict", detail));
    let body = UndoProblem { problem, conflicts: undone.conflicts };
    Ok(Reply::json(StatusCode::CONFLICT, to_vec(&body)?))
}

async fn take_back(
    state: &AppState,
    caller: &Caller,
    query: &[(String, String)],
    what: What,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(query, false)?;
    let work = job(move |cx| Box::pin(async move { told(undo::run(cx, what).await?) }));
    let mut response = reply(state, caller, options, work).await?;
    if !response.status().is_success() {
        mark_as_problem(&mut response);
    }
    Ok(response)
}

/// Takes one change back, by its number in the event log.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/events/{seq}/undo", operation_id = "event_undo", tag = "events",
    params(("organizationId" = String, Path), ("seq" = i64, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, description = "Taken back.", body = UndoneBody),
        (status = 409, description = "Something was changed since.", body = UndoProblem, content_type = "application/problem+json"),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn event(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(path): Path<EventPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let seq: i64 = path.seq.parse().ok().filter(|seq| *seq > 0).ok_or(Error::NotFound)?;
    take_back(&state, &caller, &query, What::Event(seq)).await
}

/// Takes a bulk change, or anything else that carries a batch id, back as a whole.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/batches/{batchId}/undo", operation_id = "batch_undo", tag = "events",
    params(("organizationId" = String, Path), ("batchId" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, description = "Taken back.", body = UndoneBody),
        (status = 409, description = "Something was changed since.", body = UndoProblem, content_type = "application/problem+json"),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn batch(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(path): Path<BatchPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let batch = path.batch.parse().map_err(|_| Error::NotFound)?;
    take_back(&state, &caller, &query, What::Batch(batch)).await
}
