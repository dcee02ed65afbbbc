//! Collects bytes that nothing shows any more. Rows go first and their bytes follow; bytes that never got a
//! row, because an upload or the server was cut off, are found by looking through the store. What is young is
//! left alone: its row may be about to be written.

use futures_util::TryStreamExt;
use guildhall_connectors::Objects;
use guildhall_core::files::Blob;
use guildhall_core::files::blob;
use guildhall_core::org::Organization;
use guildhall_core::{App, Error};
use guildhall_store::Id;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// Between two rounds.
const PAUSE: Duration = Duration::from_secs(5 * 60);
/// Rounds between two looks through the whole store.
const ROUNDS: u32 = 72;
/// An upload that goes on is never silent for this long, and its row follows at once.
const GRACE: Duration = Duration::from_secs(60 * 60);
/// How far the clock of a file may be behind.
const COARSE: Duration = Duration::from_secs(1);
/// Keys that are looked up at once.
const AT_ONCE: usize = 500;

/// Starts the job; `alone` where nobody else writes into the store.
pub fn start(app: App, objects: Objects, alone: bool) -> JoinHandle<()> {
    let started = Instant::now();
    tokio::spawn(async move {
        if alone && let Err(error) = sweep_old(&app, &objects, started).await {
            tracing::warn!(%error, "uploads that were cut off could not be deleted");
        }
        for round in 0_u32.. {
            let whole = round % ROUNDS == 0;
            if let Err(error) = sweep(&app, &objects, GRACE, whole).await {
                tracing::warn!(%error, "files that nothing shows could not be collected");
            }
            tokio::time::sleep(PAUSE).await;
        }
    })
}

/// Deletes what an earlier process left on its way: half an upload, and bytes without a row.
async fn sweep_old(app: &App, objects: &Objects, started: Instant) -> Result<usize, Error> {
    let aside = objects.sweep_aside(Duration::ZERO).await.map_err(failed)?;
    Ok(aside + sweep_strays(app, objects, &|| started.elapsed() + COARSE).await?)
}

/// One round; with `whole` also a look through the whole store. Answers how many objects went.
pub async fn sweep(app: &App, objects: &Objects, grace: Duration, whole: bool) -> Result<usize, Error> {
    let mut gone = 0;
    loop {
        let (blobs, more) = blob::collect(app).await?;
        for blob in &blobs {
            objects.delete(&blob.key()).await.map_err(failed)?;
        }
        gone += blobs.len();
        // What went may have been all that showed something else: a picture its small one.
        if !more && blobs.is_empty() {
            break;
        }
    }
    gone += objects.sweep_aside(grace).await.map_err(failed)?;
    if whole {
        gone += sweep_strays(app, objects, &|| grace).await?;
    }
    Ok(gone)
}

/// An error of the object store as one of the product.
pub fn failed(error: guildhall_connectors::objects::ObjectError) -> Error {
    use guildhall_connectors::objects::ObjectError;
    match error {
        ObjectError::Full => Error::Unavailable {
            code: "storage_full",
            detail: "there is no room left for files; tell whoever runs the server".into(),
        },
        other => Error::Internal(other.to_string()),
    }
}

/// Deletes bytes whose row is not there.
async fn sweep_strays(app: &App, objects: &Objects, grace: &(dyn Fn() -> Duration + Sync)) -> Result<usize, Error> {
    let mut found: HashMap<Id<Organization>, Vec<(Id<Blob>, String)>> = HashMap::new();
    let (mut held, mut gone) = (0, 0);
    let mut all = objects.list();
    while let Some(stored) = all.try_next().await.map_err(failed)? {
        // What has no key of ours was put there by somebody else.
        let Some((organization, id)) = blob::parse_key(&stored.key).filter(|_| stored.age >= grace()) else { continue };
        found.entry(organization).or_default().push((id, stored.key));
        held += 1;
        if held == AT_ONCE {
            gone += delete_strays(app, objects, std::mem::take(&mut found)).await?;
            held = 0;
        }
    }
    Ok(gone + delete_strays(app, objects, found).await?)
}

async fn delete_strays(
    app: &App,
    objects: &Objects,
    found: HashMap<Id<Organization>, Vec<(Id<Blob>, String)>>,
) -> Result<usize, Error> {
    let mut gone = 0;
    for (organization, keys) in found {
        let present = blob::present(app, organization, keys.iter().map(|(id, _)| *id).collect()).await?;
        for (_, key) in keys.iter().filter(|(id, _)| !present.contains(id)) {
            objects.delete(key).await.map_err(failed)?;
            gone += 1;
        }
    }
    Ok(gone)
}
