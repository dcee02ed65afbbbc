//! Looking whether an integration works, and trying again what it failed to do.

use crate::crud::{At, Params, WriteOptions, job, one, run};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use guildhall_core::Resource;
use guildhall_core::connect::{Integration, SyncLog};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(&format!("{root}/integrations/{{id}}/check"), post(check))
        .route(&format!("{root}/sync-logs/{{id}}/retry"), post(retry))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(check, retry))]
pub struct Api;

/// Looks whether an integration has all that it needs and its credentials open; the answer is the entry of
/// its log.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/integrations/{id}/check", operation_id = "integration_check", tag = "integrations",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn check(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        Box::pin(async move {
            let row = Integration::check(cx, id).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &row, can)
}

/// Does again what failed, where something is there to do it; the answer is the new entry of the log.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/sync-logs/{id}/retry", operation_id = "sync_log_retry", tag = "sync-logs",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn retry(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        Box::pin(async move {
            let row = SyncLog::retry(cx, id).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &row, can)
}
