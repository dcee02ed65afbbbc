//! Who is in a room, how far one has read, and messages that become tombstones.

use crate::body::Json;
use crate::crud::{At, Params, WriteOptions, if_match, job, one, run};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, put};
use guildhall_core::chat::{ChatRoom, Message};
use guildhall_core::{Error, Resource};
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(&format!("{root}/chat-rooms/{{id}}/members/{{userId}}"), put(add).delete(remove))
        .route(&format!("{root}/chat-rooms/{{id}}/read"), put(mark_read))
        .route(&format!("{root}/messages/{{id}}"), delete(remove_message))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(add, remove, mark_read, remove_message), components(schemas(ReadMark)))]
pub struct Api;

#[derive(Deserialize)]
struct MemberPath {
    id: String,
    #[serde(rename = "userId")]
    user: String,
}

async fn set(
    state: AppState,
    InOrganization(caller): InOrganization,
    path: MemberPath,
    query: &[(String, String)],
    belongs: bool,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(query, false)?;
    let room = path.id.parse().map_err(|_| Error::NotFound)?;
    let user = path.user.parse().map_err(|_| Error::NotFound)?;
    let work = job(move |cx| {
        Box::pin(async move {
            let room = match ChatRoom::set_member(cx, room, user, belongs).await {
                Err(Error::Invalid(_)) => return Err(Error::NotFound),
                other => other?,
            };
            let can = room.can(cx);
            Ok((room, can))
        })
    });
    let (room, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &room, can)
}

/// Adds a person to a room.
#[utoipa::path(put, path = "/api/v1/organizations/{organizationId}/chat-rooms/{id}/members/{userId}",
    operation_id = "chat_room_member_add", tag = "chat-rooms",
    params(("organizationId" = String, Path), ("id" = String, Path), ("userId" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn add(
    State(state): State<AppState>,
    caller: InOrganization,
    Path(path): Path<MemberPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    set(state, caller, path, &query, true).await
}

/// Takes a person out of a room; everybody may leave.
#[utoipa::path(delete, path = "/api/v1/organizations/{organizationId}/chat-rooms/{id}/members/{userId}",
    operation_id = "chat_room_member_remove", tag = "chat-rooms",
    params(("organizationId" = String, Path), ("id" = String, Path), ("userId" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn remove(
    State(state): State<AppState>,
    caller: InOrganization,
    Path(path): Path<MemberPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    set(state, caller, path, &query, false).await
}

/// How far the caller has read.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ReadMark {
    /// Number of the last message that was read; a lower one than before keeps the rest unread.
    number: i64,
}

/// Says how far the caller has read; nobody else learns of it.
#[utoipa::path(put, path = "/api/v1/organizations/{organizationId}/chat-rooms/{id}/read",
    operation_id = "chat_room_mark_read", tag = "chat-rooms",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = ReadMark,
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn mark_read(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(mark): Json<ReadMark>,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| {
        Box::pin(async move {
            let room = ChatRoom::mark_read(cx, id, mark.number).await?;
            let can = room.can(cx);
            Ok((room, can))
        })
    });
    let (room, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &room, can)
}

/// Deletes a message; it stays in its place without its text.
#[utoipa::path(delete, path = "/api/v1/organizations/{organizationId}/messages/{id}",
    operation_id = "message_delete", tag = "messages",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query), ("If-Match" = Option<String>, Header)),
    responses((status = 204, description = "Done."), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn remove_message(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, expected) = (at.id()?, if_match(&headers)?);
    let options = WriteOptions::parse(&query, false)?;
    let work = job(move |cx| Box::pin(async move { Message::remove(cx, id, expected).await }));
    run(&state, &caller, options, work).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
