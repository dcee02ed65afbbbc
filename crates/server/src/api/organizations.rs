//! The organizations of the signed-in person: listing them and founding one more. One organization is read,
//! changed and trashed by the routes that every entity has.

use super::short_list::{Page, Shown, Window};
use crate::body::Object;
use crate::crud::{Params, no_params, one};
use crate::identity::{Client, SignedIn};
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use guildhall_core::org::Organization;
use guildhall_core::org::account::founding::{self, FOUNDER};
use guildhall_core::org::account::membership::{self, Membership};
use guildhall_core::policy::Permissions;
use guildhall_core::{Error, Resource, schema};
use std::borrow::Cow;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{OpenApi, PartialSchema, ToSchema};

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations", get(list).post(create))
}

/// What the OpenAPI document says of it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(list, create))]
struct Api;

/// An organization inside another answer.
pub(super) type OrganizationView = Shown<Organization>;

/// The schema of what founding takes.
struct OrganizationCreate;

impl PartialSchema for OrganizationCreate {
    fn schema() -> RefOr<Schema> {
        RefOr::T(super::short_list::without_id(schema::create::<Organization>()))
    }
}

impl ToSchema for OrganizationCreate {
    fn name() -> Cow<'static, str> {
        "OrganizationCreate".into()
    }
}

/// Lists the organizations that the person is a member of.
#[utoipa::path(get, path = "/api/v1/organizations", operation_id = "organization_list", tag = "organizations",
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query),
        ("deleted" = Option<bool>, Query, description = "Those in the trash that the person may restore, instead.")),
    responses((status = 200, description = "One page.", body = Page<OrganizationView>),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Query(query): Params,
) -> Result<Json<Page<OrganizationView>>, Problem> {
    let window = Window::parse(&query, true)?;
    if signed_in.limit.is_some_and(|limit| !limit.has(Organization::READ)) {
        return Err(Error::Forbidden("the scopes of this token leave out organization:read".into()).into());
    }
    let held = membership::list(&state.app, signed_in.user, window.deleted).await?;
    let Page { data, next_cursor } = window.page(held, |held| held.organization.id.to_string());
    let view = |held: Membership| {
        let held = held.limited(signed_in.limit);
        let can = held.can();
        OrganizationView::open(held.organization, can)
    };
    Ok(Json(Page { data: data.into_iter().map(view).collect(), next_cursor }))
}

/// Founds an organization, whose Admin the person is.
#[utoipa::path(post, path = "/api/v1/organizations", operation_id = "organization_create", tag = "organizations",
    request_body = OrganizationCreate,
    responses((status = 201, description = "The organization.", body = OrganizationView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn create(
    State(state): State<AppState>,
    client: Client,
    signed_in: SignedIn,
    Query(query): Params,
    Object(body): Object,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let founder = signed_in.whole()?.user;
    let draft = founding::draft(&body)?;
    let organization = founding::found(&state.app, founder, draft, &client.origin).await?;
    let permissions = Permissions::of_role(FOUNDER).unwrap_or(Permissions::NONE);
    let location = format!("/api/v1/organizations/{}", organization.id);
    let held = Membership { organization, role: FOUNDER.into(), permissions };
    let mut response = one(StatusCode::CREATED, &held.organization, held.can())?;
    let location = HeaderValue::from_str(&location).map_err(|e| Error::Internal(e.to_string()))?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}
