//! Attaching a file to a task, and handing it out.

use super::short_list::Shown;
use super::{content, content_thumbnail, content_upload as upload};
use crate::crud::{At, Params, WriteOptions, no_params, one};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use guildhall_core::files::{Attachment, Blob, blob};
use guildhall_core::work::Task;
use guildhall_core::{AnyId, Caller, Error, Resource, crud};
use guildhall_store::Id;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}/attachments";
    Router::new()
        .route(root, post(attach))
        .route(&format!("{root}/{{id}}/content"), get(content))
        .route(&format!("{root}/{{id}}/thumbnail"), get(thumbnail))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(attach, content, thumbnail), components(schemas(NewAttachment)))]
pub struct Api;

/// A file to attach; the file comes last.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the parts of a form, which are read one by one")]
struct NewAttachment {
    /// Chosen by the client, if at all.
    id: Option<String>,
    /// The task to attach it to.
    task: String,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// An attachment as it goes out.
type AttachmentView = Shown<Attachment>;

fn task(parts: &upload::Parts) -> Result<Id<Task>, Error> {
    let detail = "send `task` before `file`: which task the file is for";
    parts.reference("task", "task")?.ok_or_else(|| Error::invalid("task", "required", detail))
}

/// Attaches a file to a task. The form's `task` comes before its `file`.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/attachments", operation_id = "attachment_create", tag = "attachments",
    params(("organizationId" = String, Path), ("dryRun" = Option<bool>, Query, description = "Answers what would be attached and writes nothing.")),
    request_body(content = NewAttachment, content_type = "multipart/form-data"),
    responses((status = 201, description = "The object.", body = AttachmentView), (status = 200, description = "What a dry run would attach.", body = AttachmentView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn attach(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    request: Request,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    require(&state, &caller).await?;
    let form = upload::Form::open(&state, &caller, &["id", "task"], request).await?;
    let read = form.read(|cx, parts| Box::pin(async move { Attachment::may_attach(cx, task(&parts)?).await }));
    let (parts, arrived) = read.await?;
    let (id, task_id) = (parts.chosen_id()?, task(&parts)?);
    let (filename, staged) = arrived.split();
    let new = Attachment { task_id, filename, ..Attachment::default() };
    let work = upload::job(move |cx, upload| {
        let new = new.clone();
        Box::pin(async move {
            let row = Attachment::attach(cx, id, new, &upload).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = upload::show(&state, &caller, options, staged, work).await?;
    made(&caller, options, &row, can)
}

/// The answer to what was made of an upload.
pub fn made<E: Resource>(
    caller: &Caller,
    options: WriteOptions,
    row: &E,
    can: Vec<&'static str>,
) -> Result<Response, Problem> {
    if options.dry_run {
        return one(StatusCode::OK, row, can);
    }
    let mut response = one(StatusCode::CREATED, row, can)?;
    let location = format!("/api/v1/organizations/{}/{}/{}", caller.organization, E::PATH, row.head().id);
    if let Ok(value) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}

/// Refuses, before the body is read, who may attach nothing at all.
async fn require(state: &AppState, caller: &Caller) -> Result<(), Error> {
    state.app.read(caller, |cx| Box::pin(async move { cx.require(Attachment::CREATE) })).await
}

/// The bytes of an attachment that the caller sees, and their name.
async fn find(state: &AppState, caller: &Caller, id: AnyId) -> Result<(Blob, String), Error> {
    let read = state.app.read(caller, move |cx| {
        Box::pin(async move {
            let row: Attachment = crud::get(cx, id).await?;
            Ok((blob::get(cx, row.blob_id).await?, row.filename))
        })
    });
    read.await
}

/// Hands out the file, whole or in part.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/attachments/{id}/content", operation_id = "attachment_content", tag = "attachments",
    params(("organizationId" = String, Path), ("id" = String, Path),
        ("download" = Option<bool>, Query, description = "To be saved, also where a browser could show it."),
        ("Range" = Option<String>, Header, description = "One range of bytes, like `bytes=0-1023`.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "*/*"),
        (status = 206, description = "The asked part.", body = Vec<u8>, content_type = "*/*"),
        (status = 304, description = "It is as the client knows it (If-None-Match)."),
        (status = 416, description = "No byte is in this range.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn content(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let saving = content::wants_saving(&query)?;
    let (blob, filename) = find(&state, &caller, at.id()?).await?;
    content::serve(&state, &headers, &blob, &filename, saving).await
}

/// Hands out a small picture of a picture; of anything else there is none (404).
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/attachments/{id}/thumbnail", operation_id = "attachment_thumbnail", tag = "attachments",
    params(("organizationId" = String, Path), ("id" = String, Path)),
    responses((status = 200, description = "The small picture.", body = Vec<u8>, content_type = "image/*"),
        (status = 304, description = "It is as the client knows it (If-None-Match)."),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn thumbnail(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let (blob, filename) = find(&state, &caller, at.id()?).await?;
    let small = content_thumbnail::of(&state, &caller, blob).await?;
    content::serve(&state, &headers, &small, &filename, false).await
}
