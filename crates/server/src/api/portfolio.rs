//! All projects at a glance, and who has how much to do.

use crate::crud::{Params, json, to_vec};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use guildhall_core::error::shorten;
use guildhall_core::list::List;
use guildhall_core::plan::portfolio::{
    self, Health, HealthReason, HealthState, Portfolio, PortfolioMilestone, PortfolioProject, TaskCounts,
};
use guildhall_core::plan::workload::{
    self, Amounts, MemberLoad, PlannedWork, Question, TaskLoad, Workload, WorkloadInterval, WorkloadPeriod,
};
use guildhall_core::work::Project;
use guildhall_core::{AnyId, Error};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new().route(&format!("{root}/portfolio"), get(projects)).route(&format!("{root}/workload"), get(people))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(
    paths(projects, people),
    components(schemas(
        Portfolio,
        PortfolioProject,
        PortfolioMilestone,
        TaskCounts,
        Health,
        HealthState,
        HealthReason,
        Workload,
        WorkloadInterval,
        WorkloadPeriod,
        MemberLoad,
        PlannedWork,
        TaskLoad,
        Amounts
    ))
)]
pub struct Api;

/// What the list of projects takes and this does not: it tells a project in its own way.
const OF_OBJECTS: [&str; 4] = ["fields", "populate", "deleted", "as_of"];

fn unknown(name: &str) -> Error {
    Error::unreadable("unknown_parameter", format!("unknown parameter `{}`", shorten(name)))
}

/// Every project that the caller sees with the dates and the progress of its tasks, its milestones, and whether it
/// goes well; filtered, sorted and paged as the list of projects is.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/portfolio", operation_id = "portfolio", tag = "projects",
    params(("organizationId" = String, Path),
        ("limit" = Option<i64>, Query, description = "Rows of a page, 1 to 200; 50 by default."),
        ("cursor" = Option<String>, Query, description = "`nextCursor` of the page before."),
        ("sort" = Option<String>, Query, description = "Fields to sort by, `-` for descending: name,createdAt,updatedAt."),
        ("count" = Option<bool>, Query, description = "Adds `total`."),
        ("q" = Option<String>, Query, description = "Words to find."),
        ("filter" = Option<String>, Query, description = "A condition in the language of filters, on fields of projects."),
        ("status" = Option<String>, Query, description = "planned, active, on_hold, done or cancelled; also `status[in]=`."),
        ("ownerId" = Option<String>, Query, description = "Whose they are; also `ownerId[in]=`.")),
    responses((status = 200, body = Portfolio), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn projects(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    if let Some((name, _)) = query.iter().find(|(name, _)| OF_OBJECTS.contains(&name.as_str())) {
        return Err(unknown(name).into());
    }
    let list = List::parse::<Project>(&query)?;
    let read =
        state.app.read(&caller, move |cx| Box::pin(async move { to_vec(&portfolio::portfolio(cx, &list).await?) }));
    Ok(json(StatusCode::OK, read.await?))
}

/// Most ids of a parameter.
const MOST_IDS: usize = 200;

fn question(query: &[(String, String)]) -> Result<Question, Error> {
    let mut question = Question::default();
    for (name, value) in query {
        let bad = |what: &str| Error::unreadable("bad_parameter", format!("`{name}` is {what}"));
        let day = || value.parse().map(Some).map_err(|_| bad("a day like 2026-03-01"));
        match name.as_str() {
            "from" => question.from = day()?,
            "to" => question.to = day()?,
            "interval" => {
                question.interval = match value.as_str() {
                    "day" => WorkloadInterval::Day,
                    "week" => WorkloadInterval::Week,
                    "month" => WorkloadInterval::Month,
                    _ => return Err(bad("day, week or month")),
                }
            }
            "projectId" => add(&mut question.projects, value, &bad)?,
            "userId" => add(&mut question.people, value, &bad)?,
            _ => return Err(unknown(name)),
        }
    }
    Ok(question)
}

/// One more id; what is none finds nothing, as an unknown one does.
fn add(ids: &mut Option<Vec<AnyId>>, value: &str, bad: &impl Fn(&str) -> Error) -> Result<(), Error> {
    let ids = ids.get_or_insert_default();
    ids.extend(value.parse::<AnyId>().ok());
    if ids.len() > MOST_IDS { Err(bad("given more than 200 times")) } else { Ok(()) }
}

/// Capacity and planned work of every person, day by day, week by week or month by month, with the tasks that make
/// it, as far as the caller sees them.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/workload", operation_id = "workload", tag = "members",
    params(("organizationId" = String, Path),
        ("from" = Option<String>, Query, description = "The first day; by default that of the period that today is in."),
        ("to" = Option<String>, Query, description = "The last day; by default that of the twelfth period."),
        ("interval" = Option<WorkloadInterval>, Query, description = "day, week (default) or month."),
        ("projectId" = Option<Vec<String>>, Query, description = "Tasks of these projects alone; may be given several times."),
        ("userId" = Option<Vec<String>>, Query, description = "These people alone; may be given several times.")),
    responses((status = 200, body = Workload),
        (status = 409, description = "It is about too many tasks or people.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn people(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    let question = question(&query)?;
    let reading =
        state.app.read(&caller, move |cx| Box::pin(async move { workload::read(cx, question).await })).await?;
    // Away from the threads that answer everybody else.
    let spread = tokio::task::spawn_blocking(move || to_vec(&reading.workload())).await;
    let body = spread.map_err(|error| Error::Internal(format!("a workload stopped: {error}")))??;
    Ok(json(StatusCode::OK, body))
}
