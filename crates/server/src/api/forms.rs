//! Versions of a form, and the decisions on what was handed in.

use super::short_list::{Page, Window};
use crate::body::Json;
use crate::crud::{At, Params, WriteOptions, job, one, run};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use guildhall_core::Resource;
use guildhall_core::intake::form_template::Version;
use guildhall_core::intake::{FormRequest, FormTemplate};
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(&format!("{root}/form-templates/{{id}}/versions"), get(versions))
        .route(&format!("{root}/form-requests/{{id}}/decide"), post(decide))
        .route(&format!("{root}/form-requests/{{id}}/withdraw"), post(withdraw))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(versions, decide, withdraw), components(schemas(RequestDecision)))]
pub struct Api;

/// Lists the published versions of a form, oldest first.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/form-templates/{id}/versions", operation_id = "form_template_versions", tag = "form-templates",
    params(("organizationId" = String, Path), ("id" = String, Path), ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, description = "One page.", body = Page<Version>), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn versions(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<axum::Json<Page<Version>>, Problem> {
    let id = at.id()?;
    let window = Window::parse(&query, false)?;
    let all = state.app.read(&caller, move |cx| Box::pin(async move { FormTemplate::versions(cx, id).await })).await?;
    Ok(axum::Json(window.page(all, |version| format!("{:010}", version.version))))
}

/// What was decided about a request.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct RequestDecision {
    /// approved, denied or needs_changes.
    status: String,
    /// Why; needed unless it is approved.
    reason: Option<String>,
}

/// Approves a request, denies it or sends it back; approved and denied are final.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/form-requests/{id}/decide", operation_id = "form_request_decide", tag = "form-requests",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = RequestDecision,
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn decide(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(body): Json<RequestDecision>,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let row = FormRequest::decide(cx, id, &body.status, body.reason.as_deref()).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &row, can)
}

/// Takes a request back; only who handed it in can.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/form-requests/{id}/withdraw", operation_id = "form_request_withdraw", tag = "form-requests",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn withdraw(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        Box::pin(async move {
            let row = FormRequest::withdraw(cx, id).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &row, can)
}
