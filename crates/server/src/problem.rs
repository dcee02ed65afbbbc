//! The one place where an error becomes an answer: RFC 9457 problem+json, with the faults of the fields.
//! What is internal goes to the log and never out.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guildhall_core::{Error, Fault};
use serde::Serialize;

/// An error on its way out.
#[derive(Debug)]
pub struct Problem(pub Error);

/// The body of an error (RFC 9457).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// Stable name of the case.
    pub code: String,
    pub detail: String,
    /// Which fields are wrong, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// Where to go on in the event log after reading everything anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// In a filter: the character at which it goes wrong, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// In a filter: what stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// In a filter: what would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

fn case(error: &Error) -> (StatusCode, &str) {
    match error {
        Error::Unreadable { code, .. } => (StatusCode::BAD_REQUEST, code),
        Error::BadFilter { .. } => (StatusCode::BAD_REQUEST, "bad_filter"),
        Error::Unsupported(_) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
        Error::WrongMethod(_) => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
        Error::NotFound => (StatusCode::NOT_FOUND, "not_found"),
        Error::Invalid(faults) => {
            (StatusCode::UNPROCESSABLE_ENTITY, faults.first().map_or("invalid", |f| f.code.as_str()))
        }
        Error::Conflict { code, .. } => (StatusCode::CONFLICT, code),
        Error::Gone(_) | Error::Trimmed { .. } => (StatusCode::GONE, "gone"),
        Error::Stale { .. } => (StatusCode::PRECONDITION_FAILED, "stale"),
        Error::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
        Error::Unauthenticated(_) => (StatusCode::UNAUTHORIZED, "unauthenticated"),
        Error::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
        Error::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        Error::OverQuota(_) => (StatusCode::PAYLOAD_TOO_LARGE, "quota_exceeded"),
        Error::Unavailable { code, .. } => (StatusCode::SERVICE_UNAVAILABLE, code),
        Error::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// Longest explanation. The readers of JSON quote what they were given, which may be megabytes.
const LONGEST_DETAIL: usize = 1000;

/// The beginning and the end of a text that is too long; what was expected stands at the end.
fn brief(text: String) -> String {
    if text.len() <= LONGEST_DETAIL {
        return text;
    }
    let head: String = text.chars().take(LONGEST_DETAIL / 4).collect();
    let mut tail: Vec<char> = text.chars().rev().take(LONGEST_DETAIL / 4).collect();
    tail.reverse();
    format!("{head} … {}", tail.into_iter().collect::<String>())
}

impl ProblemBody {
    /// What may be said of an error; an internal one goes to the log.
    pub fn of(error: Error) -> Self {
        let (status, code) = case(&error);
        let detail = match &error {
            Error::Internal(detail) => {
                tracing::error!(%detail, "internal error");
                "something went wrong on our side; the log has the details under this request id".to_owned()
            }
            Error::NotFound => "there is no such thing, or none that you may see".to_owned(),
            Error::Invalid(faults) => match faults.as_slice() {
                [one] => format!("{}: {}", one.pointer, one.detail),
                many => format!("{} fields are wrong", many.len()),
            },
            other => other.to_string(),
        };
        let (code, title) = (code.to_owned(), status.canonical_reason().unwrap_or("Error").to_owned());
        let cursor = if let Error::Trimmed { cursor } = &error { Some(cursor.clone()) } else { None };
        let (position, found, expected) = match &error {
            Error::BadFilter { position, found, expected } => {
                (Some(*position), Some(found.clone()), Some(brief(expected.clone())))
            }
            _ => (None, None, None),
        };
        let mut errors = match error {
            Error::Invalid(faults) => faults,
            Error::Conflict { code, detail, pointer: Some(pointer) } => {
                vec![Fault { pointer, code: code.into(), detail }]
            }
            _ => Vec::new(),
        };
        errors.iter_mut().for_each(|fault| fault.detail = brief(std::mem::take(&mut fault.detail)));
        let (kind, status, detail) = (format!("urn:guildhall:problem:{code}"), status.as_u16(), brief(detail));
        Self { kind, title, status, code, detail, errors, cursor, position, found, expected }
    }
}

/// Gives an answer the type of a problem.
pub fn mark_as_problem(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, _) = case(&self.0);
        let wait = if let Error::TooMany(seconds) = self.0 { Some(seconds) } else { None };
        let body = serde_json::to_string(&ProblemBody::of(self.0)).unwrap_or_default();
        let mut response = (status, body).into_response();
        mark_as_problem(&mut response);
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(Ok(value)) = wait.map(|seconds| HeaderValue::from_str(&seconds.to_string())) {
            response.headers_mut().insert(HeaderName::from_static("retry-after"), value);
        }
        response
    }
}
