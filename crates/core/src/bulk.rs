//! Many changes of one collection in one transaction: all of them or none, or each that is right. They carry
//! one batch id in the event log, so that they are undone as one. Nothing here knows any entity.

use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::{Error, Fault, Result, shorten};
use crate::registry::Verbs;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Most operations of one request.
pub const MOST: usize = 1000;

/// What becomes of the good ones beside a bad one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// All or nothing.
    All,
    /// Each for itself.
    Each,
}

/// A request for many changes, read.
#[derive(Debug, Clone)]
pub struct Bulk {
    pub mode: Mode,
    steps: Arc<Vec<Result<Step, Fault>>>,
}

/// One change, read.
#[derive(Debug)]
struct Step {
    verb: Verb,
    fields: Map<String, Json>,
    /// Where the fields stand in the request.
    pointer: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Create,
    Update(AnyId, Option<i64>),
    Delete(AnyId, Option<i64>),
    Restore(AnyId),
}

/// What became of one change.
#[derive(Debug)]
pub enum Outcome<E> {
    Created(E),
    Changed(E),
    Trashed(AnyId),
    /// It was refused; pointers lead into the whole request.
    Refused(Error),
    /// Nothing is wrong with it, but with another one.
    NotKept,
}

/// The operations that an entity takes, by the shared routes that it has.
pub fn verbs(verbs: Verbs) -> &'static [&'static str] {
    match verbs {
        Verbs::All => &["create", "update", "delete", "restore"],
        Verbs::NoCreate => &["update", "delete", "restore"],
        Verbs::ReadAndTrash => &["delete", "restore"],
        Verbs::NoTrash => &["create", "update"],
        Verbs::Read | Verbs::OwnReads => &[],
    }
}

impl Bulk {
    /// Reads a request body. What is wrong with one operation is that one's result; what is wrong with the
    /// request is an error.
    pub fn read<E: Resource>(mut body: Map<String, Json>) -> Result<Self> {
        let mode = match body.remove("mode") {
            None => Mode::All,
            Some(Json::String(name)) if name == "all" => Mode::All,
            Some(Json::String(name)) if name == "each" => Mode::Each,
            Some(_) => return Err(Error::invalid("mode", "one_of", "one of all, each")),
        };
        let operations = match body.remove("operations") {
            Some(Json::Array(operations)) if operations.len() <= MOST => operations,
            Some(Json::Array(_)) => {
                return Err(Error::invalid("operations", "too_many", format!("at most {MOST} operations")));
            }
            Some(_) => return Err(Error::invalid("operations", "type", "expected an array")),
            None => return Err(Error::invalid("operations", "required", "`operations` is required")),
        };
        if let Some(name) = body.keys().next() {
            let detail = format!("a bulk change has no field `{}`", shorten(name));
            return Err(Error::invalid(&name.replace('~', "~0").replace('/', "~1"), "unknown_field", detail));
        }
        let steps = operations.into_iter().enumerate().map(|(at, one)| Step::read::<E>(at, one));
        Ok(Self { mode, steps: Arc::new(steps.collect()) })
    }
}

fn fault(at: usize, name: &str, code: &str, detail: impl Into<String>) -> Fault {
    let pointer = if name.is_empty() { format!("operations/{at}") } else { format!("operations/{at}/{name}") };
    Fault::at(&pointer, code, detail)
}

impl Step {
    fn read<E: Resource>(at: usize, operation: Json) -> Result<Self, Fault> {
        let Json::Object(mut fields) = operation else {
            return Err(fault(at, "", "type", "expected an object like {\"op\": \"update\", \"id\": …}"));
        };
        let able = verbs(E::VERBS);
        let op = fields.remove("op");
        let op = op.as_ref().and_then(Json::as_str).filter(|op| able.contains(op));
        let Some(op) = op else {
            return Err(fault(at, "op", "one_of", format!("one of {}", able.join(", "))));
        };
        let expected = fields.remove("ifMatch").map(|tag| revision(at, &tag)).transpose()?;
        let id = if op == "create" { None } else { Some(id(at, fields.remove("id"))?) };
        let verb = match (op, id) {
            ("update", Some(id)) => Verb::Update(id, expected),
            ("delete", Some(id)) => Verb::Delete(id, expected),
            ("restore", Some(id)) => Verb::Restore(id),
            _ => Verb::Create,
        };
        if expected.is_some() && matches!(verb, Verb::Create | Verb::Restore(_)) {
            return Err(fault(at, "ifMatch", "unknown_field", "ifMatch goes with update and delete"));
        }
        let mut pointer = format!("/operations/{at}");
        let fields = match wrapped(&fields) {
            true => {
                pointer += "/data";
                unwrap(fields)
            }
            false => fields,
        };
        if matches!(verb, Verb::Delete(..) | Verb::Restore(_))
            && let Some(name) = fields.keys().next()
        {
            return Err(fault(at, &shorten(name), "unknown_field", format!("{op} takes nothing but an id")));
        }
        Ok(Self { verb, fields, pointer })
    }
}

/// The fields stand in `data`, and nothing but a chosen id beside it. An entity may have a field of that name;
/// then it stands among others.
fn wrapped(fields: &Map<String, Json>) -> bool {
    fields.get("data").is_some_and(Json::is_object) && fields.keys().all(|name| name == "data" || name == "id")
}

