//! Reads request bodies. A body that cannot be read is one precise 400, one that is wrong a 422 with a
//! JSON pointer, one of another media type a 415, one that is too large a 413 before it is read whole.

use crate::problem::Problem;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use bytes::BytesMut;
use guildhall_core::{Error, Fault};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Largest JSON body.
pub const MOST_JSON: usize = 4 << 20;

/// A JSON object, field by field.
#[derive(Debug)]
pub struct Object(pub Map<String, Value>);

/// A JSON body of a fixed shape.
#[derive(Debug)]
pub struct Json<T>(pub T);

async fn bytes(request: Request) -> Result<Bytes, Error> {
    let declared = request.headers().get(header::CONTENT_TYPE).map(|v| v.to_str().unwrap_or_default().to_owned());
    let kind = declared.as_deref().and_then(|v| v.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase();
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|n| n > MOST_JSON) {
        return Err(too_large());
    }
    if !matches!(kind.as_str(), "application/json" | "application/merge-patch+json") {
        return Err(Error::Unsupported("send application/json (or application/merge-patch+json)".into()));
    }
    whole(request.into_body(), length).await
}

/// Reads a JSON body to its end, of this length if it said so.
pub async fn whole(mut body: Body, length: Option<usize>) -> Result<Bytes, Error> {
    let mut whole = BytesMut::with_capacity(length.unwrap_or_default().min(64 << 10));
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Error::unreadable("cut_short", "the body ended before it was complete"))?;
        let Ok(data) = frame.into_data() else { continue };
        if whole.len() + data.len() > MOST_JSON {
            return Err(too_large());
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

fn too_large() -> Error {
    Error::TooLarge(format!("a JSON body has at most {MOST_JSON} bytes"))
}

fn malformed(error: &serde_json::Error) -> Error {
    let detail = format!("malformed JSON at line {}, column {}: {error}", error.line(), error.column());
    Error::unreadable("malformed_json", detail)
}

fn no_object(value: &Value) -> Error {
    let found = guildhall_core::field::Refused::type_error("an object", value);
    Error::Invalid(vec![Fault { pointer: String::new(), code: found.code.into(), detail: found.detail }])
}

/// No body, or an object without fields: what is named there would change nothing.
#[derive(Debug)]
pub struct Nothing;

impl<S: Send + Sync> FromRequest<S> for Nothing {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let bytes = whole(request.into_body(), None).await?;
        if bytes.is_empty() {
            return Ok(Self);
        }
        let body = match serde_json::from_slice(&bytes).map_err(|e| malformed(&e))? {
            Value::Object(map) => map,
            other => return Err(no_object(&other).into()),
        };
        let unknown = |name: &String| Fault {
            pointer: format!("/{}", name.replace('~', "~0").replace('/', "~1")),
            code: "unknown_field".into(),
            detail: "this request takes no fields".into(),
        };
        let faults: Vec<Fault> = body.keys().map(unknown).collect();
        if faults.is_empty() { Ok(Self) } else { Err(Error::Invalid(faults).into()) }
    }
}

impl<S: Send + Sync> FromRequest<S> for Object {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let bytes = bytes(request).await?;
        match serde_json::from_slice(&bytes).map_err(|e| malformed(&e))? {
            Value::Object(map) => Ok(Self(map)),
            other => Err(no_object(&other).into()),
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let bytes = bytes(request).await?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|e| malformed(&e))?;
        // serde alone would take an array of the fields as well.
        if !value.is_object() {
            return Err(no_object(&value).into());
        }
        serde_path_to_error::deserialize(&value).map(Self).map_err(|error| shape(&error).into())
    }
}

/// A body of the wrong shape: where, and what would be right.
fn shape(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    use serde_path_to_error::Segment;
    let detail = error.inner().to_string();
    let mut pointer = String::new();
    for segment in error.path().iter() {
        match segment {
            Segment::Map { key } => pointer += &format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Seq { index } => pointer += &format!("/{index}"),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let named = detail.split('`').nth(1).unwrap_or_default();
    let code = match detail.as_str() {
        d if d.starts_with("unknown field") => "unknown_field",
        d if d.starts_with("missing field") => "required",
        _ => "type",
    };
    if code != "type" && !pointer.ends_with(named) {
        pointer += &format!("/{named}");
    }
    Error::Invalid(vec![Fault { pointer, code: code.into(), detail }])
}
