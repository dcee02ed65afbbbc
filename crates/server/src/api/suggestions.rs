//! Asking the built-in model for a suggestion, and deciding on one.

use crate::body::Json;
use crate::crud::{At, Params, WriteOptions, job, one, run};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use guildhall_core::insight::{AISuggestion, builtin};
use guildhall_core::{Entity, Resource};
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(&format!("{root}/tasks/{{id}}/suggestions"), post(ask))
        .route(&format!("{root}/ai-suggestions/{{id}}/decide"), post(decide))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(ask, decide), components(schemas(SuggestionWanted, SuggestionDecision)))]
pub struct Api;

/// What is wanted of the built-in model.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SuggestionWanted {
    /// duplicates or summary.
    #[serde(rename = "type")]
    kind: String,
}

/// Asks the built-in model, which needs no network, for a suggestion for a task.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/tasks/{id}/suggestions", operation_id = "task_suggest", tag = "ai-suggestions",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = SuggestionWanted,
    responses((status = 200, description = "What a dry run would keep.", body = Object), (status = 201, body = Object),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn ask(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(wanted): Json<SuggestionWanted>,
) -> Result<Response, Problem> {
    let task = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    // Comparing and reading take their time on a snapshot, where they hold nobody up.
    let draft = state
        .app
        .read(&caller, move |cx| Box::pin(async move { builtin::suggest(cx, task, &wanted.kind).await }))
        .await?;
    let work = job(move |cx| {
        let draft = draft.clone();
        Box::pin(async move {
            let row = builtin::keep(cx, task, draft).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = run(&state, &caller, options, work).await?;
    if options.dry_run {
        return one(StatusCode::OK, &row, can);
    }
    let mut response = one(StatusCode::CREATED, &row, can)?;
    let location = format!("/api/v1/organizations/{}/{}/{}", caller.organization, AISuggestion::PATH, row.id);
    if let Ok(value) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}

/// What was decided about a suggestion.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SuggestionDecision {
    /// accepted, edited or rejected.
    status: String,
    /// The text as it was edited.
    content: Option<String>,
}

/// Accepts a suggestion, accepts it with another text, or rejects it. Labels, assignee, due date and estimate
/// are set on the task in the same transaction.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/ai-suggestions/{id}/decide", operation_id = "ai_suggestion_decide", tag = "ai-suggestions",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = SuggestionDecision,
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn decide(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(body): Json<SuggestionDecision>,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let row = AISuggestion::decide(cx, id, &body.status, body.content.as_deref()).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &row, can)
}
