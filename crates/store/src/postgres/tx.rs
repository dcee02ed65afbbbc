//! One PostgreSQL transaction. BEGIN and the scope go out together with the first statement; statements
//! that the caller polls together are pipelined in the order in which they are polled. The transaction
//! remembers the first failure: after it nothing more is sent and nothing can be committed.
//! A connection is closed unless it was given back on purpose: one whose transaction is still open would
//! let the next request commit the rows of this one.

use super::give_back;
use crate::error::{Result, StoreError};
use crate::scope::Scope;
use crate::value::Value;
use deadpool_postgres::Object;
use futures_util::{FutureExt, TryStreamExt};
use parking_lot::Mutex;
use std::pin::pin;
use std::sync::Arc;
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row};

/// A connection taken from the pool, closed when dropped.
pub(super) struct Lease(Option<Object>);

impl Lease {
    pub(super) fn new(object: Object) -> Self {
        Self(Some(object))
    }

    fn client(&self) -> Result<&Object> {
        self.0.as_ref().ok_or(StoreError::Closed)
    }

    /// Sends a command without waiting for its answer: what the connection sends next follows after it.
    fn send(&self, command: &str) {
        if let Some(client) = &self.0 {
            let _ = client.batch_execute(command).now_or_never();
        }
    }

    fn give_back(mut self) {
        if let Some(object) = self.0.take() {
            give_back(object);
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            drop(Object::take(object));
        }
    }
}

/// The handle that `Tx` runs statements on.
#[derive(Clone)]
pub(crate) struct PgTx(Arc<Shared>);

struct Shared {
    begin: String,
    state: Mutex<State>,
}

struct State {
    /// Gone once the transaction is over.
    lease: Option<Arc<Lease>>,
    begun: bool,
    failed: Option<StoreError>,
}

impl PgTx {
    pub(crate) async fn query(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        Ok(self.run(sql, values).await?.0)
    }

    pub(crate) async fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        Ok(self.run(sql, values).await?.1)
    }

    async fn run(&self, sql: &str, values: &[Value<'_>]) -> Result<(Vec<Row>, u64)> {
        let (lease, first) = self.enter()?;
        let client = lease.client()?;
        let mut watch = Watch { tx: self, unanswered: true };
        let work = fetch(client, sql, values);
        let result = if first {
            // Sent in this order within one poll, answered in this order.
            let (begun, result) = tokio::join!(biased; client.batch_execute(&self.0.begin), work);
            begun.and(result)
        } else {
            work.await
        };
        watch.unanswered = false;
        result.map_err(|error| self.fail(error))
    }

    /// The connection, and whether BEGIN must go first.
    fn enter(&self) -> Result<(Arc<Lease>, bool)> {
        let mut state = self.0.state.lock();
        let lease = state.lease.clone().ok_or(StoreError::Closed)?;
        match &state.failed {
            Some(error) => Err(error.clone()),
            None => Ok((lease, !std::mem::replace(&mut state.begun, true))),
        }
    }

    fn fail(&self, error: Error) -> StoreError {
        let aborted = error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION);
        let error = StoreError::from(error);
        let first = self.0.state.lock().failed.get_or_insert_with(|| error.clone()).clone();
        // "The transaction is aborted" only repeats that an earlier statement failed.
        if aborted { first } else { error }
    }
}

async fn fetch(client: &Object, sql: &str, values: &[Value<'_>]) -> Result<(Vec<Row>, u64), Error> {
    let statement = client.prepare_cached(sql).await?;
    let params = values.iter().map(|value| value as &(dyn ToSql + Sync));
    let mut answer = pin!(client.query_raw(&statement, params).await?);
    let mut rows = Vec::new();
    while let Some(row) = answer.try_next().await? {
        rows.push(row);
    }
    Ok((rows, answer.rows_affected().unwrap_or(0)))
}

/// Notices a statement whose future was dropped before its answer: whether it succeeded is not known.
struct Watch<'t> {
    tx: &'t PgTx,
    unanswered: bool,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if self.unanswered {
            let reason = || StoreError::Statement("a statement was dropped before its answer".into());
            self.tx.0.state.lock().failed.get_or_insert_with(reason);
        }
    }
}

/// Owns the end of a transaction. Dropped without `commit` or `discard` (the request is gone, the closure
/// panicked), it closes the connection; either way every handle answers `Closed` afterwards.
pub(super) struct Running(PgTx);

impl Running {
    pub(super) fn new(lease: Lease, scope: &Scope, mode: &str) -> Self {
        let begin = match scope {
            Scope::Org(id) => format!("BEGIN {mode}; SET LOCAL app.org = '{id}'"),
            Scope::User(id) => format!("BEGIN {mode}; SET LOCAL app.\"user\" = '{id}'"),
            Scope::System(_) => format!("BEGIN {mode}"),
        };
        let state = State { lease: Some(Arc::new(lease)), begun: false, failed: None };
        Self(PgTx(Arc::new(Shared { begin, state: Mutex::new(state) })))
    }

    pub(super) fn handle(&self) -> PgTx {
        self.0.clone()
    }

    /// Takes the connection out; `None` if an escaped handle is in the middle of a statement, in which
    /// case the connection closes when that statement is answered.
    fn end(&self) -> (Option<Lease>, bool, Option<StoreError>) {
        let mut state = self.0.0.state.lock();
        let lease = state.lease.take().and_then(Arc::into_inner);
        (lease, state.begun, state.failed.take())
    }

    /// Commits, and says why not: `Retry` for a lost race, `OutcomeUnknown` if no answer came.
    pub(super) async fn commit(self) -> Result<()> {
        let (lease, begun, failed) = self.end();
        if let Some(error) = failed {
            roll_back(lease, &Some(error.clone()));
            return Err(error);
        }
        let Some(lease) = lease else {
            return Err(StoreError::Statement("a statement was still running when its closure ended".into()));
        };
        if begun {
            let client = lease.client()?;
            if client.is_closed() {
                return Err(StoreError::Unavailable("the connection to PostgreSQL was lost before COMMIT".into()));
            }
            match client.batch_execute("COMMIT").await {
                Err(error) if !refused(&error) => return Err(StoreError::OutcomeUnknown),
                Err(error) => {
                    lease.give_back();
                    return Err(error.into());
                }
                Ok(()) => {}
            }
        }
        lease.give_back();
        Ok(())
    }

    /// Rolls back (a read has nothing to keep), without a round trip; returns the first failure if any.
    pub(super) fn discard(self) -> Option<StoreError> {
        let (lease, begun, failed) = self.end();
        match lease {
            Some(lease) if !begun => lease.give_back(),
            lease => roll_back(lease, &failed),
        }
        failed
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.0.state.lock().lease = None;
    }
}

/// The server refused to commit and said so. A connection that ended (FATAL, or no word at all) may have
/// ended after the commit record was written.
fn refused(error: &Error) -> bool {
    error.as_db_error().is_some_and(|db| db.parsed_severity() == Some(Severity::Error))
}

/// Rolls back and gives the connection back, unless the failure was of a kind that says nothing about
/// the state of the connection.
fn roll_back(lease: Option<Lease>, failed: &Option<StoreError>) {
    let understood = matches!(
        failed,
        None | Some(StoreError::Retry | StoreError::Unique(_) | StoreError::ForeignKey(_) | StoreError::Constraint(_))
    );
    if let Some(lease) = lease
        && understood
    {
        lease.send("ROLLBACK");
        lease.give_back();
    }
}
