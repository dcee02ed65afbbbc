//! Members of a project, one by one, and what a baseline holds.

use crate::crud::{At, Params, WriteOptions, job, json, no_params, one, run, to_vec};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, put};
use guildhall_core::work::baseline::BaselineTask;
use guildhall_core::work::project::{self, Progress};
use guildhall_core::work::{Baseline, Project};
use guildhall_core::{Error, Resource, crud};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(&format!("{root}/projects/{{id}}/members/{{userId}}"), put(add).delete(remove))
        .route(&format!("{root}/projects/progress"), get(progress))
        .route(&format!("{root}/baselines/{{id}}/tasks"), get(baseline_tasks))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(add, remove, progress, baseline_tasks), components(schemas(BaselineTask, Progress)))]
pub struct Api;

#[derive(serde::Deserialize)]
struct MemberPath {
    id: String,
    #[serde(rename = "userId")]
    user: String,
}

async fn set(
    state: AppState,
    InOrganization(caller): InOrganization,
    path: MemberPath,
    query: &[(String, String)],
    belongs: bool,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(query, false)?;
    let project = path.id.parse().map_err(|_| Error::NotFound)?;
    let user = path.user.parse().map_err(|_| Error::NotFound)?;
    let work = job(move |cx| {
        Box::pin(async move {
            let project = match Project::set_member(cx, project, user, belongs).await {
                Err(Error::Invalid(_)) => return Err(Error::NotFound),
                other => other?,
            };
            let can = project.can(cx);
            Ok((project.seen(cx).into_owned(), can))
        })
    });
    let (project, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &project, can)
}

/// Adds a person to a project.
#[utoipa::path(put, path = "/api/v1/organizations/{organizationId}/projects/{id}/members/{userId}",
    operation_id = "project_member_add", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path), ("userId" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn add(
    State(state): State<AppState>,
    caller: InOrganization,
    Path(path): Path<MemberPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    set(state, caller, path, &query, true).await
}

/// Takes a person out of a project.
#[utoipa::path(delete, path = "/api/v1/organizations/{organizationId}/projects/{id}/members/{userId}",
    operation_id = "project_member_remove", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path), ("userId" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn remove(
    State(state): State<AppState>,
    caller: InOrganization,
    Path(path): Path<MemberPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    set(state, caller, path, &query, false).await
}

/// How far the tasks of each project have come.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/projects/progress",
    operation_id = "project_progress", tag = "projects",
    params(("organizationId" = String, Path)),
    responses((status = 200, body = [Progress]), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn progress(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let body = state.app.read(&caller, |cx| Box::pin(async move { to_vec(&project::progress(cx).await?) })).await?;
    Ok(json(StatusCode::OK, body))
}

/// What a baseline holds, task by task.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/baselines/{id}/tasks",
    operation_id = "baseline_tasks", tag = "baselines",
    params(("organizationId" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = [BaselineTask]), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn baseline_tasks(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let id = at.id()?;
    let body = state
        .app
        .read(&caller, move |cx| {
            Box::pin(async move {
                let baseline: Baseline = crud::get(cx, id).await?;
                to_vec(&baseline.tasks(cx).await?)
            })
        })
        .await?;
    Ok(json(StatusCode::OK, body))
}
