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
use guildhall_core::event::read::parse_number;
use guildhall_core::event::{self, Event, Stretch, Window};
use guildhall_core::time::Timestamp;
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

/// Which events, apart from where the page begins.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read one by one, so that each wrong one is named; this is what the document says")]
pub struct Bounds {
    /// Who did it.
    #[param(rename = "actorId")]
    actor_id: Option<String>,
    /// Kind of object, like `Task`.
    model: Option<String>,
    /// What was done, like `updated`.
    action: Option<String>,
    /// The very object: its history.
    #[param(rename = "objectId")]
    object_id: Option<String>,
    #[param(rename = "projectId")]
    project_id: Option<String>,
    /// This task and what hangs on it.
    #[param(rename = "taskId")]
    task_id: Option<String>,
    /// Only from this instant on.
    from: Option<String>,
    /// Only before this instant.
    until: Option<String>,
}

/// Says which parameter is unknown.
pub fn unknown(name: &str) -> Error {
    Error::unreadable("unknown_parameter", format!("unknown parameter `{}`", shorten(name)))
}

/// Reads one parameter of a part of the log.
pub fn parameter(out: &mut Window, name: &str, value: &str) -> Result<(), Error> {
    let bad = |what: &str| Error::unreadable("bad_parameter", format!("`{name}` is {what}"));
    // What is no id is nobody's: it finds nothing.
    let id = || Some(value.parse().unwrap_or_default());
    let text = || if value.contains('\0') { Err(bad("a word")) } else { Ok(Some(value.to_owned())) };
    // A bare day means its beginning.
    let moment = if value.len() == 10 { format!("{value}T00:00:00Z") } else { value.to_owned() };
    let instant = || moment.parse::<Timestamp>().map(Some).map_err(|detail| bad(&format!("an instant: {detail}")));
    match name {
        "limit" => {
            let limit = value.parse().ok().filter(|n| (1..=200).contains(n));
            out.limit = limit.ok_or_else(|| bad("a number from 1 to 200"))?;
        }
        "after" => out.after = Some(parse_number(name, value)?),
        "before" => out.before = Some(parse_number(name, value)?),
        "order" if value == "desc" || value == "asc" => out.newest_first = value == "desc",
        "order" => return Err(bad("asc or desc")),
        "objectId" => out.object = id(),
        "projectId" => out.project = id(),
        "taskId" => out.task = id(),
        "actorId" => out.actor = id(),
        "model" => out.model = text()?,
        "action" => out.action = text()?,
        "from" => out.from = instant()?,
        "until" => out.until = instant()?,
        _ => return Err(unknown(name)),
    }
    Ok(())
}

/// Reads the event log, as far as the caller may see it.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/events", operation_id = "event_list", tag = "events",
    params(("organizationId" = String, Path), ("after" = Option<i64>, Query), ("before" = Option<i64>, Query),
        ("limit" = Option<i64>, Query), ("order" = Option<String>, Query), Bounds),
    responses((status = 200, body = Events), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    let mut window = Window { limit: 50, ..Window::default() };
    for (name, value) in &query {
        parameter(&mut window, name, value)?;
    }
    let body = state
        .app
        .read(&caller, move |cx| {
            Box::pin(async move {
                let Stretch { events: data, reached, .. } = event::read(cx, &window).await?;
                let last = if window.newest_first { reached } else { reached.or(window.after) };
                let next_cursor = last.map(|seq| seq.to_string());
                to_vec(&Events { data, next_cursor })
            })
        })
        .await?;
    Ok(json(StatusCode::OK, body))
}
