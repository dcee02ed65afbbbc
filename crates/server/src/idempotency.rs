//! Idempotency-Key: a POST that comes again with the same key gets the first answer again, and nothing is done
//! twice. This middleware finds what was kept, refuses what does not fit, and keeps the answers of handlers
//! that do not keep their own; `reply` keeps the answer in the transaction of the change itself. An upload is never
//! held whole: it is compared as it comes in (see `form`).

mod form;

use crate::api::imports;
use crate::crud::{WriteOptions, etag, job, json, run};
use crate::identity::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use guildhall_core::idempotency::{self, Answer, Asker, Claim};
use guildhall_core::populate::{Populated, View};
use guildhall_core::{Caller, Ctx, Error, Resource};
use guildhall_store::BoxFuture;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Carries the key.
pub const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer was given before.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// Headers that are kept with an answer.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG];
/// Largest answer that is kept.
const MOST_KEPT: usize = 8 << 20;

/// Does each keyed POST once.
pub async fn once(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    match keyed(&state, request, next).await {
        Ok(response) => response,
        Err(error) => Problem(error).into_response(),
    }
}

async fn keyed(state: &AppState, request: Request, next: Next) -> Result<Response, Error> {
    let key = key(request.headers())?;
    let (mut parts, body) = request.into_parts();
    // Who is nobody has no keys: registering and signing in tell for themselves what was done already.
    let Ok(who) = SignedIn::from_request_parts(&mut parts, state).await else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let Read { body, seen, form } = read(&parts, body).await?;
    let organization = parts.uri.path().split("/organizations/").nth(1).and_then(|rest| rest.split('/').next());
    let organization = organization.and_then(|id| id.parse().ok());
    let asker = Asker { user: who.user, organization, limit: who.limit };
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let claim = Arc::new(Claim::new(asker, [parts.method.as_str(), parts.uri.path()], &key, [query, &seen]));
    let _held = idempotency::hold(&state.app, &claim)?;
    let body = match form {
        Some(boundary) => form::watched(body, &boundary, Arc::clone(&claim)),
        None => body,
    };
    if let Some(kept) = idempotency::find(&state.app, &claim).await? {
        form::drain(body, state.config.max_upload.max(imports::MOST_BYTES as u64)).await?;
        return replay(kept.answer(&claim)?);
    }
    let dry = parts.uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "dryRun=true"));
    parts.extensions.insert(Arc::clone(&claim));
    let response = next.run(Request::from_parts(parts, body)).await;
    if dry { Ok(response) } else { settle(state, &claim, response).await }
}

fn key(headers: &HeaderMap) -> Result<String, Error> {
    let mut given = headers.get_all(KEY).iter();
    let key = given.next().and_then(|value| value.to_str().ok()).unwrap_or_default();
    let printable = (1..=255).contains(&key.len()) && key.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if printable && given.next().is_none() {
        return Ok(key.to_owned());
    }
    Err(Error::unreadable("bad_idempotency_key", "an Idempotency-Key has 1 to 255 printable ASCII characters"))
}

/// A body.
struct Read {
    /// What is handed on.
    body: Body,
    /// The part of it that is compared at once.
    seen: Vec<u8>,
    /// The boundary of a form, which is compared as it comes in.
    form: Option<String>,
}

async fn read(parts: &Parts, body: Body) -> Result<Read, Error> {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let form = form::boundary(kind);
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if form.is_some() || !matches!(kind, "" | "application/json" | "application/merge-patch+json") {
        return Ok(Read { body, seen: Vec::new(), form });
    }
    let bytes = crate::body::whole(body, None).await?;
    Ok(Read { body: Body::from(bytes.clone()), seen: bytes.to_vec(), form })
}

