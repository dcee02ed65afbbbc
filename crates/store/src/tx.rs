//! One running transaction: the only way to a statement. It binds its scope to `$1`, checks each
//! statement once (see `guard`), translates it (see `dialect`) and hands rows back by position.
//! Handles are cheap clones; after the transaction has ended every one of them answers `Closed`.

use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use crate::id::Id;
use crate::postgres::PgTx;
use crate::scope::{Scope, Tenant};
use crate::statements::{self, Checked};
use crate::value::{FromRow, Params, Row, Value};
use parking_lot::Mutex;
use std::sync::Arc;

/// A handle on a running transaction.
#[derive(Clone)]
pub struct Tx {
    scope: Scope,
    conn: Arc<Conn>,
}

#[expect(clippy::large_enum_variant, reason = "there is one per transaction, behind its Arc already")]
enum Conn {
    Sqlite(Mutex<SqliteTx>),
    Postgres(PgTx),
}

/// The connection, gone once the transaction is over, and the first failure of a statement. As on
/// PostgreSQL nothing runs after it and nothing is committed, so that a closure behaves alike on both.
struct SqliteTx {
    conn: Option<rusqlite::Connection>,
    failed: Option<StoreError>,
    /// How many statements, and rows changed by them, it may still have.
    left: u64,
}

impl SqliteTx {
    fn run<T>(&mut self, work: impl FnOnce(&rusqlite::Connection) -> Result<T>) -> Result<T> {
        self.change(|conn| work(conn).map(|done| (done, 0)))
    }

    /// The same for work that tells how many rows it changed.
    fn change<T>(&mut self, work: impl FnOnce(&rusqlite::Connection) -> Result<(T, u64)>) -> Result<T> {
        let conn = self.conn.as_ref().ok_or(StoreError::Closed)?;
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let outcome = work(conn).and_then(|(done, changed)| {
            self.left = self.left.checked_sub(changed.saturating_add(1)).ok_or(StoreError::Retry)?;
            Ok(done)
        });
        outcome.inspect_err(|error| self.failed = Some(error.clone()))
    }

    /// Goes back to the savepoint, also after a refused statement; a full disk has taken it away.
    fn roll_back(&mut self) -> Result<()> {
        self.failed.take_if(|error| error.is_refusal());
        self.run(|conn| {
            if conn.is_autocommit() {
                return Err(StoreError::Unavailable("the transaction was rolled back (is the disk full?)".into()));
            }
            command(conn, BACK)?;
            command(conn, RELEASE)
        })
    }
}

/// The part of a transaction that can be taken back alone. Parts nest: a name means the innermost.
const SAVEPOINT: &str = "SAVEPOINT part";
const RELEASE: &str = "RELEASE SAVEPOINT part";
const BACK: &str = "ROLLBACK TO SAVEPOINT part";

