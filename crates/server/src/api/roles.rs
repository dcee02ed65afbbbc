//! The roles of an organization and what they allow: the policy table, as data.

use super::short_list::{Page, Window};
use crate::crud::Params;
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use guildhall_core::policy::{Permission, Permissions, ROLES};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/roles", get(list))
}

/// What the OpenAPI document says of it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(list))]
struct Api;

/// A named set of permissions.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Role {
    name: &'static str,
    /// True for the roles that every organization has.
    built_in: bool,
    /// Names like `task:create`.
    permissions: Vec<&'static str>,
}

/// Lists the roles, from the one that may most to the one that may least.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/roles", operation_id = "role_list", tag = "roles",
    params(("organizationId" = String, Path), ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, description = "One page.", body = Page<Role>),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Json<Page<Role>>, Problem> {
    let window = Window::parse(&query, false)?;
    state.app.read(&caller, |cx| Box::pin(async move { cx.require(Permission::RoleRead) })).await?;
    let numbered: Vec<_> = ROLES.into_iter().enumerate().collect();
    let Page { data, next_cursor } = window.page(numbered, |(at, _)| format!("{at:02}"));
    let role = |(_, name)| {
        let permissions = Permissions::of_role(name).unwrap_or(Permissions::NONE).names();
        Role { name, built_in: true, permissions }
    };
    Ok(Json(Page { data: data.into_iter().map(role).collect(), next_cursor }))
}
