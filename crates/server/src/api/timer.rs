//! The caller's own timer in an organization: shown, started, stopped, thrown away.

use super::short_list::Shown;
use crate::body::Json;
use crate::crud::{Params, WriteOptions, job, json, no_params, run, to_vec};
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use guildhall_core::Entity;
use guildhall_core::time::Timestamp;
use guildhall_core::work::timer::{self, Start, Timer};
use guildhall_core::work::{Expense, Project, Task};
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}/timer";
    Router::new()
        .route(root, get(show).delete(discard))
        .route(&format!("{root}/start"), post(start))
        .route(&format!("{root}/stop"), post(stop))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(show, start, stop, discard), components(schemas(Timer, StartTimer, Running, Started)))]
pub struct Api;

/// An entry of time as it goes out.
type ExpenseView = Shown<Expense>;

/// What the timer is started for.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct StartTimer {
    /// With a task, that of the task.
    #[schema(value_type = Option<String>)]
    project_id: Option<Id<Project>>,
    #[schema(value_type = Option<String>)]
    task_id: Option<Id<Task>>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    description: String,
}

/// The timer, if one is running.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Running {
    #[schema(required)]
    running: Option<Timer>,
    /// The server's clock, by which timers run.
    #[schema(value_type = String, format = DateTime)]
    now: Timestamp,
}

/// A timer that was started.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Started {
    running: Timer,
    /// What the one before it has measured.
    #[schema(required, inline = false)]
    stopped: Option<ExpenseView>,
}

/// Shows the caller's timer.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/timer", operation_id = "timer_show", tag = "expenses",
    params(("organizationId" = String, Path)),
    responses((status = 200, body = Running), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn show(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let body = state.app.read(&caller, move |cx| {
        Box::pin(async move { to_vec(&Running { running: timer::running(cx).await?, now: cx.now }) })
    });
    Ok(json(StatusCode::OK, body.await?))
}

/// Starts a timer; one that is running is stopped, and becomes an entry of time.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/timer/start", operation_id = "timer_start", tag = "expenses",
    params(("organizationId" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = StartTimer,
    responses((status = 200, body = Started), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn start(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    Json(body): Json<StartTimer>,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let what = Start { project: body.project_id, task: body.task_id, description: body.description };
            let (running, stopped) = timer::start(cx, &what).await?;
            let stopped = stopped.map(|row| Shown::new(cx, &row));
            Ok(Reply::json(StatusCode::OK, to_vec(&Started { running, stopped })?))
        })
    });
    reply(&state, &caller, options, work).await
}

/// Stops the timer; what it has measured becomes an entry of time.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/timer/stop", operation_id = "timer_stop", tag = "expenses",
    params(("organizationId" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 201, description = "The entry.", body = ExpenseView), (status = 200, description = "What a dry run would create.", body = ExpenseView),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn stop(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    let collection = format!("/api/v1/organizations/{}/{}", caller.organization, Expense::PATH);
    let work = job(move |cx| {
        let collection = collection.clone();
        Box::pin(async move {
            let row = timer::stop(cx).await?;
            let location = (!options.dry_run).then(|| format!("{collection}/{}", row.id));
            let status = if options.dry_run { StatusCode::OK } else { StatusCode::CREATED };
            Ok(Reply { location, ..Reply::one(status, cx, &row)? })
        })
    });
    reply(&state, &caller, options, work).await
}

/// Throws away what the timer has measured.
#[utoipa::path(delete, path = "/api/v1/organizations/{organizationId}/timer", operation_id = "timer_discard", tag = "expenses",
    params(("organizationId" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 204, description = "Done."), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn discard(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    run(&state, &caller, options, job(|cx| Box::pin(timer::discard(cx)))).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
