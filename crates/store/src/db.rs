//! A database, embedded or PostgreSQL, and the two ways in: `read` on a snapshot and `write` as a
//! re-runnable closure in one transaction. Nothing else in the product opens a connection.

use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use crate::migrate::{self, Migration};
use crate::postgres::Postgres;
use crate::scope::Scope;
use crate::sqlite::Sqlite;
use crate::tx::Tx;
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the data lives.
#[derive(Debug, Clone)]
pub enum Target {
    /// One file, made if absent.
    Sqlite(PathBuf),
    /// `postgres://user:password@host:port/database`
    Postgres(String),
}

/// A read with its types erased, so that the code that runs it exists once: it puts its own answer aside and says
/// whether it succeeded.
pub(crate) type Look<'a> = Box<dyn FnOnce(Tx) -> BoxFuture<'static, bool> + Send + 'a>;

/// A write with its types erased, which may run more than once.
pub(crate) type Change = Arc<dyn Fn(Tx) -> BoxFuture<'static, bool> + Send + Sync>;

/// An open, migrated database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Backend>);

enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Db {
    /// Opens the database and brings it to the newest of `migrations`.
    pub async fn open(target: &Target, migrations: &'static [Migration]) -> Result<Self> {
        let backend = match target {
            Target::Sqlite(path) => {
                migrate::sqlite(path, migrations)?;
                Backend::Sqlite(Sqlite::open(path)?)
            }
            Target::Postgres(url) => {
                migrate::postgres(url, migrations).await?;
                Backend::Postgres(Postgres::open(url).await?)
            }
        };
        Ok(Self(Arc::new(backend)))
    }

    /// Which database this is.
    pub fn dialect(&self) -> Dialect {
        match *self.0 {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs `body` on a consistent snapshot that is thrown away afterwards.
    pub async fn read<T, E>(
        &self,
        scope: Scope,
        body: impl FnOnce(Tx) -> BoxFuture<'static, Result<T, E>> + Send,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let own = Answer::default();
        let keep = own.clone();
        let look: Look<'_> = Box::new(move |tx| keep.from(body(tx)));
        let outcome = match &*self.0 {
            Backend::Sqlite(db) => db.read(scope, look).await,
            Backend::Postgres(db) => db.read(scope, look).await,
        };
        own.after(outcome)
    }

    /// Runs `body` in one transaction and commits it if it answers `Ok`. The closure may run more than
    /// once (a lost race, a failed group commit), so it must not keep anything between runs. The write goes on when the
    /// caller stops waiting.
    pub async fn write<T, E, F>(&self, scope: Scope, body: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(Tx) -> BoxFuture<'static, Result<T, E>> + Send + Sync + 'static,
    {
        let own = Answer::default();
        let keep = own.clone();
        let change: Change = Arc::new(move |tx| keep.from(body(tx)));
        let outcome = match &*self.0 {
            Backend::Sqlite(db) => db.write(scope, change).await,
            Backend::Postgres(db) => db.write(scope, change).await,
        };
        own.after(outcome)
    }

    /// A number that grows with every finished write that could reach a global table, where only this process
    /// writes them; none where other nodes may. While it stands still, what was read from one is still so.
    pub fn global_changes(&self) -> Option<u64> {
        match &*self.0 {
            Backend::Sqlite(db) => Some(db.global_changes()),
            Backend::Postgres(_) => None,
        }
    }

    /// Finishes what is queued and closes every connection.
    pub async fn close(&self) {
        match &*self.0 {
            Backend::Sqlite(_) => {
                let db = self.clone();
                let _ = tokio::task::spawn_blocking(move || {
                    if let Backend::Sqlite(db) = &*db.0 {
                        db.close();
                    }
                })
                .await;
            }
            Backend::Postgres(db) => db.close().await,
        }
    }
}

/// Where a closure puts its own answer, the last run deciding.
struct Answer<T, E>(Arc<Mutex<Option<Result<T, E>>>>);

impl<T, E> Default for Answer<T, E> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T, E> Clone for Answer<T, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Send + 'static, E: From<StoreError> + Send + 'static> Answer<T, E> {
    /// The same work, which puts its answer here and says whether it succeeded.
    fn from(&self, work: BoxFuture<'static, Result<T, E>>) -> BoxFuture<'static, bool> {
        let kept = self.clone();
        Box::pin(async move {
            let own = work.await;
            let succeeded = own.is_ok();
            *kept.0.lock() = Some(own);
            succeeded
        })
    }

    /// The closure's own answer, unless the database says that it does not count.
    fn after(&self, outcome: Result<()>) -> Result<T, E> {
        match outcome {
            Ok(()) => self.0.lock().take().unwrap_or_else(|| Err(E::from(StoreError::Closed))),
            Err(error) => Err(E::from(error)),
        }
    }
}
