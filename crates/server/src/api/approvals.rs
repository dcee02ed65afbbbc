//! The ends of a review: decided by who was asked, withdrawn by who asked.

use super::short_list::Shown;
use crate::body::Json;
use crate::crud::{At, Params, WriteOptions, job, one, run};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, post};
use guildhall_core::files::Approval;
use guildhall_core::{Error, Resource};
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}/approvals/{id}";
    Router::new()
        .route(root, delete(never_deleted))
        .route(&format!("{root}/decide"), post(decide))
        .route(&format!("{root}/withdraw"), post(withdraw))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(decide, withdraw), components(schemas(Decision)))]
pub struct Api;

/// A review as it goes out.
type ApprovalView = Shown<Approval>;

/// What the reviewer says.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    /// approved, approved_with_changes, changes_requested or rejected.
    status: String,
    #[serde(default)]
    comments: String,
}

/// Says how a review ends instead.
async fn never_deleted() -> Response {
    let detail = "a review is not deleted but withdrawn, by who asked: POST approvals/{id}/withdraw";
    let mut response = Problem(Error::WrongMethod(detail.into())).into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, PATCH"));
    response
}

/// Decides, once: only who was asked, and only on the current version.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/approvals/{id}/decide", operation_id = "approval_decide", tag = "approvals",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = Decision,
    responses((status = 200, description = "The decided review.", body = ApprovalView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn decide(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(body): Json<Decision>,
) -> Result<Response, Problem> {
    let (id, options) = (at.id()?, WriteOptions::parse(&query, false)?);
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let row = Approval::decide(cx, id, &body.status, &body.comments).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &row, can)
}

/// Takes the question back: only who asked, and only while it is open.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/approvals/{id}/withdraw", operation_id = "approval_withdraw", tag = "approvals",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, description = "The withdrawn review.", body = ApprovalView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn withdraw(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let (id, options) = (at.id()?, WriteOptions::parse(&query, false)?);
    let work = job(move |cx| {
        Box::pin(async move {
            let row = Approval::withdraw(cx, id).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &row, can)
}
