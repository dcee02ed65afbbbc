//! Importing a file and taking an import back. The upload is held in memory, a few at a time, and parsed off
//! the runtime's threads. An import that has begun goes on when its client leaves; the report is read like
//! any other object.

use super::short_list::Shown;
use crate::crud::{At, Params, WriteOptions, no_params, one};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use guildhall_core::policy::Permission;
use guildhall_core::work::Import;
use guildhall_core::{App, Caller, Entity, Error, Resource};
use guildhall_interchange::apply::{self, Options, Prepared};
use guildhall_interchange::{GivenFile, SOURCES, Source};
use guildhall_store::Id;
use tokio::sync::Semaphore;
use utoipa::OpenApi;

/// Largest file.
pub const MOST_BYTES: usize = 256 << 20;
/// What multipart itself adds to a file at most.
const MOST_AROUND: usize = 64 << 10;
/// Longest text beside the file.
const MOST_TEXT: usize = 1_000;
/// Most files of one import: the collections there are, with room for ones that are cut in parts.
const MOST_FILES: usize = 100;
/// Uploads that are held in memory at once; others wait.
const AT_ONCE: usize = 4;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}/imports";
    Router::new().route(root, post(import)).route(&format!("{root}/{{id}}/undo"), post(undo))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(import, undo), components(schemas(ImportFile)))]
pub struct Api;

/// A file to import.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the parts of a form, which are read one by one")]
#[schema(rename_all = "camelCase")]
struct ImportFile {
    /// Microsoft Project XML, a Trello board as JSON, or MongoDB collections, each a part `file`; at most 256 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// mspdi, trello or mongo; detected when absent.
    source: Option<String>,
    /// Of a MongoDB export with several organizations the one that comes in: its id there, or its name.
    from: Option<String>,
    /// The project to import into; otherwise a new one, or the one this file was imported into before.
    project_id: Option<String>,
    /// Name of a new project, instead of the file's.
    name: Option<String>,
}

/// A report as it goes out.
type ImportView = Shown<Import>;

/// An upload that was read.
#[derive(Default)]
struct Upload {
    files: Vec<GivenFile>,
    source: Option<Source>,
    options: Options,
}

fn refuse(part: &str, code: &str, detail: impl Into<String>) -> Error {
    Error::invalid(part, code, detail)
}

fn too_large() -> Error {
    Error::TooLarge(format!("a file to import has at most {} MiB", MOST_BYTES >> 20))
}

fn broken(error: &MultipartError) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Error::unreadable("malformed_multipart", format!("the form cannot be read: {}", error.body_text())),
    }
}

impl Upload {
    async fn read(request: Request) -> Result<Self, Error> {
        let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > MOST_BYTES + MOST_AROUND) {
            return Err(too_large());
        }
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|_| Error::Unsupported("send multipart/form-data with a part `file`".into()))?;
        let mut upload = Self::default();
        let mut seen: Vec<String> = Vec::new();
        while let Some(part) = form.next_field().await.map_err(|error| broken(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if name != "file" && seen.contains(&name) {
                return Err(refuse(&name, "duplicate", format!("`{name}` stands twice")));
            }
            upload.take(&name, part).await?;
            seen.push(name);
        }
        Ok(upload)
    }

    async fn take(&mut self, name: &str, part: Field<'_>) -> Result<(), Error> {
        match name {
            "file" => {
                let name = part.file_name().unwrap_or("file").to_owned();
                let held: usize = self.files.iter().map(|file| file.bytes.len()).sum();
                if self.files.len() >= MOST_FILES {
                    return Err(refuse(name.as_str(), "too_many", format!("at most {MOST_FILES} files")));
                }
                let bytes = bytes(part, MOST_BYTES.saturating_sub(held)).await?.ok_or_else(too_large)?;
                self.files.push(GivenFile { name, bytes });
                return Ok(());
            }
            "source" | "projectId" | "name" | "from" => {}
            other => {
                let shown = guildhall_core::error::shorten(other);
                return Err(refuse(&shown, "unknown_field", format!("an import has no part `{shown}`")));
            }
        }
        let too_long = || refuse(name, "too_long", format!("at most {MOST_TEXT} bytes"));
        let text = String::from_utf8(bytes(part, MOST_TEXT).await?.ok_or_else(too_long)?);
        let text = text.map_err(|_| refuse(name, "format", format!("`{name}` is no text")))?;
        match name {
            _ if text.is_empty() => {}
            "source" => {
                let known = SOURCES.into_iter().find(|source| source.as_str() == text);
                let names = SOURCES.map(Source::as_str).join(", ");
                self.source = Some(known.ok_or_else(|| refuse(name, "one_of", format!("one of {names}")))?);
            }
            "projectId" => {
                self.options.project = Some(text.parse().map_err(|_| Error::no_such("projectId", "project"))?);
            }
            "from" => self.options.from = Some(text),
            _ => self.options.name = Some(text),
        }
        Ok(())
    }
}

