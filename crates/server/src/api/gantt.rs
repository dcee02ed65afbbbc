//! The chart of a whole project in one compact answer.

use crate::crud::{At, Params, json, no_params, to_vec};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use guildhall_core::plan::gantt::{self, Gantt, GanttCalendar, GanttException, GanttLinks, GanttTasks};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/projects/{id}/gantt", get(chart))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(chart), components(schemas(Gantt, GanttTasks, GanttLinks, GanttCalendar, GanttException)))]
pub struct Api;

/// Tasks, links and working hours of a project as columns of values, with the computed schedule beside the
/// stored dates; times in seconds since 1970, references by position.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/projects/{id}/gantt",
    operation_id = "project_gantt", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = Gantt), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn chart(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let id = at.id()?;
    let body = state.app.read(&caller, move |cx| Box::pin(async move { to_vec(&gantt::gantt(cx, id).await?) })).await?;
    Ok(json(StatusCode::OK, body))
}
