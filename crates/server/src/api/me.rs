//! The signed-in person: name, address, password, memberships, and tokens for scripts.

use super::organizations::OrganizationView;
use super::short_list::{Page, Window};
use crate::body::Json as Body;
use crate::crud::{Params, if_match, no_params};
use crate::identity::{Client, SignedIn, Via};
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use axum::{Json, Router};
use guildhall_core::org::account::access_token::{self, AccessToken, Draft};
use guildhall_core::org::account::membership::{self, Membership};
use guildhall_core::org::account::profile::{self, Change};
use guildhall_core::org::{Organization, User, account};
use guildhall_core::time::Timestamp;
use guildhall_core::{App, Error};
use guildhall_store::Id;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{OpenApi, ToSchema};

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/v1/me", get(show).patch(change))
        .route("/api/v1/me/tokens", get(list_tokens).post(create_token))
        .route("/api/v1/me/tokens/{id}", delete(revoke_token))
}

/// What the OpenAPI document says of it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(show, change, list_tokens, create_token, revoke_token))]
struct Api;

/// A role in one organization, by name.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RoleName {
    #[schema(value_type = String)]
    organization_id: Id<Organization>,
    role_name: String,
}

/// An account with its roles.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    #[serde(flatten)]
    user: User,
    /// Read from the role assignments.
    roles: Vec<RoleName>,
}

impl Profile {
    /// Puts together what was read.
    pub(super) fn new(user: User, memberships: &[Membership]) -> Self {
        let role = |held: &Membership| RoleName { organization_id: held.organization.id, role_name: held.role.clone() };
        Self { user, roles: memberships.iter().map(role).collect() }
    }

    /// Reads both.
    pub(super) async fn load(app: &App, user: Id<User>) -> Result<Self, Error> {
        let memberships = membership::list(app, user, false).await?;
        Ok(Self::new(account::get(app, user).await?, &memberships))
    }
}

/// An organization, and what the person may do there.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MembershipView {
    organization: OrganizationView,
    role: String,
    /// Names like `task:create`; with a scoped token only those that it reaches.
    permissions: Vec<String>,
}

/// The signed-in person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Me {
    #[serde(flatten)]
    profile: Profile,
    memberships: Vec<MembershipView>,
}

async fn me(app: &App, user: User, signed_in: &SignedIn) -> Result<Me, Error> {
    let held = membership::list(app, user.id, false).await?;
    let profile = Profile::new(user, &held);
    let view = |held: Membership| {
        let held = held.limited(signed_in.limit);
        let (can, permissions) = (held.can(), held.permissions.names());
        MembershipView { organization: OrganizationView::open(held.organization, can), role: held.role, permissions }
    };
    Ok(Me { profile, memberships: held.into_iter().map(view).collect() })
}

/// What a person changes about itself; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct MePatch {
    #[serde(default, deserialize_with = "given")]
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(format = Email, max_length = 254)]
    email: Option<String>,
    /// A new password ends every session and token of the person; a browser goes on in a new session.
    #[serde(default, deserialize_with = "given")]
    #[schema(min_length = 8, max_length = 128)]
    password: Option<String>,
    /// Needed to set a new password.
    #[serde(default, deserialize_with = "given")]
    current_password: Option<String>,
}

/// None of these can be removed, so null is of the wrong type.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

/// Shows the signed-in person with every membership.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "me_show", tag = "me",
    responses((status = 200, description = "The person.", body = Me),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn show(State(state): State<AppState>, signed_in: SignedIn, Query(query): Params) -> Result<Json<Me>, Problem> {
    no_params(&query)?;
    let user = account::get(&state.app, signed_in.user).await?;
    Ok(Json(me(&state.app, user, &signed_in).await?))
}

/// Changes name, address or password.
#[utoipa::path(patch, path = "/api/v1/me", operation_id = "me_change", tag = "me",
    request_body(content = MePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The person.", body = Me),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn change(
    State(state): State<AppState>,
    client: Client,
    signed_in: SignedIn,
    Query(query): Params,
    headers: HeaderMap,
    Body(body): Body<MePatch>,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let signed_in = signed_in.whole()?;
    let MePatch { name, email, password, current_password } = body;
    let (stay, revision) = (signed_in.via == Via::Cookie, if_match(&headers)?);
    let change = Change { name, email, password, current_password, stay, revision };
    let changed = profile::change(&state.app, signed_in.user, change, client.address, &client.origin).await?;
    let (user, session) = changed;
    let body = Json(me(&state.app, user, &signed_in).await?);
    match session {
        Some(session) => Ok((super::auth::enter(&state, &client, &session)?, body).into_response()),
        None => Ok(body.into_response()),
    }
}

/// What a new token should be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct NewToken {
    /// What it is for.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// When it ends; never, when left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// Permissions that it is limited to (see the roles); all that its owner has, when left out.
    scopes: Option<Vec<String>>,
}

/// A new token with its secret.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreatedToken {
    #[serde(flatten)]
    made: AccessToken,
    /// The secret; shown only here.
    token: String,
}

/// Lists the person's tokens.
#[utoipa::path(get, path = "/api/v1/me/tokens", operation_id = "token_list", tag = "me",
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, description = "One page.", body = Page<AccessToken>),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn list_tokens(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Query(query): Params,
) -> Result<Json<Page<AccessToken>>, Problem> {
    let window = Window::parse(&query, false)?;
    let tokens = access_token::list(&state.app, signed_in.whole()?.user).await?;
    Ok(Json(window.page(tokens, |token| token.id.to_string())))
}

/// Makes a token for a script. Takes a session: a token does not make tokens.
#[utoipa::path(post, path = "/api/v1/me/tokens", operation_id = "token_create", tag = "me", request_body = NewToken,
    responses((status = 201, description = "The token with its secret.", body = CreatedToken),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn create_token(
    State(state): State<AppState>,
    client: Client,
    signed_in: SignedIn,
    Query(query): Params,
    Body(body): Body<NewToken>,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let (signed_in, _) = signed_in.in_person()?;
    let NewToken { name, expires_at, scopes } = body;
    let draft = Draft { name, scopes, expires_at };
    let (made, token) = access_token::create(&state.app, signed_in.user, draft, client.origin.claim.as_ref()).await?;
    let body = Json(CreatedToken { made, token });
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], body).into_response())
}

/// One token.
#[derive(Deserialize)]
struct TokenPath {
    id: String,
}

/// Revokes a token at once.
#[utoipa::path(delete, path = "/api/v1/me/tokens/{id}", operation_id = "token_revoke", tag = "me",
    params(("id" = String, Path)),
    responses((status = 204, description = "Revoked."),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn revoke_token(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Path(path): Path<TokenPath>,
    Query(query): Params,
) -> Result<StatusCode, Problem> {
    no_params(&query)?;
    let id = path.id.parse().map_err(|_| Error::NotFound)?;
    access_token::revoke(&state.app, signed_in.whole()?.user, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
