//! Full-text search over everything that the caller may see.

use crate::crud::{Params, json, to_vec};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use guildhall_core::registry::MODELS;
use guildhall_core::search::find::{self, Found, Hit, Place, Search};
use guildhall_core::search::is_searched;
use guildhall_core::{Error, entity_of, error::shorten};
use utoipa::OpenApi;

/// Most hits of a page.
const MOST: usize = 100;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/search", get(search))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(search), components(schemas(Found, Hit)))]
pub struct Api;

fn searched(model: &str) -> bool {
    entity_of!(model, E => is_searched::<E>(), false)
}

fn parse(query: &[(String, String)]) -> Result<Search, Error> {
    let all = || MODELS.iter().copied().filter(|model| searched(model));
    let mut out = Search { query: String::new(), models: all().collect(), project: None, limit: 20, cursor: None };
    for (name, value) in query {
        let bad = |what: String| Error::unreadable("bad_parameter", format!("`{name}` is {what}"));
        match name.as_str() {
            "q" => out.query.clone_from(value),
            "model" => {
                let one = |wanted: &str| {
                    let names = || all().collect::<Vec<_>>().join(", ");
                    all().find(|model| *model == wanted).ok_or_else(|| bad(format!("one or more of {}", names())))
                };
                out.models = value.split(',').map(one).collect::<Result<_, _>>()?;
            }
            // What is no id is no project's.
            "projectId" => out.project = Some(value.parse().unwrap_or_default()),
            "limit" => {
                let limit = value.parse().ok().filter(|n| (1..=MOST).contains(n));
                out.limit = limit.ok_or_else(|| bad(format!("a number from 1 to {MOST}")))?;
            }
            "cursor" => out.cursor = Some(Place::read(value)?),
            _ => return Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{}`", shorten(name)))),
        }
    }
    Ok(out)
}

/// Finds what has all words of `q`, in any script and without accents; the last word may go on. What has them in its
/// title comes first, the newest first; a page is sorted by how well it fits. If nothing has the words, words that are
/// near are tried. Without words nothing is found.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/search", operation_id = "search", tag = "search",
    params(("organizationId" = String, Path), ("q" = Option<String>, Query, description = "Words."),
        ("model" = Option<String>, Query, description = "Only these models, separated by commas."),
        ("projectId" = Option<String>, Query, description = "Only this project and what belongs to it."),
        ("limit" = Option<i64>, Query, description = "Hits of a page, 1 to 100; 20 by default."),
        ("cursor" = Option<String>, Query, description = "Where the last page ended.")),
    responses((status = 200, description = "One page.", body = Found),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn search(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    let search = parse(&query)?;
    let read = state.app.read(&caller, move |cx| Box::pin(async move { to_vec(&find::run(cx, &search).await?) }));
    Ok(json(StatusCode::OK, read.await?))
}
