//! The embedded web app: files by path, the page for the app's own addresses, a JSON 404 below `/api`.

use crate::problem::Problem;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use guildhall_core::Error;

/// Answers what no route takes.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let Some(asset) = guildhall_web_assets::resolve(uri.path()) else {
        return Problem(Error::NotFound).into_response();
    };
    let tag = HeaderValue::from_static(asset.etag);
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (bytes, coding) = match (asset.br, asset.gzip) {
        (Some(br), _) if accepts.contains("br") => (br, Some("br")),
        (_, Some(gzip)) if accepts.contains("gzip") => (gzip, Some("gzip")),
        _ => (asset.bytes, None),
    };
    let mut response = bytes.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(header::ETAG, tag);
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let cache = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Some(coding) = coding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
