//! Why somebody may do something, or may not.

use crate::crud::Params;
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use guildhall_core::access::{self, Explanation, Question, Rule};
use guildhall_core::policy::{OWN, Permission};
use guildhall_core::{Caller, Error, error::shorten};
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/access/explain", get(explain))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(explain), components(schemas(Explanation, Rule)))]
pub struct Api;

fn question(caller: &Caller, query: &[(String, String)]) -> Result<Question, Error> {
    let (mut user, mut permission, mut object, mut model) = (caller.user, None, None, None);
    for (name, value) in query {
        match name.as_str() {
            // What is no id is nobody's.
            "userId" => user = value.parse().map_err(|_| Error::NotFound)?,
            "objectId" => object = Some(value.parse().map_err(|_| Error::NotFound)?),
            "model" => model = Some(value.clone()),
            "resource" => {
                let known = Permission::named(value.strip_suffix(OWN).unwrap_or(value));
                let unknown = || format!("`resource`: there is no permission `{}`", shorten(value));
                permission = Some(known.ok_or_else(|| Error::unreadable("bad_parameter", unknown()))?);
            }
            _ => return Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{}`", shorten(name)))),
        }
    }
    if permission.is_none() && (object.is_some() || model.is_some()) {
        return Err(Error::unreadable("bad_parameter", "`resource` says what about the object, like task:update"));
    }
    Ok(Question { user, permission, object, model })
}

/// Says which rules allow or deny a person something: oneself, or anybody to those who manage roles.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/access/explain", operation_id = "access_explain",
    tag = "roles",
    params(("organizationId" = String, Path),
        ("userId" = Option<String>, Query, description = "The person; oneself when left out."),
        ("resource" = Option<String>, Query,
            description = "The permission, like `task:update`; only membership and role are explained without it."),
        ("objectId" = Option<String>, Query, description = "The very object."),
        ("model" = Option<String>, Query, description = "Its model, where the permission is about several.")),
    responses((status = 200, description = "The rules, in the order in which they are asked.", body = Explanation),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn explain(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Json<Explanation>, Problem> {
    let asked = question(&caller, &query);
    // A stranger learns that there is no such organization, and nothing of what a question looks like.
    let read = state.app.read(&caller, move |cx| Box::pin(async move { access::explain(cx, &asked?).await }));
    Ok(Json(read.await?))
}
