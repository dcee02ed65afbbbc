//! A project as a file of another tool, to save and never to show: read as the caller sees it, written off the
//! runtime's threads.

use super::content::{disposition, value};
use crate::crud::{At, Params};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use guildhall_core::Error;
use guildhall_interchange::export::{self, Format};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/projects/{id}/export", get(project))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(project))]
pub struct Api;

/// The format that the query names; without one it is Microsoft Project XML.
fn format(query: &[(String, String)]) -> Result<Format, Error> {
    let mut format = Format::Mspdi;
    for (name, value) in query {
        match name.as_str() {
            "format" => {
                let names = Format::ALL.map(Format::as_str).join(", ");
                let unknown = || Error::unreadable("bad_parameter", format!("`format` is one of {names}"));
                format = Format::named(value).ok_or_else(unknown)?;
            }
            name => return Err(super::events::unknown(name)),
        }
    }
    Ok(format)
}

/// The project as a file: `format=mspdi` is Microsoft Project XML, with tasks, links, calendars, baselines, progress
/// and people as far as the caller sees them; what it has no place for stands in a comment at its head, by number.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/projects/{id}/export",
    operation_id = "project_export", tag = "projects",
    params(("organizationId" = String, Path), ("id" = String, Path), ("format" = Option<String>, Query)),
    responses((status = 200, description = "The file.", content_type = "application/xml", body = String),
        (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn project(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let (format, id) = (format(&query)?, at.id()?);
    let file = export::export(&state.app, &caller, id, format).await?;
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition(false, &file.filename))?);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}
