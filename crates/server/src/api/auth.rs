//! Registering, signing in and out, and the browser's session.

use super::me::Profile;
use super::organizations::OrganizationView;
use crate::body::Json as Body;
use crate::crud::{Params, no_params};
use crate::identity::{Client, SignedIn, Via, cookie};
use crate::problem::{Problem, ProblemBody};
use crate::state::{AppState, Registration as Door};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use guildhall_core::Error;
use guildhall_core::org::account::login::login as sign_in;
use guildhall_core::org::account::membership::{self, Membership};
use guildhall_core::org::account::register::{Admission, Registration, register as make_account};
use guildhall_core::org::account::session::{self, NewSession};
use guildhall_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/v1/auth/register", post(register))
        .route("/api/v1/auth/login", post(login))
        .route("/api/v1/auth/logout", post(logout))
        .route("/api/v1/auth/session", get(show_session))
}

/// What the OpenAPI document says of it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(register, login, logout, show_session))]
struct Api;

/// What a person says to get an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RegisterBody {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    #[schema(format = Email, max_length = 254)]
    email: String,
    /// 8 to 128 characters, any characters.
    #[schema(min_length = 8, max_length = 128)]
    password: String,
    /// The organization to found; left out with an invitation.
    #[schema(min_length = 1, max_length = 200)]
    organization_name: Option<String>,
    /// The secret of an invitation's link, which is accepted at once.
    invitation_token: Option<String>,
}

/// What a person signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct LoginBody {
    email: String,
    password: String,
}

/// Somebody who has just registered.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Registered {
    /// Token of the session, for `Authorization: Bearer`; shown only here.
    token: String,
    user: Profile,
    organization: OrganizationView,
}

/// Somebody who has just signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LoggedIn {
    /// Token of the session, for `Authorization: Bearer`; shown only here.
    token: String,
    user: Profile,
}

/// The session that the request came with.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SessionView {
    user: Profile,
    /// Goes into the `X-CSRF-Token` of every unsafe request by cookie.
    csrf_token: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// A header that hands the new session to the browser. What carries a secret is kept by nobody on the way.
pub(super) fn enter(
    state: &AppState,
    client: &Client,
    session: &NewSession,
) -> Result<[(HeaderName, HeaderValue); 2], Error> {
    let cookie = client.set_cookie(state, &session.token, session::LASTS)?;
    Ok([(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))])
}

/// Makes an account and an organization, whose Admin the person is; or joins the organization that invited.
#[utoipa::path(post, path = "/api/v1/auth/register", operation_id = "auth_register", tag = "auth", request_body = RegisterBody,
    responses((status = 201, description = "Registered and signed in.", body = Registered),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn register(
    State(state): State<AppState>,
    client: Client,
    Body(body): Body<RegisterBody>,
) -> Result<Response, Problem> {
    let RegisterBody { name, email, password, organization_name, invitation_token } = body;
    let registration = Registration { name, email, password, organization_name, invitation_token };
    let admission = match state.config.registration {
        Door::Open => Admission::Open,
        Door::Closed => Admission::Closed,
    };
    let (entered, organization) = make_account(&state.app, registration, admission, &client.origin).await?;
    let memberships = membership::list(&state.app, entered.user.id, false).await?;
    let can = memberships.iter().find(|held| held.organization.id == organization.id).map(Membership::can);
    let cookie = enter(&state, &client, &entered.session)?;
    let organization = OrganizationView::open(organization, can.unwrap_or_default());
    let user = Profile::new(entered.user, &memberships);
    let body = Registered { token: entered.session.token, user, organization };
    Ok((StatusCode::CREATED, cookie, Json(body)).into_response())
}

/// Signs a person in.
#[utoipa::path(post, path = "/api/v1/auth/login", operation_id = "auth_login", tag = "auth", request_body = LoginBody,
    responses((status = 200, description = "Signed in.", body = LoggedIn),
        (status = 401, description = "The address or the password is wrong.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts; see `Retry-After`.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn login(
    State(state): State<AppState>,
    client: Client,
    Body(body): Body<LoginBody>,
) -> Result<Response, Problem> {
    let entered = sign_in(&state.app, &body.email, body.password, client.address).await?;
    let memberships = membership::list(&state.app, entered.user.id, false).await?;
    let cookie = enter(&state, &client, &entered.session)?;
    let user = Profile::new(entered.user, &memberships);
    Ok((cookie, Json(LoggedIn { token: entered.session.token, user })).into_response())
}

/// Ends the session.
#[utoipa::path(post, path = "/api/v1/auth/logout", operation_id = "auth_logout", tag = "auth",
    responses((status = 204, description = "Signed out."),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn logout(
    State(state): State<AppState>,
    client: Client,
    signed_in: SignedIn,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let (signed_in, session) = signed_in.in_person()?;
    session::end(&state.app, &session).await?;
    if signed_in.via == Via::Bearer {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let taken_back = client.set_cookie(&state, "", 0)?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, taken_back)]).into_response())
}

/// Shows the session, with the token that guards unsafe requests.
#[utoipa::path(get, path = "/api/v1/auth/session", operation_id = "auth_session", tag = "auth",
    responses((status = 200, description = "The session.", body = SessionView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn show_session(
    State(state): State<AppState>,
    client: Client,
    signed_in: SignedIn,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let no_session = || Error::Unauthenticated("a personal access token has no session".into());
    let session = signed_in.session.ok_or_else(no_session)?;
    let user = Profile::load(&state.app, signed_in.user).await?;
    let expires_at = session.expires_at;
    let body = Json(SessionView { user, csrf_token: session.csrf_token, expires_at });
    // The session moves on while it is used; the browser must not forget the cookie before that.
    match cookie(&headers).filter(|_| signed_in.via == Via::Cookie) {
        Some(token) => {
            let seconds = (expires_at.0 - Timestamp::now().0) / 1_000_000;
            let renewed = client.set_cookie(&state, token, seconds)?;
            Ok(([(header::SET_COOKIE, renewed)], body).into_response())
        }
        None => Ok(body.into_response()),
    }
}
