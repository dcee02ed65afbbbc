//! The routes that every entity has: list, create, read, change, trash, restore, purge. Each runs in one
//! transaction as the caller; nothing here knows any entity.

use crate::api::schedule_follow as follow;
use crate::body::Object;
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::problem::Problem;
use crate::stale::stale;
use crate::state::AppState;
pub use crate::write_options::WriteOptions;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post};
use guildhall_core::event::as_of;
use guildhall_core::list::List;
use guildhall_core::object::ObjectWriter;
use guildhall_core::org::{Organization, organization};
use guildhall_core::populate::{self, Populated, View};
use guildhall_core::registry::Verbs;
use guildhall_core::{AnyId, Ctx, Error, Resource, crud};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The path of an entity's collection.
pub fn collection<E: Resource>() -> String {
    format!("/api/v1/organizations/{{organizationId}}/{}", E::PATH)
}

/// The shared routes of an entity, as far as it has them.
pub fn routes<E: Resource>() -> Router<AppState> {
    let (all, one) = (collection::<E>(), format!("{}/{{id}}", collection::<E>()));
    let mut router = Router::new().route(&all, get(list::<E>)).route(&one, get(read::<E>));
    if E::VERBS == Verbs::OwnReads {
        return Router::new();
    }
    if matches!(E::VERBS, Verbs::All | Verbs::NoTrash) {
        router = router.route(&all, post(create::<E>));
    }
    if matches!(E::VERBS, Verbs::All | Verbs::NoCreate | Verbs::NoTrash) {
        router = router.route(&one, patch(change::<E>));
    }
    if !guildhall_core::bulk::verbs(E::VERBS).is_empty() {
        router = router.route(&format!("{all}/bulk"), post(crate::api::bulk::run::<E>));
    }
    if !matches!(E::VERBS, Verbs::Read | Verbs::NoTrash) {
        router = router.route(&one, delete(remove::<E>)).route(&format!("{one}/restore"), post(restore::<E>));
    }
    router
}

/// The organization itself: its id is the one in the path.
pub fn organization_routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}";
    Router::new()
        .route(root, get(read::<Organization>).patch(change::<Organization>).delete(remove_organization))
        .route(&format!("{root}/restore"), post(restore_organization))
}

/// The object of a path; the organization's own path names no other.
#[derive(serde::Deserialize)]
pub struct At {
    #[serde(rename = "organizationId")]
    organization: String,
    id: Option<String>,
}

impl At {
    /// The object's id; what is no id leads to nothing.
    pub fn id(&self) -> Result<AnyId, Error> {
        self.id.as_ref().unwrap_or(&self.organization).parse().map_err(|_| Error::NotFound)
    }
}

/// Query parameters as they were sent.
pub type Params = Query<Vec<(String, String)>>;

/// Refuses any query parameter.
pub fn no_params(query: &[(String, String)]) -> Result<(), Error> {
    match query.first() {
        Some((name, _)) => Err(Error::unreadable("unknown_parameter", format!("unknown parameter `{name}`"))),
        None => Ok(()),
    }
}

async fn list<E: Resource>(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    if let Some(past) = as_of::Query::parse::<E>(&query)? {
        return crate::past::list::<E>(&state, &caller, past).await;
    }
    let list = List::parse::<E>(&query)?;
    let body = state.app.read(&caller, move |cx| Box::pin(async move { page::<E>(cx, &list).await })).await?;
    Ok(json(StatusCode::OK, body))
}

/// About how long an object is, in bytes; a page begins with so much room.
const SIZE: usize = 1_400;

