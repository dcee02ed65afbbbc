//! The index of the product: every route, and what wraps them all.

use crate::api;
use crate::crud::routes;
use crate::problem::Problem;
use crate::state::AppState;
use crate::{assets, drain, idempotency, openapi};
use axum::Router;
use axum::http::{HeaderName, HeaderValue, Request, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use guildhall_core::registry::MODELS;
use guildhall_core::time::Timestamp;
use guildhall_core::{Error, entity_of, ids};
use std::any::Any;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

/// All routes over one state.
pub fn router(state: AppState) -> Router {
    let mut entities = Router::new();
    for model in MODELS.iter().filter(|model| **model != "Organization") {
        entities = entity_of!(*model, E => entities.merge(routes::<E>()), entities);
    }
    let areas = Router::new()
        .merge(api::auth::routes())
        .merge(api::me::routes())
        .merge(api::organizations::routes())
        .merge(api::invitations::routes())
        .merge(api::roles::routes())
        .merge(api::imports::routes())
        .merge(api::exports::routes())
        .merge(api::sample::routes())
        .merge(api::projects::routes())
        .merge(api::tasks::routes())
        .merge(api::schedule::routes())
        .merge(api::gantt::routes())
        .merge(api::budget::routes())
        .merge(api::portfolio::routes())
        .merge(api::expenses::routes())
        .merge(api::timer::routes())
        .merge(api::checklists::routes())
        .merge(api::deals::routes())
        .merge(api::chat::routes())
        .merge(api::forms::routes())
        .merge(api::integrations::routes())
        .merge(api::suggestions::routes())
        .merge(api::attachments::routes())
        .merge(api::files::routes())
        .merge(api::approvals::routes())
        .merge(api::events::routes())
        .merge(api::search::routes())
        .merge(api::undo::routes())
        .merge(api::audit::routes())
        .merge(api::access::routes())
        .merge(api::health::routes())
        .merge(crate::crud::organization_routes())
        .route("/api/v1/openapi.json", get(document));
    let all = entities.merge(areas).method_not_allowed_fallback(wrong_method).fallback(assets::serve);
    wrap(all, &state).with_state(state)
}

async fn document() -> Result<Response, Problem> {
    static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let text = match TEXT.get() {
        Some(text) => text,
        None => {
            let text = openapi::text()?;
            TEXT.get_or_init(|| text)
        }
    };
    Ok(([(header::CONTENT_TYPE, "application/json")], text.as_str()).into_response())
}

async fn wrong_method() -> Problem {
    Problem(Error::WrongMethod("this address does not take that method".into()))
}

const CSP: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; \
    base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Request ids, logs, panics, compression, security headers and keyed requests, around every route.
fn wrap(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let id = HeaderName::from_static("x-request-id");
    let trace = TraceLayer::new_for_http().make_span_with(|request: &Request<axum::body::Body>| {
        let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or("");
        tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
    });
    // A download keeps its length, its ranges and the tag that is its hash.
    let worth_it = SizeAbove::new(1024).and(NotForContentType::IMAGES).and(NotForDownloads);
    let layers = ServiceBuilder::new()
        .map_request(drain::request)
        .layer(SetRequestIdLayer::new(id.clone(), NewRequestId))
        .layer(PropagateRequestIdLayer::new(id))
        .layer(trace)
        .map_response(with_headers)
        .layer(CompressionLayer::new().gzip(true).quality(GZIP_LEVEL).compress_when(worth_it))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn_with_state(state.clone(), idempotency::once));
    router.layer(layers)
}

/// Of a chart of 10,000 tasks it makes a tenth more than the usual level in a tenth of its time, which is then less than
/// it takes to compute the chart.
const GZIP_LEVEL: CompressionLevel = CompressionLevel::Precise(2);

/// Names a request that came without a name.
#[derive(Debug, Clone, Copy)]
struct NewRequestId;

impl MakeRequestId for NewRequestId {
    fn make_request_id<B>(&mut self, _request: &Request<B>) -> Option<RequestId> {
        let id = ids::fresh::<()>(Timestamp::now()).to_string();
        HeaderValue::try_from(id).ok().map(RequestId::new)
    }
}

/// What every answer says unless its handler knew better.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "private, no-cache"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CONTENT_SECURITY_POLICY, CSP),
];

fn with_headers<B>(mut response: axum::http::Response<B>) -> axum::http::Response<B> {
    let headers = response.headers_mut();
    headers.reserve(HEADERS.len());
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Leaves files as they are stored.
#[derive(Debug, Clone, Copy)]
struct NotForDownloads;

impl Predicate for NotForDownloads {
    fn should_compress<B: axum::body::HttpBody>(&self, response: &axum::http::Response<B>) -> bool {
        !response.headers().contains_key(header::CONTENT_DISPOSITION)
    }
}

fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text =
        cause.downcast_ref::<String>().cloned().or_else(|| cause.downcast_ref::<&str>().map(|s| (*s).to_owned()));
    Problem(Error::Internal(format!("a handler panicked: {}", text.unwrap_or_default()))).into_response()
}
