//! The vault: the key ring of a running process, and everything that was sealed with it. The ring is read
//! before anything is served; one that does not fit what is sealed stops the process with one sentence.

use super::seal::{KeyRing, Place, Sealed, Unopened};
use crate::ctx::App;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::org::Organization;
use guildhall_store::{Db, Id, Scope};
use parking_lot::RwLock;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Where a key ring is kept.
pub trait KeyStore: Send + Sync {
    /// Reads it again.
    fn load(&self) -> Result<KeyRing, String>;
    /// Keeps another one from now on.
    fn save(&self, ring: &KeyRing) -> Result<(), String>;
}

/// The key ring in use.
#[derive(Default)]
pub struct Vault {
    ring: RwLock<Option<Arc<KeyRing>>>,
    store: Option<Box<dyn KeyStore>>,
}

/// The one table of sealed values.
pub const TABLE: &str = "integration_credentials";

/// A sealed value with its place: organization, row, field, key, bytes.
type Kept = (Id<Organization>, AnyId, String, i64, Vec<u8>);

const KEPT: &str = "SELECT organization_id, integration_id, name, key_id, sealed FROM integration_credentials \
    WHERE key_id = $1 ORDER BY organization_id, integration_id, name";

/// Values that are sealed anew in one transaction.
const BATCH: usize = 200;

impl Vault {
    /// A vault with this ring, kept nowhere else.
    pub fn of(ring: KeyRing) -> Self {
        Self { ring: RwLock::new(Some(Arc::new(ring))), store: None }
    }

    /// A vault with this ring, which is kept there.
    pub fn kept(ring: KeyRing, store: Box<dyn KeyStore>) -> Self {
        Self { store: Some(store), ..Self::of(ring) }
    }

    fn ring(&self) -> Result<Arc<KeyRing>> {
        let missing =
            || Error::Unavailable { code: "no_key", detail: "this server was started without a key ring".into() };
        self.ring.read().clone().ok_or_else(missing)
    }

    /// Seals a text for one place.
    pub fn seal(&self, place: &Place<'_>, text: &str) -> Result<Sealed> {
        self.ring()?.seal(place, text).ok_or_else(|| Error::Internal("a value could not be sealed".into()))
    }

    /// Opens what was sealed for this place; another process may have added the key since this one read them.
    pub fn open(&self, place: &Place<'_>, sealed: &Sealed) -> Result<Zeroizing<String>> {
        let opened = match (self.ring()?.open(place, sealed), &self.store) {
            (Err(Unopened::NoKey(_)), Some(store)) => {
                let fresh = Arc::new(store.load().map_err(Error::Internal)?);
                *self.ring.write() = Some(Arc::clone(&fresh));
                fresh.open(place, sealed)
            }
            (other, _) => other,
        };
        opened
            .map_err(|why| Error::Unavailable { code: "sealed", detail: format!("a credential does not open: {why}") })
    }

    /// Adds a key that seals from now on; the older ones still open.
    fn rotate(&self) -> Result<i64> {
        let kept = |why: String| Error::Unavailable { code: "no_key", detail: why };
        let current = match &self.store {
            Some(store) => Arc::new(store.load().map_err(kept)?),
            None => self.ring()?,
        };
        let next = Arc::new(current.rotated());
        if let Some(store) = &self.store {
            store.save(&next).map_err(kept)?;
        }
        let active = next.active();
        *self.ring.write() = Some(next);
        Ok(active)
    }
}

/// Numbers of the keys that values are sealed with.
async fn keys_in_use(db: &Db) -> Result<Vec<i64>> {
    let read = db.read(Scope::System("keys in use"), move |tx| {
        Box::pin(async move {
            let sql = "SELECT DISTINCT key_id FROM integration_credentials ORDER BY key_id";
            let rows: Vec<(i64,)> = tx.rows(sql, &[]).await?;
            Ok::<_, Error>(rows.into_iter().map(|(id,)| id).collect())
        })
    });
    read.await
}

/// True if anything is sealed in this database.
pub async fn is_in_use(db: &Db) -> Result<bool> {
    Ok(!keys_in_use(db).await?.is_empty())
}

/// Says which key of the ring does not open what was sealed with it: one value of each key is opened.
pub async fn verify(db: &Db, ring: &KeyRing) -> Result<Option<Unopened>> {
    for key in keys_in_use(db).await? {
        let read = db.read(Scope::System("a value of a key"), move |tx| {
            Box::pin(async move { Ok::<_, Error>(tx.row::<Kept>(&format!("{KEPT} LIMIT 1"), &[&key]).await?) })
        });
        if let Some((organization, row, field, key_id, bytes)) = read.await? {
            let place = Place { organization, table: TABLE, row, field: &field };
            if let Err(why) = ring.open(&place, &Sealed { key_id, bytes }) {
                return Ok(Some(why));
            }
        }
    }
    Ok(None)
}

/// How a rotation went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rotation {
    /// Number of the key that seals from now on.
    pub active: i64,
    /// How many values were sealed anew.
    pub resealed: u64,
}

/// Adds a key and seals everything anew with it, batch by batch: what is interrupted is gone on with by the
/// next one. The older keys stay on the ring, for what a backup brings back.
pub async fn rotate(app: &App) -> Result<Rotation> {
    let active = app.outside().vault.rotate()?;
    let mut resealed = 0;
    for key in keys_in_use(app.db()).await?.into_iter().filter(|key| *key != active) {
        loop {
            let app_then = app.clone();
            let batch = app.db().write(Scope::System("values sealed anew"), move |tx| {
                let app = app_then.clone();
                Box::pin(async move {
                    let kept: Vec<Kept> = tx.rows(&format!("{KEPT} LIMIT {BATCH} FOR NO KEY UPDATE"), &[&key]).await?;
                    let count = kept.len();
                    for (organization, row, field, key_id, bytes) in kept {
                        let place = Place { organization, table: TABLE, row, field: &field };
                        let vault = &app.outside().vault;
                        let text = vault.open(&place, &Sealed { key_id, bytes })?;
                        let Sealed { key_id, bytes } = vault.seal(&place, &text)?;
                        let sql = "UPDATE integration_credentials SET key_id = $1, sealed = $2 \
                            WHERE organization_id = $3 AND integration_id = $4 AND name = $5";
                        tx.execute(sql, &[&key_id, &bytes, &organization, &row, &field]).await?;
                    }
                    Ok::<_, Error>(count)
                })
            });
            let count = batch.await?;
            resealed += count as u64;
            if count < BATCH {
                break;
            }
        }
    }
    Ok(Rotation { active, resealed })
}