async fn page<E: Resource>(cx: &Ctx, list: &List) -> Result<Vec<u8>, Error> {
    let page = list.run::<E>(cx).await?;
    let populated = populate::fetch(cx, &page.rows, &list.populate).await?;
    let mut out = Vec::with_capacity(SIZE * (page.rows.len() + 1));
    let mut body = ObjectWriter::begin(&mut out);
    let data = body.name("data");
    data.push(b'[');
    for (at, row) in page.rows.iter().enumerate() {
        if at > 0 {
            data.push(b',');
        }
        let fields = list.fields.as_deref();
        View { row: row.seen(cx), can: row.can(cx), fields, populate: &list.populate, populated: &populated }
            .write(data)?;
    }
    data.push(b']');
    let unwritten = |error: serde_json::Error| Error::Internal(error.to_string());
    body.field("nextCursor", &page.next_cursor).map_err(unwritten)?;
    if let Some(total) = page.total {
        body.field("total", &total).map_err(unwritten)?;
    }
    body.end();
    Ok(out)
}

async fn read<E: Resource>(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = at.id()?;
    if query.iter().any(|(name, _)| name == "as_of") {
        return crate::past::read::<E>(&state, &caller, id, &query).await;
    }
    let shape = query.iter().all(|(name, _)| matches!(name.as_str(), "fields" | "populate"));
    let list = if shape {
        List::parse::<E>(&query)?
    } else {
        return Err(no_params(&query).err().unwrap_or(Error::NotFound).into());
    };
    let (revision, body) = state
        .app
        .read(&caller, move |cx| {
            Box::pin(async move {
                let row: E = crud::get(cx, id).await?;
                let rows = [row];
                let populated = populate::fetch(cx, &rows, &list.populate).await?;
                let [row] = &rows;
                let fields = list.fields.as_deref();
                let (can, shown) = (row.can(cx), row.seen(cx));
                let view = View { row: shown, can, fields, populate: &list.populate, populated: &populated };
                Ok((row.head().revision, view.text()?))
            })
        })
        .await?;
    let tag = etag(revision, &body);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    if known.is_some_and(|known| known == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
    {
        return Ok(tagged(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    Ok(tagged(json(StatusCode::OK, body), &tag))
}

pub(crate) async fn create<E: Resource>(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    Object(body): Object,
) -> Result<Response, Problem> {
    let options = follow::options::<E>(&query, false)?;
    let collection = format!("/api/v1/organizations/{}/{}", caller.organization, E::PATH);
    let work = job(move |cx| {
        let (body, collection) = (body.clone(), collection.clone());
        Box::pin(async move {
            let row: E = crud::create(cx, &body).await?;
            let location = (!options.dry_run).then(|| format!("{collection}/{}", row.head().id));
            let status = if options.dry_run { StatusCode::OK } else { StatusCode::CREATED };
            Ok(Reply { location, ..follow::created(cx, row, status).await? })
        })
    });
    reply(&state, &caller, options, work).await
}

pub(crate) async fn change<E: Resource>(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
    Object(body): Object,
) -> Result<Response, Problem> {
    let (id, expected) = (at.id()?, if_match(&headers)?);
    let options = follow::options::<E>(&query, false)?;
    let work = job(move |cx| {
        let body = body.clone();
        Box::pin(async move {
            let row: E = crud::patch(cx, id, expected, &body).await?;
            follow::changed(cx, row, &body).await
        })
    });
    match run(&state, &caller, options, work).await {
        Ok(reply) => Ok(reply.into_response()),
        Err(Problem(Error::Stale { .. })) => stale::<E>(&state, &caller, id).await,
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn remove<E: Resource>(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (id, expected) = (at.id()?, if_match(&headers)?);
    let options = follow::options::<E>(&query, true)?;
    let work = job(move |cx| {
        Box::pin(async move {
            if options.purge {
                return crud::purge::<E>(cx, id).await;
            }
            crud::trash::<E>(cx, id, expected).await?;
            follow::came_or_went::<E>(cx, id).await?.within_limit(cx, &[])
        })
    });
    run(&state, &caller, options, work).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// An organization is purged from the trash, where nothing else can reach it.
async fn remove_organization(
    state: State<AppState>,
    caller: InOrganization,
    at: Path<At>,
    query: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(&query.0, true)?;
    if !options.purge {
        return remove::<Organization>(state, caller, at, query, headers).await;
    }
    if options.dry_run {
        return Err(Error::unreadable("bad_parameter", "`dryRun` does not go with `purge`").into());
    }
    let purged = state.app.write_trashed(&caller.0, |cx| Box::pin(organization::purge(cx))).await;
    match purged {
        Err(Error::NotFound) => {
            let live = state.app.read(&caller.0, |cx| Box::pin(async { cx.require(Organization::DELETE) })).await;
            live?;
            Err(Error::conflict("not_in_trash", "only what is in the trash can be purged; delete it first").into())
        }
        done => Ok(done.map(|()| StatusCode::NO_CONTENT.into_response())?),
    }
}

async fn restore_organization(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
) -> Result<Response, Problem> {
    no_params(&query)?;
    let id = caller.organization.cast();
    let work = job(move |cx| {
        Box::pin(async move {
            let row: Organization = crud::restore(cx, id).await?;
            let can = row.can(cx);
            Ok((row, can))
        })
    });
    let (row, can) = state.app.write_trashed(&caller, work).await?;
    one(StatusCode::OK, &row, can)
}

pub(crate) async fn restore<E: Resource>(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let id = at.id()?;
    let options = follow::options::<E>(&query, false)?;
    let work = job(move |cx| {
        Box::pin(async move {
            let row: E = crud::restore(cx, id).await?;
            let told = follow::came_or_went::<E>(cx, id).await?;
            follow::renewed(cx, row, StatusCode::OK, &told).await
        })
    });
    reply(&state, &caller, options, work).await
}

/// Says of a closure that it works for any lifetime of the context, which Rust cannot infer from a `let`.
pub fn job<T, F>(work: F) -> F
where
    F: for<'a> Fn(&'a mut Ctx) -> guildhall_store::BoxFuture<'a, Result<T, Error>> + Send + Sync + 'static,
{
    work
}

/// Runs a change for good, or only to see what it would do.
pub async fn run<T, F>(
    state: &AppState,
    caller: &guildhall_core::Caller,
    options: WriteOptions,
    work: F,
) -> Result<T, Problem>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Ctx) -> guildhall_store::BoxFuture<'a, Result<T, Error>> + Send + Sync + 'static,
{
    let work = job(move |cx| {
        cx.plan.most_moved = options.move_at_most;
        work(cx)
    });
    let done =
        if options.dry_run { state.app.rehearse(caller, work).await } else { state.app.write(caller, work).await };
    Ok(done?)
}

/// The answer for one object as the caller sees it, with its tag.
pub fn one<E: Resource>(status: StatusCode, row: &E, can: Vec<&'static str>) -> Result<Response, Problem> {
    let view = View { row: Cow::Borrowed(row), can, fields: None, populate: &[], populated: &Populated::new() };
    let body = view.text()?;
    let tag = etag(row.head().revision, &body);
    Ok(tagged(json(status, body), &tag))
}

/// The revision that the client believes is current.
pub fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Error> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim().trim_start_matches("W/").trim_matches('"');
    if text == "*" {
        return Ok(None);
    }
    let revision = text.split('.').next().unwrap_or_default().parse();
    revision
        .map(Some)
        .map_err(|_| Error::unreadable("bad_if_match", "If-Match is the ETag of an earlier answer, like \"3.1a2b\""))
}

pub(crate) fn etag(revision: i64, body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let hex: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{revision}.{hex}\"")
}

fn tagged(mut response: Response, tag: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// Serialises an answer.
pub fn to_vec(value: &impl serde::Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|e| Error::Internal(e.to_string()))
}

/// The same of an answer of about this many bytes, which is then not moved while it grows.
pub fn to_vec_of(value: &impl serde::Serialize, about: usize) -> Result<Vec<u8>, Error> {
    let mut body = Vec::with_capacity(about);
    serde_json::to_writer(&mut body, value).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(body)
}

/// A JSON answer from bytes.
pub fn json(status: StatusCode, body: Vec<u8>) -> Response {
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (status, kind, body).into_response()
}
