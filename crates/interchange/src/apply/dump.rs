//! Brings an export of a MongoDB database into an organization: the documents of one organization of the
//! export, under their own ids. Like any import it is decided on a snapshot and written in chunks under one batch
//! id; a document is held as its place in the export and read again when its turn comes.

pub mod accounts;
mod build;
mod decide;
mod desk;
mod links;
mod maps;
mod papers;
mod people;
mod piece;
mod put;
pub mod scope;
mod survey;
mod talk;
mod task;
mod words;
mod work;
pub(super) mod write;

use super::draft::Draft;
use super::{Options, Prepared, report, shorten};
use crate::model::Notice;
use crate::mongo::{Collection, Dump};
use decide::Decision;
use guildhall_core::org::{Organization, User};
use guildhall_core::time::Timestamp;
use guildhall_core::work::Import;
use guildhall_core::{AnyId, App, Caller, Error, Result, crud, ids};
use guildhall_store::Id;
use maps::Maps;
use piece::Piece;
use scope::Scope;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};
use survey::Survey;

/// An export and what its ids lead to.
pub(super) struct Source {
    dump: Arc<Dump>,
    maps: Maps,
}

/// The source of all steps, which is whole once everything is decided.
#[derive(Clone)]
pub(super) struct Shared(Arc<OnceLock<Source>>);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared")
    }
}

impl Shared {
    /// A document once more, to be written under this id.
    fn again(&self, at: usize, id: AnyId) -> Option<Box<dyn Piece>> {
        build::again(self.0.get()?, at, id)
    }
}

/// Decides what an import of an export does; reads, and writes nothing.
pub(super) async fn prepare(app: &App, caller: &Caller, dump: Arc<Dump>, options: Options) -> Result<Prepared> {
    let collections: BTreeSet<Collection> = dump.entries.iter().map(|entry| entry.collection).collect();
    let read = app.read(caller, move |cx| {
        Box::pin(async move {
            survey::require(cx, &collections)?;
            let own: Organization = crud::get(cx, cx.organization.cast()).await?;
            Ok((own.id.to_string(), own.name, cx.now))
        })
    });
    let (id, name, now) = read.await?;
    if options.project.is_some() {
        let detail = "an export of MongoDB brings its own projects; leave `projectId` out";
        return Err(Error::invalid("projectId", "not_taken", detail));
    }
    let (whole, from, own) = (Arc::clone(&dump), options.from.clone(), (id, name.clone()));
    let scope = apart(move || {
        let chosen = scope::choose(&whole, from.as_deref(), (&own.0, &own.1))?;
        Ok(scope::of(&whole, chosen))
    });
    let scope = Arc::new(scope.await?);
    let (asked, within) = (Arc::clone(&dump), Arc::clone(&scope));
    let survey = app.read(caller, move |cx| Box::pin(async move { Survey::read(cx, &asked, &within).await })).await?;
    let (actor, caller) = (caller.user, caller.clone());
    let decided = apart(move || Ok(decide(dump, survey, &scope, &options, (actor, now, name))));
    Ok(Prepared { caller, ..decided.await? })
}

/// Work that takes long, away from the threads that serve requests.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Internal(format!("an import could not be decided: {error}")))?
}

fn decide(
    dump: Arc<Dump>,
    survey: Survey,
    scope: &Scope,
    options: &Options,
    (actor, now, name): (Id<User>, Timestamp, String),
) -> Prepared {
    let shared = Shared(Arc::default());
    let mut draft = Draft::default();
    draft.row("import", "", scope.organization.as_deref().unwrap_or_default(), &name);
    for (collection, count) in &scope.foreign {
        draft.say(0, [format!("{}: {count} documents of other organizations stay out", collection.name())]);
    }
    let mut decision = Decision::new(&dump, survey, shared.clone(), draft);
    decision.all(&scope.ours);
    let (maps, mut draft) = (decision.survey.maps, decision.draft);
    let notices = dump.notices.iter().map(|notice| Notice { row: String::new(), ..notice.clone() });
    let named = dump.notices.iter().map(|notice| notice.row.clone());
    let notices =
        notices.zip(named).map(|(notice, of)| Notice { detail: format!("{of}: {}", notice.detail), ..notice });
    draft.place_notices(notices.collect());
    let _ = shared.0.set(Source { dump, maps });
    let import = Import {
        id: ids::fresh(now),
        source: "mongo".to_owned(),
        filename: shorten(&options.filename),
        project_id: None,
        created_by: actor,
        ..report(draft.rows)
    };
    let caller = Caller { user: actor, organization: Id::default(), limit: None, origin: "".into() };
    Prepared { caller, source: "mongo", steps: draft.steps, project: Id::default(), key: None, import }
}