/// The bytes of a part; none if there are more than `most`.
async fn bytes(mut part: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, Error> {
    let mut out = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| broken(&error))? {
        if out.len() + chunk.len() > most {
            return Ok(None);
        }
        out.extend_from_slice(&chunk);
    }
    Ok(Some(out))
}

fn dry_run(query: &[(String, String)]) -> Result<bool, Error> {
    WriteOptions::parse(query, false).map(|options| options.dry_run)
}

/// Whether the client asks for an answer before the work is done (RFC 7240).
fn asks_for_async(headers: &HeaderMap) -> bool {
    let lines = headers.get_all("prefer").iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| one.trim().eq_ignore_ascii_case("respond-async"))
}

/// Imports a file: into a new project, the one it was imported into before, or one of your choice.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/imports", operation_id = "import_create", tag = "imports",
    params(("organizationId" = String, Path),
        ("dryRun" = Option<bool>, Query, description = "Answers what would come in and writes nothing."),
        ("Prefer" = Option<String>, Header, description = "`respond-async` answers at once; the report tells how far it is.")),
    request_body(content = ImportFile, content_type = "multipart/form-data"),
    responses((status = 201, description = "The report of the import.", body = ImportView),
        (status = 200, description = "What a dry run would import.", body = ImportView),
        (status = 202, description = "The import has begun.", body = ImportView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn import(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    request: Request,
) -> Result<Response, Problem> {
    let (dry_run, at_once) = (dry_run(&query)?, asks_for_async(request.headers()));
    let can = may_import(&state.app, &caller).await?;
    let mut prepared = prepare(&state.app, &caller, request, dry_run).await?;
    if dry_run {
        return one(StatusCode::OK, &prepared.preview(), can);
    }
    let begun = prepared.start(&state.app).await?;
    let (app, id) = (state.app.clone(), begun.id);
    // A task of its own, so that a client that leaves does not stop it half-way.
    let running = tokio::spawn(async move {
        let done = prepared.run(&app, |_, _| {}).await;
        if let Err(error) = &done {
            tracing::warn!(import = %id, %error, "an import failed");
        }
        done
    });
    let (status, report) = if at_once {
        (StatusCode::ACCEPTED, begun)
    } else {
        let done = running.await.map_err(|error| Error::Internal(format!("an import stopped: {error}")))?;
        (StatusCode::CREATED, done?)
    };
    let mut response = one(status, &report, can)?;
    let location = format!("/api/v1/organizations/{}/{}/{id}", caller.organization, Import::PATH);
    if let Ok(value) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}

/// Refuses who may not import before the file is read; answers what may be done with the report.
async fn may_import(app: &App, caller: &Caller) -> Result<Vec<&'static str>, Error> {
    let read = app.read(caller, |cx| {
        Box::pin(async move {
            cx.require(Permission::ImportCreate)?;
            Ok(Import::default().can(cx))
        })
    });
    read.await
}

async fn prepare(app: &App, caller: &Caller, request: Request, dry_run: bool) -> Result<Prepared, Error> {
    let turn = TURNS.acquire().await.map_err(|error| Error::Internal(error.to_string()))?;
    let Upload { files, source, options } = Upload::read(request).await?;
    let Some(first) = files.first() else {
        return Err(refuse("file", "required", "send the file to import as the part `file`"));
    };
    let filename = match files.len() {
        1 => first.name.clone(),
        many => format!("{many} files"),
    };
    let options = Options { dry_run, filename, ..options };
    let read = tokio::task::spawn_blocking(move || guildhall_interchange::read_files(source, files));
    let content = read.await.map_err(|error| Error::Internal(format!("a file could not be read: {error}")))??;
    drop(turn);
    apply::prepare_content(app, caller, content, options).await
}

/// Takes an import back: what it made goes into the trash, and the file can be imported anew.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/imports/{id}/undo", operation_id = "import_undo", tag = "imports",
    params(("organizationId" = String, Path), ("id" = String, Path)),
    responses((status = 200, description = "The report, undone.", body = ImportView),
        (status = "default", description = "A problem.", body = ProblemBody, content_type = "application/problem+json")))]
async fn undo(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let id: Id<Import> = at.id()?.cast();
    let can = may_import(&state.app, &caller).await?;
    let app = state.app.clone();
    let undone = tokio::spawn(async move { apply::undo(&app, &caller, id).await });
    let undone = undone.await.map_err(|error| Error::Internal(format!("an undo stopped: {error}")))?;
    one(StatusCode::OK, &undone?, can)
}
