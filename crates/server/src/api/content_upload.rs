//! Uploads. A form is read part by part: first its texts, then, once it is clear that the caller may, the one
//! file, which goes piece by piece to the object store and is never held in memory. The bytes are safe before
//! a row says that they are there; what is cut off on the way leaves neither.

use crate::crud::WriteOptions;
use crate::problem::Problem;
use crate::state::AppState;
use crate::sweep::failed;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::{Stream, StreamExt, stream};
use guildhall_connectors::objects::{Incoming, PIECE, Staged};
use guildhall_core::error::shorten;
use guildhall_core::files::blob::{self, LOST};
use guildhall_core::files::{Blob, Upload, filename, media};
use guildhall_core::time::Timestamp;
use guildhall_core::{AnyId, Caller, Ctx, Error, ids};
use guildhall_store::{BoxFuture, Id};
use std::collections::BTreeMap;
use std::task::Poll;
use std::time::Duration;

/// What multipart itself adds to a file at most.
const MOST_AROUND: u64 = 64 << 10;
/// Longest text beside the file.
const MOST_TEXT: usize = 20_000;
/// How long nothing may arrive; how long the whole takes does not matter.
const IDLE: Duration = Duration::from_secs(60);

/// The texts of a form.
#[derive(Debug, Clone, Default)]
pub struct Parts(BTreeMap<String, String>);

impl Parts {
    /// A text; an empty one counts as absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// An id that leads to a thing; what is no id leads to nothing.
    pub fn reference<T>(&self, name: &str, what: &str) -> Result<Option<Id<T>>, Error> {
        let read = |text: &str| text.parse().ok().filter(|id| *id != Id::default());
        self.text(name).map(|text| read(text).ok_or_else(|| Error::no_such(name, what))).transpose()
    }

    /// The id that the client chose for what it makes.
    pub fn chosen_id(&self) -> Result<Option<AnyId>, Error> {
        let read = |text: &str| text.parse().ok().filter(|id| *id != AnyId::default());
        let wrong = || Error::invalid("id", "format", "an id is 24 hexadecimal digits, not all of them 0");
        self.text("id").map(|text| read(text).ok_or_else(wrong)).transpose()
    }
}

/// A file that has arrived.
#[derive(Debug)]
pub struct Arrived {
    pub filename: String,
    staged: Staged,
}

/// A form that is being read.
pub struct Form<'s> {
    state: &'s AppState,
    caller: &'s Caller,
    /// Texts that it may have.
    fields: &'static [&'static str],
    /// What the request says about its length.
    length: Option<u64>,
    form: Multipart,
}

fn too_large(state: &AppState) -> Error {
    Error::TooLarge(format!("an upload has at most {} bytes", state.config.max_upload))
}

fn broken(error: &MultipartError) -> Error {
    Error::unreadable("malformed_multipart", format!("the form cannot be read: {}", error.body_text()))
}

fn quota(state: &AppState) -> Option<i64> {
    state.config.storage_quota.map(|most| i64::try_from(most).unwrap_or(i64::MAX))
}

