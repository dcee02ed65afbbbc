//! The audit view: who did what, when and from where; newest first, as a list or as CSV.

use super::events::{Bounds, parameter};
use crate::crud::Params;
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use guildhall_core::event::{self, Event, Stretch, Window};
use guildhall_core::{Ctx, Error};
use serde::Serialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}/audit";
    Router::new().route(root, get(list)).route(&format!("{root}/export"), get(export))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(list, export), components(schemas(AuditEntry, AuditPage)))]
pub struct Api;

/// One thing that was done.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditEntry {
    #[serde(flatten)]
    event: Event,
    /// Stands in the answer of the request, too.
    request_id: String,
    /// IP address that it came from; null where none is known or kept.
    #[schema(required)]
    address: Option<String>,
    /// Program that it came from, as it calls itself.
    #[schema(required)]
    agent: Option<String>,
}

/// One page of the audit view.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditPage {
    data: Vec<AuditEntry>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl From<Event> for AuditEntry {
    fn from(event: Event) -> Self {
        let owned = |text: &std::sync::Arc<str>| text.to_string();
        let origin = &event.origin;
        let (request_id, address, agent) =
            (owned(&origin.request_id), origin.address.as_ref().map(owned), origin.agent.as_ref().map(owned));
        Self { event, request_id, address, agent }
    }
}

const ONLY: [&str; 10] =
    ["limit", "cursor", "actorId", "model", "action", "objectId", "projectId", "taskId", "from", "until"];

fn window(query: &[(String, String)]) -> Result<Window, Error> {
    let mut out = Window { limit: 50, newest_first: true, ..Window::default() };
    for (name, value) in query {
        match name.as_str() {
            "cursor" => {
                let wrong = || Error::unreadable("bad_cursor", "this cursor is not one of this list");
                out.before = Some(value.parse::<i64>().ok().filter(|seq| *seq > 0).ok_or_else(wrong)?);
            }
            name if ONLY.contains(&name) => parameter(&mut out, name, value)?,
            name => return Err(super::events::unknown(name)),
        }
    }
    Ok(out)
}

/// A page, and where the next begins.
async fn page(cx: &Ctx, window: &Window) -> Result<(Vec<AuditEntry>, Option<i64>), Error> {
    let Stretch { events, reached, ended } = event::audit(cx, window).await?;
    Ok((events.into_iter().map(AuditEntry::from).collect(), reached.filter(|_| !ended)))
}

/// Lists what was done, by whom, when and from where; newest first.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/audit", operation_id = "audit_list", tag = "events",
    params(("organizationId" = String, Path), ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query), Bounds),
    responses((status = 200, description = "One page.", body = AuditPage),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Json<AuditPage>, Problem> {
    let window = window(&query)?;
    let read = state.app.read(&caller, move |cx| Box::pin(async move { page(cx, &window).await }));
    let (data, next) = read.await?;
    Ok(Json(AuditPage { data, next_cursor: next.map(|seq| seq.to_string()) }))
}

/// Most lines of an export; `until` or `cursor` reaches the older ones.
const MOST_LINES: usize = 20_000;

/// The same as CSV, at most 20,000 lines; the newest first.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/audit/export", operation_id = "audit_export",
    tag = "events", params(("organizationId" = String, Path), ("cursor" = Option<String>, Query), Bounds),
    responses((status = 200, description = "A line for each thing that was done.", content_type = "text/csv", body = String),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn export(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    if query.iter().any(|(name, _)| name == "limit") {
        return Err(super::events::unknown("limit").into());
    }
    let mut window = Window { limit: 200, ..window(&query)? };
    let mut text = String::from("seq,at,actorId,action,model,objectId,projectId,taskId,requestId,address,agent\r\n");
    let mut lines = 0;
    // A page a transaction: the log only grows at its other end.
    while lines < MOST_LINES {
        let asked = window.clone();
        let read = state.app.read(&caller, move |cx| Box::pin(async move { page(cx, &asked).await }));
        let (entries, next) = read.await?;
        lines += entries.len();
        entries.iter().for_each(|entry| line(&mut text, entry));
        let Some(next) = next else { break };
        window.before = Some(next);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((headers, text).into_response())
}

fn line(text: &mut String, entry: &AuditEntry) {
    let event = &entry.event;
    let id = |id: Option<guildhall_core::AnyId>| id.map(|id| id.to_string()).unwrap_or_default();
    let cells = [
        event.seq.to_string(),
        event.at.to_string(),
        id(event.actor_id),
        event.action.clone(),
        event.model.clone(),
        event.object_id.to_string(),
        id(event.project_id),
        id(event.task_id),
        entry.request_id.clone(),
        entry.address.clone().unwrap_or_default(),
        entry.agent.clone().unwrap_or_default(),
    ];
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A cell by RFC 4180; what a spreadsheet would take for a formula is kept from being one.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let cell = format!("{guard}{cell}");
    if cell.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_is_never_a_formula() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "'=HYPERLINK(1)");
    }
}
