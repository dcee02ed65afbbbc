//! Files with versions: uploading them, and handing them out.

use super::attachments::made;
use super::short_list::{Page, Shown, Window};
use super::{content, content_thumbnail, content_upload as upload};
use crate::crud::{At, Params, WriteOptions, json, no_params, to_vec};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use guildhall_core::files::{Blob, File, Version, blob};
use guildhall_core::work::{Project, Task};
use guildhall_core::{AnyId, Caller, Error, Resource, crud};
use guildhall_store::Id;
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}/files";
    let versions = format!("{root}/{{id}}/versions");
    Router::new()
        .route(root, post(create))
        .route(&versions, get(list).post(add))
        .route(&format!("{versions}/{{n}}"), get(show))
        .route(&format!("{versions}/{{n}}/content"), get(content))
        .route(&format!("{versions}/{{n}}/thumbnail"), get(thumbnail))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(create, list, add, show, content, thumbnail), components(schemas(NewFile, NewVersion, Version)))]
pub struct Api;

/// A new file of a project or a task; the file itself comes last.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the parts of a form, which are read one by one")]
#[schema(rename_all = "camelCase")]
struct NewFile {
    /// Chosen by the client, if at all.
    id: Option<String>,
    /// The project it belongs to; follows the task where there is one.
    project_id: Option<String>,
    /// The task it belongs to.
    task_id: Option<String>,
    /// About the first version.
    note: Option<String>,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A new version; the file itself comes last.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the parts of a form, which are read one by one")]
struct NewVersion {
    /// About this version.
    note: Option<String>,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A file as it goes out.
type FileView = Shown<File>;

/// A version in the path.
#[derive(Deserialize)]
struct VersionPath {
    id: String,
    n: String,
}

impl VersionPath {
    fn read(&self) -> Result<(AnyId, i64), Error> {
        let (id, n) = (self.id.parse(), self.n.parse());
        Ok((id.map_err(|_| Error::NotFound)?, n.map_err(|_| Error::NotFound)?))
    }
}

type Home = (Option<Id<Project>>, Option<Id<Task>>);

fn home(parts: &upload::Parts) -> Result<Home, Error> {
    Ok((parts.reference("projectId", "project")?, parts.reference("taskId", "task")?))
}

/// Makes a file of a project or of a task. The form's texts come before its `file`.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/files", operation_id = "file_create", tag = "files",
    params(("organizationId" = String, Path), ("dryRun" = Option<bool>, Query, description = "Answers what would be made and writes nothing.")),
    request_body(content = NewFile, content_type = "multipart/form-data"),
    responses((status = 201, description = "The object.", body = FileView), (status = 200, description = "What a dry run would make.", body = FileView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn create(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    request: Request,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query, false)?;
    state.app.read(&caller, |cx| Box::pin(async move { cx.require(File::CREATE) })).await?;
    let form = upload::Form::open(&state, &caller, &["id", "projectId", "taskId", "note"], request).await?;
    let read = form.read(|cx, parts| {
        Box::pin(async move {
            let (project, task) = home(&parts)?;
            File::may_create(cx, project, task).await.map(drop)
        })
    });
    let (parts, arrived) = read.await?;
    let (id, (project, task_id)) = (parts.chosen_id()?, home(&parts)?);
    let (filename, staged) = arrived.split();
    let note = parts.text("note").unwrap_or_default().to_owned();
    let new = File { project_id: project.unwrap_or_default(), task_id, filename, ..File::default() };
    let work = upload::job(move |cx, upload| {
        let (new, note) = (new.clone(), note.clone());
        Box::pin(async move {
            let row = File::make(cx, id, new, &note, &upload).await?;
            let can = row.can(cx);
            Ok((row.seen(cx).into_owned(), can))
        })
    });
    let (row, can) = upload::show(&state, &caller, options, staged, work).await?;
    made(&caller, options, &row, can)
}

/// Adds a version. It locks the one before: reviews that are open are asked again about this one.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/files/{id}/versions", operation_id = "file_version_add", tag = "files",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query, description = "Answers what would be added and writes nothing.")),
    request_body(content = NewVersion, content_type = "multipart/form-data"),
    responses((status = 201, description = "The file with its new version.", body = FileView), (status = 200, description = "What a dry run would add.", body = FileView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn add(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    request: Request,
) -> Result<Response, Problem> {
    let (id, options) = (at.id()?, WriteOptions::parse(&query, false)?);
    state.app.read(&caller, move |cx| Box::pin(async move { File::may_add_version(cx, id).await })).await?;
    let form = upload::Form::open(&state, &caller, &["note"], request).await?;
    let read = form.read(move |cx, _| Box::pin(async move { File::may_add_version(cx, id).await }));
    let (parts, arrived) = read.await?;
    let (_, staged) = arrived.split();
    let note = parts.text("note").unwrap_or_default().to_owned();
    let work = upload::job(move |cx, upload| {
        let note = note.clone();
        Box::pin(async move {
            let row = File::add_version(cx, id, &note, &upload).await?;
            let can = row.can(cx);
            Ok((row.seen(cx).into_owned(), can))
        })
    });
    let (row, can) = upload::show(&state, &caller, options, staged, work).await?;
    made(&caller, options, &row, can)
}

async fn read(state: &AppState, caller: &Caller, id: AnyId) -> Result<File, Error> {
    state.app.read(caller, move |cx| Box::pin(async move { crud::get::<File>(cx, id).await })).await
}

/// Lists the versions of a file, oldest first.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/files/{id}/versions", operation_id = "file_version_list", tag = "files",
    params(("organizationId" = String, Path), ("id" = String, Path),
        ("limit" = Option<i64>, Query, description = "Rows of a page, 1 to 200; 50 by default."),
        ("cursor" = Option<String>, Query, description = "Where the last page ended.")),
    responses((status = 200, description = "One page.", body = Page<Version>),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn list(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let window = Window::parse(&query, false)?;
    let file = read(&state, &caller, at.id()?).await?;
    let page = window.page(file.versions, |version| format!("{:09}", version.version_number));
    Ok(json(StatusCode::OK, to_vec(&page)?))
}

/// Reads one version.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/files/{id}/versions/{n}", operation_id = "file_version_get", tag = "files",
    params(("organizationId" = String, Path), ("id" = String, Path), ("n" = i64, Path)),
    responses((status = 200, description = "The version.", body = Version),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn show(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<VersionPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let (id, n) = at.read()?;
    let file = read(&state, &caller, id).await?;
    Ok(json(StatusCode::OK, to_vec(file.version(n)?)?))
}

/// The bytes of a version that the caller sees, and their name.
async fn find(state: &AppState, caller: &Caller, (id, n): (AnyId, i64)) -> Result<(Blob, String), Error> {
    let read = state.app.read(caller, move |cx| {
        Box::pin(async move {
            let file: File = crud::get(cx, id).await?;
            Ok((blob::get(cx, file.version(n)?.blob_id).await?, file.filename))
        })
    });
    read.await
}

/// Hands out a version, whole or in part.
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/files/{id}/versions/{n}/content", operation_id = "file_version_content", tag = "files",
    params(("organizationId" = String, Path), ("id" = String, Path), ("n" = i64, Path),
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
    Path(at): Path<VersionPath>,
    Query(query): Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let saving = content::wants_saving(&query)?;
    let (blob, filename) = find(&state, &caller, at.read()?).await?;
    content::serve(&state, &headers, &blob, &filename, saving).await
}

/// Hands out a small picture of a version that is a picture; of anything else there is none (404).
#[utoipa::path(get, path = "/api/v1/organizations/{organizationId}/files/{id}/versions/{n}/thumbnail", operation_id = "file_version_thumbnail", tag = "files",
    params(("organizationId" = String, Path), ("id" = String, Path), ("n" = i64, Path)),
    responses((status = 200, description = "The small picture.", body = Vec<u8>, content_type = "image/*"),
        (status = 304, description = "It is as the client knows it (If-None-Match)."),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn thumbnail(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<VersionPath>,
    Query(query): Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let (blob, filename) = find(&state, &caller, at.read()?).await?;
    let small = content_thumbnail::of(&state, &caller, blob).await?;
    content::serve(&state, &headers, &small, &filename, false).await
}