impl<'s> Form<'s> {
    /// Looks at the request; its body is not read yet.
    pub async fn open(
        state: &'s AppState,
        caller: &'s Caller,
        fields: &'static [&'static str],
        request: Request,
    ) -> Result<Self, Error> {
        let length = declared(request.headers());
        if length.is_some_and(|length| length > state.config.max_upload.saturating_add(MOST_AROUND)) {
            return Err(too_large(state));
        }
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, Body::from_stream(one_by_one(body)));
        let form = Multipart::from_request(request, &()).await;
        let form = form.map_err(|_| Error::Unsupported("send multipart/form-data with a part `file`".into()))?;
        Ok(Self { state, caller, fields, length, form })
    }

    /// Reads it. `may` is asked when the texts are there and before a byte of the file is taken.
    pub async fn read<F>(mut self, may: F) -> Result<(Parts, Arrived), Error>
    where
        F: for<'a> Fn(&'a Ctx, Parts) -> BoxFuture<'a, Result<(), Error>> + Send + Sync + 'static,
    {
        let mut texts = Parts::default();
        let mut may = Some(may);
        let mut arrived = None;
        while let Some(part) = self.form.next_field().await.map_err(|error| broken(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            match (name.as_str(), &arrived, may.take()) {
                ("file", None, Some(ask)) => {
                    let (kept, more) = (texts.clone(), self.length.unwrap_or(0).saturating_sub(MOST_AROUND));
                    allow(self.state, self.caller, kept, more, ask).await?;
                    arrived = Some(take(self.state, part).await?);
                }
                ("file", ..) => return Err(Error::invalid("file", "duplicate", "`file` stands twice")),
                (known, None, ask) if self.fields.contains(&known) => {
                    let text = text(&name, part).await?;
                    if texts.0.insert(name.clone(), text).is_some() {
                        return Err(Error::invalid(&name, "duplicate", format!("`{name}` stands twice")));
                    }
                    may = ask;
                }
                (known, Some(_), _) if self.fields.contains(&known) => {
                    let detail = format!("send `{name}` before `file`, so that it is known when the file arrives");
                    return Err(Error::invalid(&name, "order", detail));
                }
                _ => {
                    let shown = shorten(&name);
                    return Err(Error::invalid(&shown, "unknown_field", format!("there is no part `{shown}` here")));
                }
            }
        }
        match arrived {
            Some(arrived) => Ok((texts, arrived)),
            None => Err(Error::invalid("file", "required", "send the file as the part `file`")),
        }
    }
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok())
}

/// Hands out one piece at a time. The reader of forms takes all that is ready before it looks at any of it,
/// and with a fast sender that could be everything.
fn one_by_one(body: Body) -> impl Stream<Item = Result<Bytes, axum::Error>> + Send {
    let mut body = body.into_data_stream();
    let mut waiting: Option<Bytes> = None;
    let mut rest = false;
    stream::poll_fn(move |cx| {
        if std::mem::take(&mut rest) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut bytes = match waiting.take() {
            Some(bytes) => bytes,
            None => match body.poll_next_unpin(cx) {
                Poll::Ready(Some(Ok(bytes))) => bytes,
                other => return other,
            },
        };
        if bytes.len() > PIECE {
            waiting = Some(bytes.split_off(PIECE));
        }
        rest = true;
        Poll::Ready(Some(Ok(bytes)))
    })
}

/// The next bytes of a part.
async fn next(part: &mut Field<'_>) -> Result<Option<Bytes>, Error> {
    let stalled = || Error::unreadable("cut_short", format!("nothing arrived for {} seconds", IDLE.as_secs()));
    let chunk = tokio::time::timeout(IDLE, part.chunk()).await.map_err(|_| stalled())?;
    chunk.map_err(|error| match error.status() {
        StatusCode::BAD_REQUEST => Error::unreadable("cut_short", "the body ended before it was complete"),
        _ => broken(&error),
    })
}

async fn text(name: &str, mut part: Field<'_>) -> Result<String, Error> {
    let mut out = Vec::new();
    while let Some(chunk) = next(&mut part).await? {
        if out.len() + chunk.len() > MOST_TEXT {
            return Err(Error::invalid(name, "too_long", format!("at most {MOST_TEXT} bytes")));
        }
        out.extend_from_slice(&chunk);
    }
    let text = String::from_utf8(out).ok().filter(|text| !text.contains('\0'));
    text.ok_or_else(|| Error::invalid(name, "format", format!("`{name}` is no text")))
}

async fn allow<F>(state: &AppState, caller: &Caller, texts: Parts, more: u64, ask: F) -> Result<(), Error>
where
    F: for<'a> Fn(&'a Ctx, Parts) -> BoxFuture<'a, Result<(), Error>> + Send + Sync + 'static,
{
    let (quota, more) = (quota(state), i64::try_from(more).unwrap_or(i64::MAX));
    let read = state.app.read(caller, move |cx| {
        Box::pin(async move {
            ask(cx, texts).await?;
            blob::require_room(cx, more, quota).await
        })
    });
    read.await
}