fn unwrap(mut fields: Map<String, Json>) -> Map<String, Json> {
    let Some(Json::Object(mut inner)) = fields.remove("data") else { return fields };
    if let Some(id) = fields.remove("id") {
        inner.entry("id").or_insert(id);
    }
    inner
}

fn id(at: usize, value: Option<Json>) -> Result<AnyId, Fault> {
    match value {
        None => Err(fault(at, "id", "required", "`id` is required")),
        Some(value) => {
            let id = value.as_str().and_then(|text| text.parse().ok());
            id.ok_or_else(|| fault(at, "id", "format", "an id is 24 hexadecimal digits"))
        }
    }
}

/// A revision as a number, or an ETag, of which the revision counts.
fn revision(at: usize, tag: &Json) -> Result<i64, Fault> {
    let text = tag.as_str().map(|text| text.trim().trim_start_matches("W/").trim_matches('"'));
    let revision = tag.as_i64().or_else(|| text?.split('.').next()?.parse().ok());
    revision.ok_or_else(|| fault(at, "ifMatch", "format", "a revision, or the ETag of an earlier answer"))
}

/// Makes the changes. If one is wrong and they are all or nothing, none is kept.
pub async fn run<E: Resource>(cx: &mut Ctx, bulk: &Bulk) -> Result<Vec<Outcome<E>>> {
    require::<E>(cx, bulk)?;
    let batch = cx.new_id();
    cx.batch.get_or_insert(batch);
    if bulk.mode == Mode::All && bulk.steps.iter().all(Result::is_ok) {
        // Mostly nothing is wrong: then no part needs a savepoint of its own.
        let part = cx.begin_part().await?;
        let straight = straight(cx, bulk).await;
        if let Ok(done) = cx.end_part(part, straight).await? {
            return Ok(done);
        }
    }
    let mut all = Vec::with_capacity(bulk.steps.len());
    for (at, step) in bulk.steps.iter().enumerate() {
        all.push(one(cx, at, step).await?);
    }
    if bulk.mode == Mode::All && all.iter().any(|outcome| matches!(outcome, Outcome::Refused(_))) {
        cx.take_back();
        for outcome in all.iter_mut().filter(|outcome| !matches!(outcome, Outcome::Refused(_))) {
            *outcome = Outcome::NotKept;
        }
    }
    Ok(all)
}

/// What the role does not allow at all is refused as a whole.
fn require<E: Resource>(cx: &Ctx, bulk: &Bulk) -> Result<()> {
    for step in bulk.steps.iter().flatten() {
        cx.require_reach(match step.verb {
            Verb::Create => E::CREATE,
            Verb::Update(..) => E::UPDATE,
            Verb::Delete(..) | Verb::Restore(_) => E::DELETE,
        })?;
    }
    let least = if E::VERBS == Verbs::ReadAndTrash { E::DELETE } else { E::UPDATE };
    if bulk.steps.iter().all(Result::is_err) { cx.require_reach(least) } else { Ok(()) }
}

async fn straight<E: Resource>(cx: &mut Ctx, bulk: &Bulk) -> Result<Vec<Outcome<E>>> {
    let mut all = Vec::with_capacity(bulk.steps.len());
    for step in bulk.steps.iter().flatten() {
        all.push(apply(cx, step).await?);
    }
    Ok(all)
}

async fn one<E: Resource>(cx: &mut Ctx, at: usize, step: &Result<Step, Fault>) -> Result<Outcome<E>> {
    let step = match step {
        Ok(step) => step,
        Err(fault) => return Ok(Outcome::Refused(Error::Invalid(vec![fault.clone()]))),
    };
    let part = cx.begin_part().await?;
    let done = apply(cx, step).await;
    Ok(cx.end_part(part, done).await?.unwrap_or_else(|error| Outcome::Refused(located(error, at, step))))
}

async fn apply<E: Resource>(cx: &mut Ctx, step: &Step) -> Result<Outcome<E>> {
    Ok(match step.verb {
        Verb::Create => Outcome::Created(crud::create(cx, &step.fields).await?),
        Verb::Update(id, expected) => Outcome::Changed(crud::patch(cx, id, expected, &step.fields).await?),
        Verb::Delete(id, expected) => {
            crud::trash::<E>(cx, id, expected).await?;
            Outcome::Trashed(id)
        }
        Verb::Restore(id) => Outcome::Changed(crud::restore(cx, id).await?),
    })
}

/// Faults of the fields as faults of the request.
fn located(mut error: Error, at: usize, step: &Step) -> Error {
    let locate = |pointer: &mut String| {
        // A chosen id may stand beside the fields.
        let base = if pointer == "/id" { format!("/operations/{at}") } else { step.pointer.clone() };
        pointer.insert_str(0, &base);
    };
    match &mut error {
        Error::Invalid(faults) => faults.iter_mut().for_each(|fault| locate(&mut fault.pointer)),
        Error::Conflict { pointer, .. } => pointer.iter_mut().for_each(locate),
        _ => {}
    }
    error
}

/// The id of what a change is about, where there is one.
impl<E: Entity> Outcome<E> {
    pub fn id(&self) -> Option<AnyId> {
        match self {
            Self::Created(row) | Self::Changed(row) => Some(row.head().id),
            Self::Trashed(id) => Some(*id),
            Self::Refused(_) | Self::NotKept => None,
        }
    }
}
