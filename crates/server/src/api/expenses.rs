//! The approval of expenses and time: submitted, taken back, decided; one by one, or a week of time as a whole.

use super::short_list::Shown;
use crate::body::Json;
use crate::crud::{At, Params, WriteOptions, job, json, one, run, to_vec};
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use guildhall_core::org::User;
use guildhall_core::work::Expense;
use guildhall_core::work::timesheet::{self, ByStatus, SheetRow, TimeEntry, Timesheet, Week};
use guildhall_core::{AnyId, Ctx, Error, Resource};
use guildhall_store::{BoxFuture, Id};
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(&format!("{root}/expenses/{{id}}/submit"), post(submit))
        .route(&format!("{root}/expenses/{{id}}/withdraw"), post(withdraw))
        .route(&format!("{root}/expenses/{{id}}/decide"), post(decide))
        .route(&format!("{root}/expenses/{{id}}/price"), post(price))
        .route(&format!("{root}/timesheet"), get(show))
        .route(&format!("{root}/timesheet/submit"), post(submit_week))
        .route(&format!("{root}/timesheet/decide"), post(decide_week))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(
    paths(submit, withdraw, decide, price, show, submit_week, decide_week),
    components(schemas(ExpenseDecision, SubmitWeek, DecideWeek, Timesheet, SheetRow, TimeEntry, ByStatus))
)]
pub struct Api;

/// An expense as it goes out.
type ExpenseView = Shown<Expense>;

/// What is decided on an expense or on time.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ExpenseDecision {
    /// approved, rejected, or draft: handed back for changes.
    status: String,
    /// Why; required for a rejection.
    #[serde(default)]
    #[schema(max_length = 2000)]
    reason: String,
}

/// A week of time to submit.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SubmitWeek {
    /// Like 2026-W48.
    week: String,
    /// The caller when not given.
    #[schema(value_type = Option<String>)]
    user_id: Option<Id<User>>,
}

/// A week of time to decide on.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct DecideWeek {
    /// Like 2026-W48.
    week: String,
    #[schema(value_type = String)]
    user_id: Id<User>,
    /// approved, rejected, or draft: handed back for changes.
    status: String,
    /// Why; required for a rejection.
    #[serde(default)]
    #[schema(max_length = 2000)]
    reason: String,
}

/// Runs a change of one expense and answers with it.
async fn changed(
    state: &AppState,
    caller: &guildhall_core::Caller,
    query: &[(String, String)],
    work: impl for<'a> Fn(&'a mut Ctx) -> BoxFuture<'a, Result<Expense, Error>> + Send + Sync + 'static,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(query, false)?;
    let work = std::sync::Arc::new(work);
    let work = job(move |cx| {
        let work = std::sync::Arc::clone(&work);
        Box::pin(async move {
            let row = work(cx).await?;
            let can = row.can(cx);
            Ok((row.seen(cx).into_owned(), can))
        })
    });
    let (row, can) = run(state, caller, options, work).await?;
    one(StatusCode::OK, &row, can)
}

/// Submits an expense or an entry of time for approval; from then on it is locked.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/expenses/{id}/submit", operation_id = "expense_submit", tag = "expenses",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, description = "The expense.", body = ExpenseView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn submit(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let id = at.id()?;
    changed(&state, &caller, &query, move |cx| Box::pin(Expense::submit(cx, id))).await
}

/// Takes a submitted one back, while nobody has decided.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/expenses/{id}/withdraw", operation_id = "expense_withdraw", tag = "expenses",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, description = "The expense.", body = ExpenseView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn withdraw(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let id = at.id()?;
    changed(&state, &caller, &query, move |cx| Box::pin(Expense::withdraw(cx, id))).await
}

/// Approves or rejects a submitted one, or hands one back for changes. Nobody but an Admin decides on their own.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/expenses/{id}/decide", operation_id = "expense_decide", tag = "expenses",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = ExpenseDecision,
    responses((status = 200, description = "The expense.", body = ExpenseView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn decide(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(body): Json<ExpenseDecision>,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move { Expense::decide(cx, id, &body.status, &body.reason).await })
    });
    changed(&state, &caller, &query, work).await
}

/// Prices time that was entered before there was a rate, by the rate that is valid on its day.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/expenses/{id}/price", operation_id = "expense_price", tag = "expenses",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, description = "The expense.", body = ExpenseView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn price(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let id = at.id()?;
    changed(&state, &caller, &query, move |cx| Box::pin(Expense::price_late(cx, id))).await
}

/// The person and the week of a query.
fn asked(query: &[(String, String)]) -> Result<(Option<Id<User>>, Option<Week>), Error> {
    let (mut user, mut week) = (None, None);
    for (name, value) in query {
        match name.as_str() {
            "userId" => user = Some(value.parse::<AnyId>().map_err(|_| Error::NotFound)?.cast()),
            "week" => {
                let bad = || Error::unreadable("bad_parameter", "`week` is a week of ISO 8601 like 2026-W48");
                week = Some(Week::parse(value).ok_or_else(bad)?);
            }
            _ => return Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{name}`"))),
        }
    }
    Ok((user, week))
}

/// A week of time, task by task and day by day: of the caller, or of another person to who manages expenses.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/timesheet", operation_id = "timesheet_show", tag = "expenses",
    params(("organizationId" = String, Path), ("userId" = Option<String>, Query), ("week" = Option<String>, Query, description = "Like 2026-W48; this week when not given.")),
    responses((status = 200, body = Timesheet), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn show(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    let (user, week) = asked(&query)?;
    let body = state.app.read(&caller, move |cx| {
        Box::pin(async move {
            let week = week.unwrap_or_else(|| Week::current(cx));
            to_vec(&timesheet::show(cx, user, week).await?)
        })
    });
    Ok(json(StatusCode::OK, body.await?))
}

/// Submits every draft of a week, and answers with the week.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/timesheet/submit", operation_id = "timesheet_submit", tag = "expenses",
    params(("organizationId" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = SubmitWeek,
    responses((status = 200, body = Timesheet), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn submit_week(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    Json(body): Json<SubmitWeek>,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let sheet = timesheet::submit(cx, body.user_id, timesheet::week_of("week", &body.week)?).await?;
            Ok(Reply::json(StatusCode::OK, to_vec(&sheet)?))
        })
    });
    reply(&state, &caller, options, work).await
}

/// Decides on everything that is submitted of a week, and answers with the week.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/timesheet/decide", operation_id = "timesheet_decide", tag = "expenses",
    params(("organizationId" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = DecideWeek,
    responses((status = 200, body = Timesheet), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn decide_week(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    Json(body): Json<DecideWeek>,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let week = timesheet::week_of("week", &body.week)?;
            let sheet = timesheet::decide(cx, body.user_id, week, &body.status, &body.reason).await?;
            Ok(Reply::json(StatusCode::OK, to_vec(&sheet)?))
        })
    });
    reply(&state, &caller, options, work).await
}