/// Sends the file to the object store, piece by piece.
async fn take(state: &AppState, mut part: Field<'_>) -> Result<Arrived, Error> {
    let filename = filename::tidy(part.file_name().unwrap_or_default());
    let mut incoming: Incoming = state.objects.begin().await.map_err(failed)?;
    while let Some(chunk) = next(&mut part).await? {
        if incoming.size() + chunk.len() as u64 > state.config.max_upload {
            return Err(too_large(state));
        }
        incoming.write(chunk).await.map_err(failed)?;
    }
    Ok(Arrived { filename, staged: incoming.finish().await.map_err(failed)? })
}

/// Says of a closure that it works for any lifetime of the context, which Rust cannot infer from a `let`.
pub fn job<T, F>(work: F) -> F
where
    F: for<'a> Fn(&'a mut Ctx, Upload) -> BoxFuture<'a, Result<T, Error>> + Clone + Send + Sync + 'static,
{
    work
}

/// Runs the change that shows the bytes. It goes on when the client leaves.
pub async fn show<T, F>(
    state: &AppState,
    caller: &Caller,
    options: WriteOptions,
    staged: Staged,
    work: F,
) -> Result<T, Problem>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Ctx, Upload) -> BoxFuture<'a, Result<T, Error>> + Clone + Send + Sync + 'static,
{
    let (state, caller) = (state.clone(), caller.clone());
    let running = tokio::spawn(async move { keep_and_show(&state, &caller, options, staged, work).await });
    let done = running.await.map_err(|error| Error::Internal(format!("an upload stopped: {error}")))?;
    Ok(done?)
}

async fn keep_and_show<T, F>(
    state: &AppState,
    caller: &Caller,
    options: WriteOptions,
    staged: Staged,
    work: F,
) -> Result<T, Error>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Ctx, Upload) -> BoxFuture<'a, Result<T, Error>> + Clone + Send + Sync + 'static,
{
    let candidate: Id<Blob> = ids::fresh(Timestamp::now());
    let mut upload = Upload {
        sha256: staged.sha256.clone(),
        size: i64::try_from(staged.size).unwrap_or(i64::MAX),
        media_type: media::sniff(&staged.head).to_owned(),
        candidate,
        kept: options.dry_run,
        quota: quota(state),
    };
    if options.dry_run {
        return state.app.rehearse(caller, with(upload, work)).await;
    }
    if known(state, caller, &upload).await? {
        match state.app.write(caller, with(upload.clone(), work.clone())).await {
            // Collected since a moment ago: these are the only bytes now.
            Err(Error::Unavailable { code: LOST, .. }) => {}
            done => return done,
        }
    }
    let key = blob::key(caller.organization, &upload.sha256, candidate);
    staged.keep(&key).await.map_err(failed)?;
    upload.kept = true;
    let done = state.app.write(caller, with(upload, work)).await;
    // Where it is not known whether the row was kept, the bytes wait for the sweep to find out.
    let unknown = matches!(&done, Err(Error::Unavailable { .. }));
    if !unknown && blob::present(&state.app, caller.organization, vec![candidate]).await?.is_empty() {
        state.objects.delete(&key).await.map_err(failed)?;
    }
    done
}

/// The change, with what has arrived.
fn with<T, F>(
    upload: Upload,
    work: F,
) -> impl for<'a> Fn(&'a mut Ctx) -> BoxFuture<'a, Result<T, Error>> + Send + Sync + 'static
where
    F: for<'a> Fn(&'a mut Ctx, Upload) -> BoxFuture<'a, Result<T, Error>> + Send + Sync + 'static,
    T: 'static,
{
    move |cx| work(cx, upload.clone())
}

/// The organization has the same bytes already.
async fn known(state: &AppState, caller: &Caller, upload: &Upload) -> Result<bool, Error> {
    let sha256 = upload.sha256.clone();
    let read = state.app.read(caller, move |cx| Box::pin(async move { blob::find(cx, &sha256).await }));
    Ok(read.await?.is_some())
}

impl Arrived {
    /// Takes it apart: its name, and its bytes.
    pub fn split(self) -> (String, Staged) {
        (self.filename, self.staged)
    }
}
