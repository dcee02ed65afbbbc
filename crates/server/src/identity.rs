//! Who is calling. A handler names what it needs as an argument: `SignedIn` for a person, `InOrganization`
//! for a person in the organization of the path, `Client` for what is known of anybody. An `Authorization`
//! header counts before the cookie. An unsafe request by cookie must prove that it comes from our own
//! pages, by the session's CSRF token or by where the browser says that it comes from.

use crate::problem::Problem;
use crate::state::AppState;
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use guildhall_core::idempotency::Claim;
use guildhall_core::org::User;
use guildhall_core::org::account::session::{LASTS, Session};
use guildhall_core::org::account::{self, Bearer};
use guildhall_core::policy::Permissions;
use guildhall_core::{Caller, Error, Origin};
use guildhall_store::Id;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Name of the session's cookie.
pub const COOKIE: &str = "guildhall_session";

/// How a request says who is calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Cookie,
    Bearer,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub user: Id<User>,
    /// A scoped token narrows what its owner may do.
    pub limit: Option<Permissions>,
    /// Absent for a personal access token.
    pub session: Option<Session>,
    pub via: Via,
}

impl SignedIn {
    /// Refuses a scoped token: it reaches into organizations as far as its scopes say, and nowhere else.
    pub fn whole(self) -> Result<Self, Error> {
        match self.limit {
            None => Ok(self),
            Some(_) => {
                Err(Error::Forbidden("a token with scopes does not reach this; sign in, or use one without".into()))
            }
        }
    }

    /// Refuses every personal access token: a leaked one must not make others that outlive it.
    pub fn in_person(self) -> Result<(Self, Session), Error> {
        match self.session.clone() {
            Some(session) => Ok((self, session)),
            None => Err(Error::Forbidden("a personal access token does not reach this; sign in".into())),
        }
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let (token, via) = match bearer(&parts.headers)? {
            Some(token) => (token, Via::Bearer),
            None => (cookie(&parts.headers).ok_or_else(nobody)?, Via::Cookie),
        };
        let Bearer { user, limit, session } = account::authenticate(&state.app, token).await?;
        if via == Via::Cookie && !parts.method.is_safe() {
            require_own_page(&parts.headers, session.as_ref())?;
        }
        Ok(Self { user, limit, session, via })
    }
}

fn nobody() -> Error {
    Error::Unauthenticated("sign in, or send a token as `Authorization: Bearer …`".into())
}

/// The token of the `Authorization` header. One that cannot be read is refused, not passed over.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let parts = value.to_str().ok().and_then(|text| text.split_once(' '));
    match parts {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Err(nobody()),
    }
}

/// The token of the session's cookie, as the browser sent it.
pub fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, token)| token)
}

/// Refuses what another site made the browser send.
fn require_own_page(headers: &HeaderMap, session: Option<&Session>) -> Result<(), Error> {
    let given = headers.get("x-csrf-token").map(HeaderValue::as_bytes);
    let fits = given.zip(session).is_some_and(|(given, session)| session.has_csrf_token(given));
    if fits || is_same_origin(headers) {
        return Ok(());
    }
    Err(Error::Forbidden("send the X-CSRF-Token that GET /api/v1/auth/session hands out".into()))
}

/// What the browser says about the page that made the request; a script cannot forge either header.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => site == "same-origin",
        (None, Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
        }
        _ => false,
    }
}

/// Somebody who is signed in, in the organization of the path. Whether they are a member is read later, in
/// the transaction of the request itself.
#[derive(Debug, Clone)]
pub struct InOrganization(pub Caller);

impl FromRequestParts<AppState> for InOrganization {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let SignedIn { user, limit, .. } = SignedIn::from_request_parts(parts, state).await?;
        let path = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        let organization = path.iter().find(|(name, _)| *name == "organizationId").and_then(|(_, id)| id.parse().ok());
        let organization = organization.ok_or(Error::NotFound)?;
        Ok(Self(Caller { user, organization, limit, origin: origin(parts) }))
    }
}

/// What is known of whoever calls.
#[derive(Debug, Clone)]
pub struct Client {
    pub address: Option<IpAddr>,
    pub origin: Origin,
    /// The request came over https, as far as the last proxy says.
    pub https: bool,
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let proto = parts.headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        Ok(Self {
            address: address(parts),
            origin: origin(parts),
            https: proto.is_some_and(|proto| proto.eq_ignore_ascii_case("https")),
        })
    }
}

fn address(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    peer.map(|peer| behind_proxy(peer, &parts.headers))
}

/// Longest name of a program that is kept.
const LONGEST_AGENT: usize = 300;

/// What the events of this request keep of where it came from.
fn origin(parts: &Parts) -> Origin {
    let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Origin {
        request_id: request_id(&parts.headers),
        address: address(parts).map(|address| address.to_canonical().to_string().into()),
        claim: parts.extensions.get::<Arc<Claim>>().cloned(),
        agent: agent.map(|text| text.get(..text.len().min(LONGEST_AGENT)).unwrap_or_default().into()),
    }
}

/// A peer on this machine or a private network is taken for a proxy, whose own entry is the last one. Who
/// forges it from there only escapes the counting by address, not the counting by account.
fn behind_proxy(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let near = match peer.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    };
    let last = headers.get_all("x-forwarded-for").iter().next_back().and_then(|line| line.to_str().ok());
    let named = last.and_then(|line| line.rsplit(',').next()?.trim().parse().ok());
    named.filter(|_| near).unwrap_or(peer)
}

/// The id that the answer carries, too; events keep it.
fn request_id(headers: &HeaderMap) -> Arc<str> {
    let id = headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or_default();
    id.get(..id.len().min(100)).unwrap_or_default().into()
}

impl Client {
    /// The header that hands a session's token to the browser; an empty token takes it back.
    pub fn set_cookie(&self, state: &AppState, token: &str, seconds: i64) -> Result<HeaderValue, Error> {
        let secure = if self.https || state.config.secure_cookies { "; Secure" } else { "" };
        let age = seconds.clamp(0, LASTS);
        let text = format!("{COOKIE}={token}; HttpOnly; SameSite=Lax; Path=/; Max-Age={age}{secure}");
        HeaderValue::from_str(&text).map_err(|e| Error::Internal(format!("a cookie: {e}")))
    }
}

#[cfg(test)]
mod tests;
