//! The budget of a project: estimate, actual, committed and earned value, rolled up the task tree.

use crate::crud::{At, Params, json, to_vec};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use guildhall_core::Error;
use guildhall_core::money::budget::{
    self, Allowance, Budget, Converted, CostFigures, CurvePoint, EarnedValue, Interval, Money, NotPriced, Question,
    TaskBudget, Unpriced, WorkHours,
};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/projects/{id}/budget", get(show))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(
    paths(show),
    components(schemas(
        Budget,
        Interval,
        Allowance,
        CostFigures,
        WorkHours,
        Money,
        Converted,
        TaskBudget,
        EarnedValue,
        CurvePoint,
        NotPriced,
        Unpriced
    ))
)]
pub struct Api;

fn question(query: &[(String, String)]) -> Result<Question, Error> {
    let mut question = Question::default();
    for (name, value) in query {
        let bad = |what: &str| Error::unreadable("bad_parameter", format!("`{name}` is {what}"));
        match name.as_str() {
            "statusDate" => question.status_date = Some(value.parse().map_err(|_| bad("a day like 2026-03-01"))?),
            "baselineId" => question.baseline = Some(value.parse().map_err(|_| bad("the id of a baseline"))?),
            "interval" => {
                question.interval = match value.as_str() {
                    "week" => Interval::Week,
                    "month" => Interval::Month,
                    _ => return Err(bad("week or month")),
                }
            }
            _ => return Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{name}`"))),
        }
    }
    Ok(question)
}

/// What a project is estimated to cost, what it has cost, what is committed, and its earned value on a day: task by
/// task with all parts, in each currency and converted to the organization's, and over time.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/projects/{id}/budget", operation_id = "project_budget", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path),
        ("statusDate" = Option<String>, Query, description = "The day for which earned value is told; today when not given."),
        ("interval" = Option<Interval>, Query, description = "Distance of the points over time: week or month."),
        ("baselineId" = Option<String>, Query, description = "The baseline that is planned by; the newest when not given.")),
    responses((status = 200, body = Budget),
        (status = 409, description = "It has too many lines.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn show(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let (id, question) = (at.id()?, question(&query)?);
    let reading = state.app.read(&caller, move |cx| Box::pin(async move { budget::read(cx, id, question).await }));
    let reading = reading.await?;
    // Away from the threads that answer everybody else.
    let added = tokio::task::spawn_blocking(move || to_vec(&reading.budget()?)).await;
    let body = added.map_err(|error| Error::Internal(format!("a budget stopped: {error}")))??;
    Ok(json(StatusCode::OK, body))
}
