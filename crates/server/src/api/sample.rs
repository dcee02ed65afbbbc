//! The sample organization, with one click. It is removed like any organization, as a whole.

use super::short_list::Shown;
use crate::crud::{Params, no_params, one};
use crate::identity::{Client, SignedIn};
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use guildhall_core::Error;
use guildhall_core::org::Organization;
use guildhall_core::org::account::founding::FOUNDER;
use guildhall_core::org::account::membership::Membership;
use guildhall_core::policy::Permissions;
use guildhall_interchange::sample;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/sample", post(create))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(create))]
pub struct Api;

type OrganizationView = Shown<Organization>;

/// Makes a sample organization with projects, people and talk, whose Admin the person is.
#[utoipa::path(post, path = "/api/v1/organizations/sample", operation_id = "organization_sample", tag = "organizations",
    responses((status = 201, description = "The organization.", body = OrganizationView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn create(
    State(state): State<AppState>,
    client: Client,
    signed_in: SignedIn,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let founder = signed_in.whole()?.user;
    let (app, origin) = (state.app.clone(), client.origin.clone());
    // A task of its own, so that a client that leaves does not leave half a sample.
    let made = tokio::spawn(async move { sample::create(&app, founder, &origin).await });
    let organization = made.await.map_err(|error| Error::Internal(format!("the sample stopped: {error}")))??;
    let permissions = Permissions::of_role(FOUNDER).unwrap_or(Permissions::NONE);
    let location = format!("/api/v1/organizations/{}", organization.id);
    let held = Membership { organization, role: FOUNDER.into(), permissions };
    let mut response = one(StatusCode::CREATED, &held.organization, held.can())?;
    let location = HeaderValue::from_str(&location).map_err(|e| Error::Internal(e.to_string()))?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}
