//! One PostgreSQL transaction. BEGIN and the scope go out together with the first statement; statements
//! that the caller polls together are pipelined in the order in which they are polled, and a statement
//! sent with `execute_later` is answered together with COMMIT. The transaction remembers the first
//! failure: after it nothing more is sent and nothing can be committed.

use super::lease::Lease;
use crate::error::{Result, StoreError};
use crate::scope::Scope;
use crate::statements::worth_keeping;
use crate::value::Value;
use bytes::BytesMut;
use deadpool_postgres::Object;
use futures_util::TryStreamExt;
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Error, Row, Statement};

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
    /// Statements that were sent and whose answers nobody has waited for yet; each holds the lease.
    later: Vec<Later>,
}

type Later = BoxFuture<'static, Result<(), Error>>;

impl PgTx {
    pub(crate) async fn query(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        Ok(self.run(sql, values).await?.0)
    }

    pub(crate) async fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        Ok(self.run(sql, values).await?.1)
    }

    /// Sends a statement whose answer arrives with that of COMMIT, which does nothing if it failed.
    pub(crate) async fn execute_later(&self, sql: &str, values: &[Value<'_>]) -> Result<()> {
        let (lease, first) = self.enter()?;
        let watch = Watch::new(self);
        if first {
            let (tx, lease) = (self.clone(), Arc::clone(&lease));
            self.send(Box::pin(async move {
                let Ok(client) = lease.client() else { return Ok(()) };
                client.batch_execute(&tx.0.begin).await
            }))
            .await?;
        }
        let prepared = prepare(lease.client()?, sql).await;
        watch.answered();
        let statement = match prepared {
            Ok(statement) => statement,
            Err(error) => return Err(self.fail(error).await),
        };
        let params = encode(values, statement.params())?;
        self.send(Box::pin(async move {
            let Ok(client) = lease.client() else { return Ok(()) };
            let mut answer = pin!(client.query_raw(&statement, params).await?);
            while answer.try_next().await?.is_some() {}
            Ok(())
        }))
        .await
    }

    /// Runs a command without parameters, once everything that was sent before it is answered.
    pub(crate) async fn command(&self, sql: &str) -> Result<()> {
        let later = std::mem::take(&mut self.0.state.lock().later);
        if let Some(error) = first_failure(later).await {
            return Err(self.fail(error).await);
        }
        let (lease, first) = self.enter()?;
        let client = lease.client()?;
        let watch = Watch::new(self);
        let result = if first {
            let (begun, done) = tokio::join!(biased; client.batch_execute(&self.0.begin), client.batch_execute(sql));
            begun.and(done)
        } else {
            client.batch_execute(sql).await
        };
        watch.answered();
        match result {
            Ok(()) => Ok(()),
            Err(error) => Err(self.fail(error).await),
        }
    }

    /// Runs the command that goes back to a savepoint; a refused statement since then is forgotten.
    pub(crate) async fn roll_back(&self, sql: &str) -> Result<()> {
        let later = std::mem::take(&mut self.0.state.lock().later);
        if let Some(error) = first_failure(later).await {
            let _ = self.fail(error).await;
        }
        self.0.state.lock().failed.take_if(|error| error.is_refusal());
        self.command(sql).await
    }

    /// Nothing runs after this, and the whole is run again.
    pub(crate) fn lose_race(&self) {
        self.0.state.lock().failed.get_or_insert(StoreError::Retry);
    }

    async fn run(&self, sql: &str, values: &[Value<'_>]) -> Result<(Vec<Row>, u64)> {
        let (lease, first) = self.enter()?;
        let client = lease.client()?;
        let watch = Watch::new(self);
        let work = fetch(client, sql, values);
        let result = if first {
            // Sent in this order within one poll, answered in this order.
            let (begun, result) = tokio::join!(biased; client.batch_execute(&self.0.begin), work);
            begun.and(result)
        } else {
            work.await
        };
        watch.answered();
        match result {
            Ok(answer) => Ok(answer),
            Err(error) => Err(self.fail(error).await),
        }
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

    /// Sends by the first poll and keeps the answer for later.
    async fn send(&self, mut statement: Later) -> Result<()> {
        match futures_util::poll!(&mut statement) {
            Poll::Ready(Err(error)) => return Err(self.fail(error).await),
            Poll::Ready(Ok(())) => {}
            Poll::Pending => self.0.state.lock().later.push(statement),
        }
        Ok(())
    }

    /// Remembers the first failure. "The transaction is aborted" only repeats that an earlier statement
    /// failed, perhaps one whose answer nobody has looked at yet.
    async fn fail(&self, error: Error) -> StoreError {
        let aborted = error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION);
        let error = StoreError::from(error);
        let later = {
            let mut state = self.0.state.lock();
            let unseen = if state.failed.is_none() { std::mem::take(&mut state.later) } else { Vec::new() };
            state.failed.get_or_insert_with(|| error.clone());
            if aborted { unseen } else { Vec::new() }
        };
        if let Some(first) = first_failure(later).await {
            self.0.state.lock().failed = Some(first.into());
        }
        if aborted { self.0.state.lock().failed.clone().unwrap_or(error) } else { error }
    }
}

async fn prepare(client: &Object, sql: &str) -> Result<Statement, Error> {
    if worth_keeping(sql) { client.prepare_cached(sql).await } else { client.prepare(sql).await }
}

async fn fetch(client: &Object, sql: &str, values: &[Value<'_>]) -> Result<(Vec<Row>, u64), Error> {
    let statement = prepare(client, sql).await?;
    let params = values.iter().map(|value| value as &(dyn ToSql + Sync));
    let mut answer = pin!(client.query_raw(&statement, params).await?);
    let mut rows = Vec::new();
    while let Some(row) = answer.try_next().await? {
        rows.push(row);
    }
    Ok((rows, answer.rows_affected().unwrap_or(0)))
}

async fn first_failure(later: Vec<Later>) -> Option<Error> {
    let mut first = None;
    for answer in later {
        if let Err(error) = answer.await {
            first.get_or_insert(error);
        }
    }
    first
}

/// A parameter in the bytes that go to the server, for a statement that outlives what it was given.
#[derive(Debug)]
struct Encoded(Option<BytesMut>);

fn encode(values: &[Value<'_>], types: &[Type]) -> Result<Vec<Encoded>> {
    let one = |(value, ty): (&Value<'_>, &Type)| {
        let mut bytes = BytesMut::new();
        match value.to_sql_checked(ty, &mut bytes) {
            Ok(IsNull::No) => Ok(Encoded(Some(bytes))),
            Ok(IsNull::Yes) => Ok(Encoded(None)),
            Err(error) => Err(StoreError::Other(error.to_string())),
        }
    };
    values.iter().zip(types).map(one).collect()
}

impl ToSql for Encoded {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let Some(bytes) = &self.0 else { return Ok(IsNull::Yes) };
        out.extend_from_slice(bytes);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Notices a statement whose future was dropped before its answer: whether it succeeded is not known.
struct Watch<'t>(&'t PgTx, bool);

impl<'t> Watch<'t> {
    fn new(tx: &'t PgTx) -> Self {
        Self(tx, false)
    }

    fn answered(mut self) {
        self.1 = true;
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.1 {
            let reason = || StoreError::Statement("a statement was dropped before its answer".into());
            self.0.0.state.lock().failed.get_or_insert_with(reason);
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
        let state = State { lease: Some(Arc::new(lease)), begun: false, failed: None, later: Vec::new() };
        Self(PgTx(Arc::new(Shared { begin, state: Mutex::new(state) })))
    }

    pub(super) fn handle(&self) -> PgTx {
        self.0.clone()
    }

    /// Commits, and says why not: `Retry` for a lost race, `OutcomeUnknown` if no answer came.
    pub(super) async fn commit(self) -> Result<()> {
        if self.0.0.state.lock().failed.is_some() {
            return self.discard().map_or(Ok(()), Err);
        }
        let State { lease, begun, later, .. } = self.end();
        let lease = lease.ok_or(StoreError::Closed)?;
        if Arc::strong_count(&lease) > 1 + later.len() {
            return Err(StoreError::Statement("a statement was still running when its closure ended".into()));
        }
        if begun {
            let client = lease.client()?;
            if client.is_closed() {
                return Err(StoreError::Unavailable("the connection to PostgreSQL was lost before COMMIT".into()));
            }
            let (early, commit) = tokio::join!(biased; first_failure(later), client.batch_execute("COMMIT"));
            match early.map_or(commit, Err) {
                Ok(()) => {}
                Err(error) if refused(&error) => {
                    Lease::give_back(lease);
                    return Err(error.into());
                }
                Err(_) => return Err(StoreError::OutcomeUnknown),
            }
        }
        Lease::give_back(lease);
        Ok(())
    }

    /// Rolls back (a read has nothing to keep), without a round trip; returns the first failure if any.
    /// A failure that says nothing about the state of the connection closes it.
    pub(super) fn discard(self) -> Option<StoreError> {
        let State { lease, begun, failed, later } = self.end();
        drop(later);
        let understood = match &failed {
            None | Some(StoreError::Retry | StoreError::Unique(_)) => true,
            Some(StoreError::ForeignKey(_) | StoreError::Constraint(_)) => true,
            Some(_) => false,
        };
        if let Some(lease) = lease
            && understood
        {
            if begun {
                lease.send("ROLLBACK");
            }
            Lease::give_back(lease);
        }
        failed
    }

    fn end(&self) -> State {
        let over = State { lease: None, begun: false, failed: None, later: Vec::new() };
        std::mem::replace(&mut self.0.0.state.lock(), over)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.end());
    }
}

/// The server refused to commit and said so. A connection that ended (FATAL, or no word at all) may have
/// ended after the commit record was written.
fn refused(error: &Error) -> bool {
    error.as_db_error().is_some_and(|db| db.parsed_severity() == Some(Severity::Error))
}
