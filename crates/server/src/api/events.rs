//! The event log as a list: from a cursor on, or newest first.

use crate::crud::{Params, json, to_vec};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use guildhall_core::event::{self, Event, Window};
use guildhall_core::{Error, error::shorten};
use serde::Serialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/events", get(list))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(list), components(schemas(Event, Events)))]
pub struct Api;

/// A stretch of the log.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct Events {
    data: Vec<Event>,
    /// Where to go on: the number to give as `after` (or, newest first, as `before`).
    next_cursor: Option<String>,
}

fn window(query: &[(String, String)]) -> Result<Window, Error> {
    let mut out = Window { limit: 50, ..Window::default() };
    for (name, value) in query {
        let bad = |what: &str| Error::unreadable("bad_parameter", format!("`{name}` is {what}"));
        let number = || value.parse::<i64>().ok().filter(|n| *n >= 0).ok_or_else(|| bad("a number of the log"));
        // What is no id is nobody's: it finds nothing.
        let id = || Some(value.parse().unwrap_or_default());
        match name.as_str() {
            "after" => out.after = Some(number()?),
            "before" => out.before = Some(number()?),
            "limit" => {
                let limit = value.parse().ok().filter(|n| (1..=200).contains(n));
                out.limit = limit.ok_or_else(|| bad("a number from 1 to 200"))?;
            }
            "order" if value == "desc" || value == "asc" => out.newest_first = value == "desc",
            "order" => return Err(bad("asc or desc")),
            "objectId" => out.object = id(),
            "projectId" => out.project = id(),
            "taskId" => out.task = id(),
            _ => return Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{}`", shorten(name)))),
        }
    }
    Ok(out)
}

/// Reads the event log, as far as the caller may see it.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/events", operation_id = "event_list", tag = "events",
    params(("organizationId" = String, Path), ("after" = Option<i64>, Query), ("before" = Option<i64>, Query),
        ("limit" = Option<i64>, Query), ("order" = Option<String>, Query), ("objectId" = Option<String>, Query),
        ("projectId" = Option<String>, Query), ("taskId" = Option<String>, Query)),
    responses((status = 200, body = Events), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    let window = window(&query)?;
    let body = state
        .app
        .read(&caller, move |cx| {
            Box::pin(async move {
                let data = event::read(cx, &window).await?;
                let last = match data.last() {
                    Some(event) => Some(event.seq),
                    None if window.newest_first => None,
                    None => window.after,
                };
                let next_cursor = last.map(|seq| seq.to_string());
                to_vec(&Events { data, next_cursor })
            })
        })
        .await?;
    Ok(json(StatusCode::OK, body))
}