fn command(conn: &rusqlite::Connection, sql: &str) -> Result<()> {
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// Takes a statement that is not worth keeping out of its connection's cache.
fn forget(prepared: rusqlite::CachedStatement<'_>, statement: &Checked) {
    if !statements::worth_keeping(&statement.sql) {
        prepared.discard();
    }
}

impl Tx {
    /// With more than so many statements and changed rows it fails with `Retry`.
    pub(crate) fn sqlite(scope: Scope, conn: rusqlite::Connection, most: u64) -> Self {
        let tx = SqliteTx { conn: Some(conn), failed: None, left: most };
        Self { scope, conn: Arc::new(Conn::Sqlite(Mutex::new(tx))) }
    }

    pub(crate) fn postgres(scope: Scope, conn: PgTx) -> Self {
        Self { scope, conn: Arc::new(Conn::Postgres(conn)) }
    }

    /// Takes the SQLite connection back, with the first failure of a statement; later use of any handle
    /// answers `Closed`.
    pub(crate) fn take_sqlite(&self) -> (Option<rusqlite::Connection>, Option<StoreError>) {
        match &*self.conn {
            Conn::Sqlite(tx) => {
                let mut tx = tx.lock();
                (tx.conn.take(), tx.failed.take())
            }
            Conn::Postgres(_) => (None, None),
        }
    }

    /// Whom this transaction reads and writes for.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The same transaction, held to one organization. Only a System transaction can be narrowed: founding
    /// an organization and accepting an invitation change an account and a tenant together.
    pub fn within(&self, organization: Id<Tenant>) -> Result<Self> {
        match self.scope {
            Scope::System(_) => Ok(Self { scope: Scope::Org(organization), conn: Arc::clone(&self.conn) }),
            _ => Err(StoreError::Statement("only a System transaction can be narrowed to an organization".into())),
        }
    }

    /// Which database is behind it.
    pub fn dialect(&self) -> Dialect {
        match *self.conn {
            Conn::Sqlite(_) => Dialect::Sqlite,
            Conn::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a query and reads every row. `$1` is the scope; `params` follow from `$2` (`$1` in `System`).
    pub async fn rows<T: FromRow>(&self, sql: &str, params: Params<'_>) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(T::from_row(row)?);
            Ok(())
        })
        .await?;
        Ok(out)
    }

    /// Runs a query of at most one row.
    pub async fn row<T: FromRow>(&self, sql: &str, params: Params<'_>) -> Result<Option<T>> {
        Ok(self.rows(sql, params).await?.pop())
    }

    /// Runs a query and hands each row to `read`, without collecting.
    pub async fn each(
        &self,
        sql: &str,
        params: Params<'_>,
        mut read: impl FnMut(&Row<'_>) -> Result<()> + Send,
    ) -> Result<()> {
        let (statement, values) = self.prepare(sql, params)?;
        match &*self.conn {
            Conn::Sqlite(tx) => tx.lock().run(|conn| {
                let mut prepared = conn.prepare_cached(&statement.sql)?;
                let mut rows = prepared.query(rusqlite::params_from_iter(values))?;
                while let Some(row) = rows.next()? {
                    read(&Row::Sqlite(row))?;
                }
                drop(rows);
                forget(prepared, &statement);
                Ok(())
            }),
            Conn::Postgres(tx) => {
                for row in tx.query(&statement.sql, &values).await? {
                    read(&Row::Postgres(&row))?;
                }
                Ok(())
            }
        }
    }

    /// Runs a statement and returns how many rows it changed.
    pub async fn execute(&self, sql: &str, params: Params<'_>) -> Result<u64> {
        let (statement, values) = self.prepare(sql, params)?;
        match &*self.conn {
            Conn::Sqlite(tx) => tx.lock().change(|conn| {
                let mut prepared = conn.prepare_cached(&statement.sql)?;
                let changed = prepared.execute(rusqlite::params_from_iter(values))?;
                forget(prepared, &statement);
                let changed = u64::try_from(changed).unwrap_or(u64::MAX);
                Ok((changed, changed))
            }),
            Conn::Postgres(tx) => tx.execute(&statement.sql, &values).await,
        }
    }

    /// Runs a statement whose answer nobody needs before COMMIT: on PostgreSQL it costs no round trip of its
    /// own. If it fails, so does the transaction.
    pub async fn execute_later(&self, sql: &str, params: Params<'_>) -> Result<()> {
        if let Conn::Postgres(tx) = &*self.conn {
            let (statement, values) = self.prepare(sql, params)?;
            return tx.execute_later(&statement.sql, &values).await;
        }
        self.execute(sql, params).await.map(drop)
    }

    /// Gives this run up, because somebody else has changed meanwhile what it read: nothing of it is kept, and the
    /// write runs again. The answer is the error to leave with.
    pub fn lose_race(&self) -> StoreError {
        match &*self.conn {
            Conn::Sqlite(tx) => {
                tx.lock().failed.get_or_insert(StoreError::Retry);
            }
            Conn::Postgres(tx) => tx.lose_race(),
        }
        StoreError::Retry
    }

    /// Runs what only the embedded database is asked.
    pub(crate) fn embedded<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> Result<T>) -> Result<T> {
        match &*self.conn {
            Conn::Sqlite(tx) => tx.lock().run(work),
            Conn::Postgres(_) => Err(StoreError::Statement("this is no embedded database".into())),
        }
    }

    /// Begins a part that can be taken back alone: end it with `release` or with `roll_back`.
    pub async fn savepoint(&self) -> Result<()> {
        match &*self.conn {
            Conn::Sqlite(tx) => tx.lock().run(|conn| command(conn, SAVEPOINT)),
            Conn::Postgres(tx) => tx.command(SAVEPOINT).await,
        }
    }

    /// Ends the part and keeps it, as far as the transaction is kept.
    pub async fn release(&self) -> Result<()> {
        match &*self.conn {
            Conn::Sqlite(tx) => tx.lock().run(|conn| command(conn, RELEASE)),
            Conn::Postgres(tx) => tx.command(RELEASE).await,
        }
    }

    /// Takes the part back. A statement in it that was refused by a constraint is forgotten with it; after
    /// any other failure the transaction stays failed.
    pub async fn roll_back(&self) -> Result<()> {
        match &*self.conn {
            Conn::Sqlite(tx) => tx.lock().roll_back(),
            Conn::Postgres(tx) => tx.roll_back(&format!("{BACK}; {RELEASE}")).await,
        }
    }

    fn prepare<'p>(&'p self, sql: &str, params: Params<'p>) -> Result<(Arc<Checked>, Vec<Value<'p>>)> {
        let statement = statements::checked(sql, self.dialect(), self.scope.kind())?;
        let mut values = Vec::with_capacity(params.len() + 1);
        values.extend(self.scope.key().map(Value::Bytes));
        values.extend(params.iter().map(|p| p.value()));
        if values.len() != statement.parameters {
            return Err(StoreError::Statement(format!(
                "{} parameters for {} placeholders in: {sql}",
                values.len(),
                statement.parameters
            )));
        }
        Ok((statement, values))
    }
}