/// Keeps an answer that was not kept with its change. What says `no-store` carries a secret and is not kept.
async fn settle(state: &AppState, claim: &Arc<Claim>, response: Response) -> Result<Response, Error> {
    if !response.status().is_success() {
        if claim.is_taken() {
            idempotency::give_back(&state.app, claim).await?;
        }
        return Ok(response);
    }
    if claim.is_answered() {
        return Ok(response);
    }
    let secret = response.headers().get(header::CACHE_CONTROL).is_some_and(|value| value == "no-store");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|error| Error::Internal(error.to_string()))?;
    let kept = (!secret && bytes.len() <= MOST_KEPT).then(|| bytes.to_vec());
    let headers = headers_to_keep(&parts.headers)?;
    let answer = Answer { status: i64::from(parts.status.as_u16()), headers, body: kept };
    if let Err(error) = idempotency::keep(&state.app, claim, answer).await {
        // The change stands; that its answer cannot be repeated is no reason to call it failed.
        tracing::warn!(%error, "an answer to an Idempotency-Key could not be kept");
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn headers_to_keep(headers: &HeaderMap) -> Result<String, Error> {
    let kept = KEPT.iter().filter_map(|name| Some((name.as_str(), headers.get(name)?.to_str().ok()?)));
    let kept: BTreeMap<&str, &str> = kept.collect();
    serde_json::to_string(&kept).map_err(|error| Error::Internal(error.to_string()))
}

fn replay(answer: Answer) -> Result<Response, Error> {
    let wrong = |what: &str| Error::Internal(format!("a kept answer has no right {what}"));
    let status = u16::try_from(answer.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let headers: BTreeMap<String, String> = serde_json::from_str(&answer.headers).map_err(|_| wrong("headers"))?;
    let mut response = (status.ok_or_else(|| wrong("status"))?, answer.body.unwrap_or_default()).into_response();
    response.headers_mut().clear();
    for (name, value) in headers {
        let name = HeaderName::try_from(name).map_err(|_| wrong("header"))?;
        response.headers_mut().insert(name, HeaderValue::try_from(value).map_err(|_| wrong("header"))?);
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

/// An answer that is complete inside the transaction of its change.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub body: Vec<u8>,
}

impl Reply {
    /// A JSON answer.
    pub fn json(status: StatusCode, body: Vec<u8>) -> Self {
        Self { status, location: None, etag: None, body }
    }

    /// The answer for one object, with its tag.
    pub fn one<E: Resource>(status: StatusCode, cx: &Ctx, row: &E) -> Result<Self, Error> {
        let body = View::whole(row, cx, &Populated::new()).text()?;
        let etag = Some(etag(row.head().revision, &body));
        Ok(Self { status, location: None, etag, body })
    }

    /// The response.
    pub fn into_response(self) -> Response {
        let mut response = json(self.status, self.body);
        for (name, value) in [(header::LOCATION, self.location), (header::ETAG, self.etag)] {
            if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    fn answer(&self) -> Result<Answer, Error> {
        let mut headers = BTreeMap::from([("content-type", "application/json")]);
        headers.extend(self.location.as_deref().map(|value| ("location", value)));
        headers.extend(self.etag.as_deref().map(|value| ("etag", value)));
        let headers = serde_json::to_string(&headers).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Answer { status: i64::from(self.status.as_u16()), headers, body: Some(self.body.clone()) })
    }
}

/// Runs a change whose answer is kept with it, if the request has a key.
pub async fn reply<F>(state: &AppState, caller: &Caller, options: WriteOptions, work: F) -> Result<Response, Problem>
where
    F: for<'a> Fn(&'a mut Ctx) -> BoxFuture<'a, Result<Reply, Error>> + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let work = job(move |cx| {
        let work = Arc::clone(&work);
        Box::pin(async move {
            let reply = work(cx).await?;
            if cx.has_claim() && !options.dry_run && reply.body.len() <= MOST_KEPT {
                cx.keep_answer(&reply.answer()?).await?;
            }
            Ok(reply)
        })
    });
    Ok(run(state, caller, options, work).await?.into_response())
}
