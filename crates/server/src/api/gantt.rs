//! The chart of a project in one compact answer, whole or a window of its rows.

use crate::crud::{At, Params, json, to_vec_of};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use guildhall_core::plan::gantt::{
    self, Edge, Gantt, GanttBeyond, GanttCalendar, GanttException, GanttLinks, GanttRows, GanttTasks, MOST_ROWS, Window,
};
use guildhall_core::{AnyId, Error};
use utoipa::OpenApi;

/// About as much as a row of the answer takes with its links.
const BYTES_PER_ROW: usize = 256;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/projects/{id}/gantt", get(chart))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(
    paths(chart),
    components(schemas(Gantt, GanttTasks, GanttLinks, GanttRows, GanttBeyond, GanttCalendar, GanttException))
)]
pub struct Api;

fn window(query: &[(String, String)]) -> Result<Window, Error> {
    let mut window = Window::default();
    for (name, value) in query {
        let bad = |what: String| Error::unreadable("bad_parameter", format!("`{name}` is {what}"));
        let edge = || {
            let day = value.parse().map(Edge::Day);
            let edge = day.or_else(|_| value.parse().map(Edge::At));
            edge.map_err(|_| bad("a day like 2026-03-01 or an instant".into()))
        };
        match name.as_str() {
            "under" => window.under = Some(value.parse::<AnyId>().map_err(|_| bad("the id of a task".into()))?.cast()),
            "from" => window.from = Some(edge()?),
            "to" => window.to = Some(edge()?),
            "offset" => window.offset = value.parse().map_err(|_| bad("a number of rows".into()))?,
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=MOST_ROWS).contains(limit));
                window.limit = Some(limit.ok_or_else(|| bad(format!("a number of rows from 1 to {MOST_ROWS}")))?);
            }
            _ => return Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{name}`"))),
        }
    }
    Ok(window)
}

/// Tasks, links and working hours of a project as columns of values, with the computed schedule beside the
/// stored dates; times in seconds since 1970, references by position. Of a large project a part can be asked for:
/// what is below a task, what falls into a time, so many rows from one on.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/projects/{id}/gantt",
    operation_id = "project_gantt", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path),
        ("under" = Option<String>, Query, description = "Only this task and everything below it."),
        ("from" = Option<String>, Query, description = "Only what is not over before this day or instant."),
        ("to" = Option<String>, Query, description = "Only what begins before this instant, or by the end of this day."),
        ("offset" = Option<usize>, Query, description = "Rows to leave out first."),
        ("limit" = Option<usize>, Query, description = "Most rows, up to 5000; all when not given.")),
    responses((status = 200, body = Gantt), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn chart(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let (id, window) = (at.id()?, window(&query)?);
    let read = state.app.read(&caller, move |cx| {
        Box::pin(async move {
            let chart = gantt::gantt(cx, id, &window).await?;
            to_vec_of(&chart, 1_024 + BYTES_PER_ROW * chart.tasks.id.len())
        })
    });
    let body = read.await?;
    Ok(json(StatusCode::OK, body))
}
