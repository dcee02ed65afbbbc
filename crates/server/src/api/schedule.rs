//! The schedule of a project: computed, shown as a difference, applied; baselines frozen and compared.

use crate::api::schedule_follow::push;
use crate::body::{Json, Nothing};
use crate::crud::{At, Params, WriteOptions, job, json, no_params, to_vec};
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use guildhall_core::org::member_calendar::{self as hours, MemberCalendar};
use guildhall_core::plan::path::{self, PathStep, TaskPath};
use guildhall_core::plan::variance::{self, Figures, TaskVariance, Variance};
use guildhall_core::plan::{self, Applied, Difference, PlannedDates, Reason, Schedule, Scheduled};
use guildhall_core::work::{Baseline, baseline};
use guildhall_core::{AnyId, Error};
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(&format!("{root}/projects/{{id}}/schedule"), get(schedule).post(apply))
        .route(&format!("{root}/tasks/{{id}}/path"), get(task_path))
        .route(&format!("{root}/members/{{id}}/calendar"), get(member_calendar).put(set_member_calendar))
        .route(&format!("{root}/projects/{{id}}/baselines"), post(freeze))
        .route(&format!("{root}/projects/{{id}}/baselines/{{baselineId}}/variance"), get(compare))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(
    paths(schedule, apply, task_path, member_calendar, set_member_calendar, freeze, compare),
    components(schemas(
        Schedule,
        Scheduled,
        Reason,
        Applied,
        Difference,
        PlannedDates,
        TaskPath,
        PathStep,
        MemberCalendar,
        GiveCalendar,
        FreezeBaseline,
        Variance,
        TaskVariance,
        Figures
    ))
)]
pub struct Api;

/// Computes the schedule of a project and writes nothing: dates, floats and the reason for each.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/projects/{id}/schedule",
    operation_id = "project_schedule", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = Schedule), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn schedule(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let id = at.id()?;
    let body =
        state.app.read(&caller, move |cx| Box::pin(async move { to_vec(&plan::schedule(cx, id).await?) })).await?;
    Ok(json(StatusCode::OK, body))
}

/// Writes the computed dates of a project in one transaction, which one undo of its batch takes back; with
/// `dryRun` only tells what would change.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/projects/{id}/schedule",
    operation_id = "project_schedule_apply", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Applied), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn apply(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Nothing: Nothing,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    if options.dry_run {
        let body = state
            .app
            .read(&caller, move |cx| Box::pin(async move { to_vec(&plan::difference(cx, id).await?) }))
            .await?;
        return Ok(json(StatusCode::OK, body));
    }
    let work =
        job(move |cx| Box::pin(async move { Ok(Reply::json(StatusCode::OK, to_vec(&plan::apply(cx, id).await?)?)) }));
    reply(&state, &caller, options, work).await
}

/// The critical path of a task: the chain that drives it, with the reason for each step, and what it drives.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/tasks/{id}/path",
    operation_id = "task_path", tag = "tasks",
    params(("organizationId" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = TaskPath), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn task_path(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let id = at.id()?;
    let body = state.app.read(&caller, move |cx| Box::pin(async move { to_vec(&path::path(cx, id).await?) })).await?;
    Ok(json(StatusCode::OK, body))
}

/// The working calendar of one person, in which their share of a task runs.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/members/{id}/calendar",
    operation_id = "member_calendar", tag = "members",
    params(("organizationId" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = MemberCalendar), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn member_calendar(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let id = at.id()?;
    let body = state.app.read(&caller, move |cx| Box::pin(async move { to_vec(&hours::get(cx, id).await?) })).await?;
    Ok(json(StatusCode::OK, body))
}

/// A calendar for somebody.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct GiveCalendar {
    /// Null where the person works in the project's calendar.
    #[schema(value_type = Option<String>)]
    calendar_id: Option<AnyId>,
}

/// Gives a person a working calendar of their own, or takes it away.
#[utoipa::path(put, path = "/api/v1/organizations/{organizationId}/members/{id}/calendar",
    operation_id = "member_calendar_set", tag = "members",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query), ("moveAtMost" = Option<usize>, Query, description = "Refused with 409 `large_cascade` if more tasks than this would move with it.")),
    request_body = GiveCalendar,
    responses((status = 200, body = MemberCalendar), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn set_member_calendar(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(body): Json<GiveCalendar>,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse_moving(&query, false)?;
    let work = job(move |cx| {
        let calendar = body.calendar_id.map(AnyId::cast);
        Box::pin(async move {
            let set = hours::set(cx, id, calendar).await?;
            let told = plan::follow_member(cx, set.member_id).await?;
            told.within_limit(cx, &[])?;
            let mut body = to_vec(&set)?;
            body.pop();
            push(&mut body, &told)?;
            body.push(b'}');
            Ok(Reply::json(StatusCode::OK, body))
        })
    });
    reply(&state, &caller, options, work).await
}

/// A plan to freeze.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct FreezeBaseline {
    /// Unique among the project's baselines; at most 200 characters.
    name: String,
}

/// Freezes the plan of a project under a name and makes it the active baseline of its tasks.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/projects/{id}/baselines",
    operation_id = "project_baseline_freeze", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    request_body = FreezeBaseline,
    responses((status = 201, body = Object), (status = 200, body = Object, description = "What would be frozen."),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn freeze(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(body): Json<FreezeBaseline>,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        let name = body.name.clone();
        Box::pin(async move {
            let made: Baseline = baseline::freeze(cx, id, &name).await?;
            let status = if options.dry_run { StatusCode::OK } else { StatusCode::CREATED };
            Reply::one(status, cx, &made)
        })
    });
    reply(&state, &caller, options, work).await
}

#[derive(Deserialize)]
struct BaselinePath {
    id: String,
    #[serde(rename = "baselineId")]
    baseline: String,
}

/// How far the plan of a project has moved from a baseline, task by task, deleted ones included.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/projects/{id}/baselines/{baselineId}/variance",
    operation_id = "project_baseline_variance", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path), ("baselineId" = String, Path)),
    responses((status = 200, body = Variance), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn compare(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(path): Path<BaselinePath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let id = |text: &str| text.parse::<AnyId>().map_err(|_| Error::NotFound);
    let (project, baseline) = (id(&path.id)?, id(&path.baseline)?);
    let body = state
        .app
        .read(&caller, move |cx| Box::pin(async move { to_vec(&variance::variance(cx, project, baseline).await?) }))
        .await?;
    Ok(json(StatusCode::OK, body))
}
