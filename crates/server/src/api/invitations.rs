//! Inviting by link, and what the invited person does with it. The link is a path: which host it is reached
//! at, the page that shows it knows, and no header of a request decides. Its secret is shown once.

use super::organizations::OrganizationView;
use super::short_list::{Shown, without_id};
use crate::body::Object;
use crate::crud::{Params, WriteOptions, no_params, run};
use crate::identity::{Client, InOrganization, SignedIn};
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use guildhall_core::org::account::joining;
use guildhall_core::org::account::membership;
use guildhall_core::org::{Invitation, Organization};
use guildhall_core::time::Timestamp;
use guildhall_core::{Error, Resource, schema};
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{OpenApi, PartialSchema, ToSchema};

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/v1/organizations/{organizationId}/invitations", post(create))
        .route("/api/v1/invitations/{token}", get(show))
        .route("/api/v1/invitations/{token}/accept", post(accept))
}

/// What the OpenAPI document says of it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(create, show, accept))]
struct Api;

type InvitationView = Shown<Invitation>;

/// The schema of what inviting takes.
struct InvitationCreate;

impl PartialSchema for InvitationCreate {
    fn schema() -> RefOr<Schema> {
        RefOr::T(without_id(schema::create::<Invitation>()))
    }
}

impl ToSchema for InvitationCreate {
    fn name() -> Cow<'static, str> {
        "InvitationCreate".into()
    }
}

/// A new invitation with its secret.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreatedInvitation {
    #[serde(flatten)]
    invitation: InvitationView,
    /// The secret of the link; shown only here.
    token: String,
    /// The link, as a path of this server; shown only here.
    url: String,
}

/// What the holder of a link may know.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitationPreview {
    organization: OrganizationName,
    /// The address that may accept.
    email: String,
    role: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// An organization, by name only.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OrganizationName {
    #[schema(value_type = String)]
    id: Id<Organization>,
    name: String,
}

/// Where the person is a member now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Joined {
    organization: OrganizationView,
    role: String,
}

/// Invites a person by a link, which works once and for that address only.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/invitations", operation_id = "invitation_create",
    tag = "invitations", params(("organizationId" = String, Path), ("dryRun" = Option<bool>, Query)),
    request_body = InvitationCreate,
    responses((status = 201, description = "The invitation with its link.", body = CreatedInvitation),
        (status = 200, description = "What a dry run would create.", body = InvitationView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn create(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    Object(body): Object,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    let (token, hash) = joining::draw()?;
    let body = Arc::new(body);
    let (id, invitation) = run(&state, &caller, options, move |cx| {
        let body = Arc::clone(&body);
        Box::pin(async move {
            let invitation = joining::invite(cx, &body, hash).await?;
            let can = invitation.can(cx);
            Ok((invitation.id, InvitationView::open(invitation, can)))
        })
    })
    .await?;
    if options.dry_run {
        return Ok(Json(invitation).into_response());
    }
    let location = format!("/api/v1/organizations/{}/invitations/{id}", caller.organization);
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store".to_owned())];
    let url = format!("/invite/{token}");
    Ok((StatusCode::CREATED, headers, Json(CreatedInvitation { invitation, token, url })).into_response())
}

/// The secret of a link.
#[derive(Deserialize)]
struct Link {
    token: String,
}

/// Shows where an invitation leads; its link is all that it takes.
#[utoipa::path(get, path = "/api/v1/invitations/{token}", operation_id = "invitation_show", tag = "invitations",
    params(("token" = String, Path)),
    responses((status = 200, description = "The invitation.", body = InvitationPreview),
        (status = 410, description = "It was used or revoked, or has expired.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn show(
    State(state): State<AppState>,
    Path(link): Path<Link>,
    Query(query): Params,
) -> Result<Json<InvitationPreview>, Problem> {
    no_params(&query)?;
    let joining::Offer { organization, invitation } = joining::preview(&state.app, &link.token).await?;
    let organization = OrganizationName { id: organization.id, name: organization.name };
    let (email, role, expires_at) = (invitation.email, invitation.role, invitation.expires_at);
    Ok(Json(InvitationPreview { organization, email, role, expires_at }))
}

/// Makes the signed-in person a member.
#[utoipa::path(post, path = "/api/v1/invitations/{token}/accept", operation_id = "invitation_accept", tag = "invitations",
    params(("token" = String, Path)),
    responses((status = 200, description = "The person is a member.", body = Joined),
        (status = 403, description = "The invitation is for another address.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "It was used or revoked, or has expired.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn accept(
    State(state): State<AppState>,
    client: Client,
    signed_in: SignedIn,
    Path(link): Path<Link>,
    Query(query): Params,
) -> Result<Json<Joined>, Problem> {
    no_params(&query)?;
    let person = signed_in.whole()?.user;
    let joining::Offer { organization, .. } = joining::accept(&state.app, person, &link.token, &client.origin).await?;
    let held = membership::list(&state.app, person, false).await?;
    let held = held.into_iter().find(|held| held.organization.id == organization.id).ok_or(Error::NotFound)?;
    let can = held.can();
    Ok(Json(Joined { organization: OrganizationView::open(held.organization, can), role: held.role }))
}
