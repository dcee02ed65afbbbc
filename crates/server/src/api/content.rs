//! Downloads: whole or in part, as they were uploaded, and so that nothing in them ever runs as a part of this
//! site: sniffing is off, a sandbox without any source surrounds what a browser shows, and what could hold a
//! script is only ever saved, never shown.

use crate::problem::Problem;
use crate::state::AppState;
use crate::sweep::failed;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guildhall_core::Error;
use guildhall_core::files::{Blob, media};
use std::fmt::Write;
use std::ops::Range;

/// No source for anything, no script, no form, an origin of its own.
const CSP: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; \
    frame-ancestors 'self'";
/// The bytes behind an address never change.
const CACHE: &str = "private, max-age=31536000, immutable";

/// What the query of a download says.
pub fn wants_saving(query: &[(String, String)]) -> Result<bool, Error> {
    let mut saving = false;
    for (name, value) in query {
        match name.as_str() {
            "download" => {
                let flag = value.parse();
                saving = flag.map_err(|_| Error::unreadable("bad_parameter", "`download` is true or false"))?;
            }
            _ => return Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{name}`"))),
        }
    }
    Ok(saving)
}

/// Hands out bytes under a name.
pub async fn serve(
    state: &AppState,
    headers: &HeaderMap,
    blob: &Blob,
    filename: &str,
    saving: bool,
) -> Result<Response, Problem> {
    let size = u64::try_from(blob.size).unwrap_or(0);
    let tag = format!("\"{}\"", blob.sha256);
    if headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|known| names(known, &tag)) {
        return described(StatusCode::NOT_MODIFIED.into_response(), blob, filename, saving);
    }
    let range = match wanted(headers, size, &tag) {
        Ok(range) => range,
        Err(Unsatisfiable) => return unsatisfiable(size),
    };
    let bytes = state.objects.get(&blob.key(), range.clone()).await.map_err(failed)?;
    let (status, length) = match &range {
        Some(range) => (StatusCode::PARTIAL_CONTENT, range.end - range.start),
        None => (StatusCode::OK, size),
    };
    let mut response = (status, Body::from_stream(bytes)).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    if let Some(range) = range {
        let text = format!("bytes {}-{}/{size}", range.start, range.end - 1);
        response.headers_mut().insert(header::CONTENT_RANGE, value(&text)?);
    }
    described(response, blob, filename, saving)
}

/// A header's value.
pub fn value(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|e| Error::Internal(format!("a header: {e}")))
}

fn described(mut response: Response, blob: &Blob, filename: &str, saving: bool) -> Result<Response, Problem> {
    let shown = !saving && media::is_safe_inline(&blob.media_type);
    let charset = if blob.media_type == "text/plain" { "; charset=utf-8" } else { "" };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, value(&format!("{}{charset}", blob.media_type))?);
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition(shown, filename))?);
    headers.insert(header::ETAG, value(&format!("\"{}\"", blob.sha256))?);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    Ok(response)
}

/// A name in plain letters for old readers, and the whole name for the others (RFC 6266, RFC 8187).
pub fn disposition(shown: bool, filename: &str) -> String {
    let kind = if shown { "inline" } else { "attachment" };
    let plain = |c: char| if (c.is_ascii_graphic() && !"\"\\%;".contains(c)) || c == ' ' { c } else { '_' };
    let mut out = format!("{kind}; filename=\"{}\"", filename.chars().map(plain).collect::<String>());
    if !filename.chars().all(|c| plain(c) == c) {
        out.push_str("; filename*=UTF-8''");
        for byte in filename.bytes() {
            if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A list of tags names this one.
fn names(list: &str, tag: &str) -> bool {
    list == "*" || list.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

/// A range outside of the file.
struct Unsatisfiable;

/// The part that is asked for. More than one range, or one that cannot be read, is answered with the whole.
fn wanted(headers: &HeaderMap, size: u64, tag: &str) -> Result<Option<Range<u64>>, Unsatisfiable> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let Some(range) = text(header::RANGE).and_then(|range| range.trim().strip_prefix("bytes=")) else {
        return Ok(None);
    };
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(tag) {
        return Ok(None);
    }
    let Some((first, last)) = range.trim().split_once('-').filter(|_| !range.contains(',')) else { return Ok(None) };
    let number = |text: &str| text.parse::<u64>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let range = match (first, last) {
        ("", last) => match number(last) {
            Some(0) => return Err(Unsatisfiable),
            Some(last) => size.saturating_sub(last)..size,
            None => return Ok(None),
        },
        (first, "") => match number(first) {
            Some(first) => first..size,
            None => return Ok(None),
        },
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
            _ => return Ok(None),
        },
    };
    if range.start < range.end { Ok(Some(range)) } else { Err(Unsatisfiable) }
}

fn unsatisfiable(size: u64) -> Result<Response, Problem> {
    let detail = format!("the file has {size} bytes, and none of them is in this range");
    let mut response = Problem(Error::unreadable("range_not_satisfiable", detail)).into_response();
    *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
    response.headers_mut().insert(header::CONTENT_RANGE, value(&format!("bytes */{size}"))?);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_send_them() {
        let ask = |range: &str, size: u64| {
            let headers = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_str(range).unwrap())]);
            wanted(&headers, size, "\"x\"").map_err(|_| ())
        };
        for (range, expected) in [
            ("bytes=0-9", Ok(Some(0..10))),
            ("bytes=90-", Ok(Some(90..100))),
            ("bytes=-10", Ok(Some(90..100))),
            ("bytes=-1000", Ok(Some(0..100))),
            ("bytes=0-1000", Ok(Some(0..100))),
            ("bytes=100-", Err(())),
            ("bytes=-0", Err(())),
            ("bytes=5-2", Ok(None)),
            ("bytes=0-1,4-5", Ok(None)),
            ("bytes=+1-2", Ok(None)),
            ("lines=1-2", Ok(None)),
        ] {
            assert_eq!(ask(range, 100), expected, "{range}");
        }
        assert_eq!(ask("bytes=0-0", 0), Err(()));
    }

    #[test]
    fn a_name_reaches_every_reader_and_breaks_no_header() {
        assert_eq!(disposition(true, "plan.pdf"), "inline; filename=\"plan.pdf\"");
        assert_eq!(
            disposition(false, "a\"b ü.txt"),
            "attachment; filename=\"a_b _.txt\"; filename*=UTF-8''a%22b%20%C3%BC.txt"
        );
    }
}
