//! The answer to a change of something that has changed since.

use crate::crud::to_vec;
use crate::problem::Problem;
use crate::state::AppState;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use guildhall_core::populate::{Populated, View};
use guildhall_core::{AnyId, Error, Resource, crud};

/// 412 with the object as it is now, so that a client can merge.
pub async fn stale<E: Resource>(
    state: &AppState,
    caller: &guildhall_core::Caller,
    id: AnyId,
) -> Result<Response, Problem> {
    let (revision, body) = state
        .app
        .read(caller, move |cx| {
            Box::pin(async move {
                let row: E = crud::get(cx, id).await?;
                Ok((row.head().revision, View::whole(&row, cx, &Populated::new()).text()?))
            })
        })
        .await?;
    let problem = Problem(Error::Stale { revision }).into_response();
    let (mut parts, old) = problem.into_parts();
    let bytes = axum::body::to_bytes(old, usize::MAX).await.unwrap_or_default();
    let mut problem: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&bytes).unwrap_or_default();
    problem.insert("current".into(), serde_json::from_slice(&body).unwrap_or_default());
    parts.headers.remove(header::CONTENT_LENGTH);
    Ok(Response::from_parts(parts, axum::body::Body::from(to_vec(&problem)?)))
}
