//! The roles of an organization: those that every organization has and those that it made, and the table of
//! permissions that a role is made of.

use super::short_list::{Page, Shown, Window};
use crate::body::Object;
use crate::crud::{self, At, Params, collection, no_params, one};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use guildhall_core::org::{Role, role};
use guildhall_core::policy::{ALL, Permission, ROLES};
use guildhall_core::{Error, Resource};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let (all, each) = (collection::<Role>(), format!("{}/{{id}}", collection::<Role>()));
    Router::new()
        .route(&all, get(list).post(crud::create::<Role>))
        .route(&each, get(read).patch(change).delete(remove))
        .route(&format!("{each}/restore"), post(crud::restore::<Role>))
        .route("/api/v1/organizations/{organizationId}/permissions", get(permissions))
}

/// What the OpenAPI document says of it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(list, read, permissions))]
struct Api;

type RoleView = Shown<Role>;

/// Lists the roles: the built-in ones from the one that may most to the one that may least, then own ones.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/roles", operation_id = "role_list", tag = "roles",
    params(("organizationId" = String, Path), ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query),
        ("deleted" = Option<bool>, Query, description = "Those in the trash instead.")),
    responses((status = 200, description = "One page.", body = Page<RoleView>),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Json<Page<RoleView>>, Problem> {
    let window = Window::parse(&query, true)?;
    let deleted = window.deleted;
    let read = state.app.read(&caller, move |cx| {
        Box::pin(async move {
            let roles = role::all(cx, deleted).await?;
            let can = |role: Role| {
                let can = role.can(cx);
                (role.id, RoleView::open(role, can))
            };
            Ok(roles.into_iter().map(can).collect::<Vec<_>>())
        })
    });
    let Page { data, next_cursor } = window.page(read.await?, |(id, _)| id.to_string());
    Ok(Json(Page { data: data.into_iter().map(|(_, role)| role).collect(), next_cursor }))
}

/// Reads one role.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/roles/{id}", operation_id = "role_get", tag = "roles",
    params(("organizationId" = String, Path), ("id" = String, Path)),
    responses((status = 200, description = "The role.", body = RoleView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn read(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let id = at.id()?;
    if query.iter().any(|(name, _)| name == "as_of") {
        return crate::past::read::<Role>(&state, &caller, id, &query).await;
    }
    no_params(&query)?;
    let read = state.app.read(&caller, move |cx| {
        Box::pin(async move {
            let role = role::one(cx, id).await?;
            let can = role.can(cx);
            Ok((role, can))
        })
    });
    let (role, can) = read.await?;
    one(StatusCode::OK, &role, can)
}

/// What every organization has nobody changes.
async fn refuse_built_in(state: &AppState, caller: &guildhall_core::Caller, at: &At) -> Result<(), Problem> {
    if role::built_in(at.id()?).is_none() {
        return Ok(());
    }
    state.app.read(caller, |cx| Box::pin(async { cx.require(Permission::RoleManage) })).await?;
    Err(Error::conflict("built_in", "every organization has this role as it is; make one of your own").into())
}

async fn change(
    state: State<AppState>,
    caller: InOrganization,
    at: Path<At>,
    query: Params,
    headers: HeaderMap,
    body: Object,
) -> Result<Response, Problem> {
    refuse_built_in(&state, &caller.0, &at).await?;
    crud::change::<Role>(state, caller, at, query, headers, body).await
}

async fn remove(
    state: State<AppState>,
    caller: InOrganization,
    at: Path<At>,
    query: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    refuse_built_in(&state, &caller.0, &at).await?;
    crud::remove::<Role>(state, caller, at, query, headers).await
}

/// A line of the table of permissions.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PermissionLine {
    /// Like `task:create`.
    name: &'static str,
    /// What it allows.
    help: &'static str,
    /// It also comes as `…:own`, for one's own objects alone.
    ownable: bool,
    /// The built-in roles that hold it.
    roles: Vec<&'static str>,
    /// The caller holds it, and so may grant it.
    held: bool,
}

/// Lists every permission that a role can be made of.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/permissions", operation_id = "permission_list",
    tag = "roles", params(("organizationId" = String, Path)),
    responses((status = 200, description = "All of them.", body = Page<PermissionLine>),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn permissions(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Json<Page<PermissionLine>>, Problem> {
    no_params(&query)?;
    let read = state.app.read(&caller, |cx| {
        Box::pin(async move {
            cx.require(Permission::RoleRead)?;
            Ok(cx.permissions())
        })
    });
    let held = read.await?;
    let line = |permission: &Permission| {
        let line = permission.line();
        let roles = ROLES.into_iter().zip(line.roles).filter(|(_, held)| *held).map(|(role, _)| role).collect();
        let (name, help, ownable) = (line.name, line.help, permission.is_ownable());
        PermissionLine { name, help, ownable, roles, held: held.has(*permission) }
    };
    Ok(Json(Page { data: ALL.iter().map(line).collect(), next_cursor: None }))
}
