//! What the store's tests share: a small schema, short ways to write and read, a gate that holds the
//! SQLite writer so that a batch gathers behind it.
#![allow(clippy::allow_attributes, dead_code, reason = "every test file uses a part of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "what a test cannot do without fails it")]

pub mod proxy;

use guildhall_store::{BoxFuture, Db, Dialect, Id, Migration, Result, Scope, Tx};
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;

pub const SCHEMA: &[Migration] = &[Migration {
    name: "0001_schema",
    sql: "
CREATE TABLE organizations (organization_id BYTEA NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE users (id BYTEA NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, password_hash TEXT);
CREATE TABLE sessions (token_hash BYTEA NOT NULL PRIMARY KEY, user_id BYTEA NOT NULL);
CREATE TABLE jobs (id BYTEA NOT NULL PRIMARY KEY, kind TEXT NOT NULL);
CREATE TABLE members (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  user_id BYTEA NOT NULL,
  on_call BOOLEAN NOT NULL,
  left_at BIGINT,
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX members_user ON members (user_id);
CREATE TABLE notes (
  organization_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  n BIGINT NOT NULL,
  body TEXT,
  parent_id BYTEA,
  head BYTEA GENERATED ALWAYS AS (substr(id, 1, 8)) STORED,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, parent_id) REFERENCES notes (organization_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX notes_body ON notes (organization_id, body);
CREATE INDEX notes_head ON notes (organization_id, head);
CREATE INDEX notes_substr ON notes (organization_id, substr(id, 1, 8));
CREATE TABLE blobs (organization_id BYTEA NOT NULL, id BYTEA NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (organization_id, id));
",
}];

pub struct Note;

pub const ACME: Scope = Scope::Org(Id::from_bytes(*b"acme-acme-ac"));
pub const GLOBEX: Scope = Scope::Org(Id::from_bytes(*b"globex-globe"));

pub fn id(n: u64) -> Id<Note> {
    let mut bytes = [7; 12];
    bytes[4..].copy_from_slice(&n.to_be_bytes());
    Id::from_bytes(bytes)
}

pub type Answer<T> = BoxFuture<'static, Result<T>>;

/// `Db::write` with the store's own error.
pub async fn write<T: Send + 'static>(
    db: &Db,
    scope: Scope,
    body: impl Fn(Tx) -> Answer<T> + Send + Sync + 'static,
) -> Result<T> {
    db.write(scope, body).await
}

pub async fn read<T: Send + 'static>(db: &Db, scope: Scope, body: impl FnOnce(Tx) -> Answer<T> + Send) -> Result<T> {
    db.read(scope, body).await
}

pub async fn insert(tx: &Tx, n: u64) -> Result<u64> {
    let sql = "INSERT INTO notes (organization_id, id, n) VALUES ($1, $2, $3)";
    tx.execute(sql, &[&id(n), &i64::try_from(n).expect("small")]).await
}

/// The `n` of every note of the scope, sorted.
pub async fn notes(db: &Db, scope: Scope) -> Vec<i64> {
    let rows: Vec<(i64,)> = read(db, scope, |tx| {
        Box::pin(async move { tx.rows("SELECT n FROM notes WHERE organization_id = $1 ORDER BY n", &[]).await })
    })
    .await
    .expect("notes can be listed");
    rows.into_iter().map(|(n,)| n).collect()
}

/// Closed at first; whoever waits at it blocks its thread until it opens.
#[derive(Default)]
pub struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
    reached: tokio::sync::Notify,
}

impl Gate {
    pub fn wait(&self) {
        self.reached.notify_one();
        let mut open = self.open.lock();
        while !*open {
            self.opened.wait(&mut open);
        }
    }

    pub fn open(&self) {
        *self.open.lock() = true;
        self.opened.notify_all();
    }
}

/// Holds the SQLite writer while `queue` starts its writes, so that they wait behind it together.
pub async fn in_one_batch<T>(db: &Db, queue: impl AsyncFnOnce() -> T) -> T {
    if db.dialect() == Dialect::Postgres {
        return queue().await;
    }
    let gate = Arc::new(Gate::default());
    let (held, holding) = (db.clone(), Arc::clone(&gate));
    let holder = tokio::spawn(async move {
        write(&held, ACME, move |_| {
            holding.wait();
            Box::pin(async { Ok(()) })
        })
        .await
    });
    gate.reached.notified().await;
    // The first poll of `queue` hands every write to the writer; then the gate opens.
    let release = async {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        gate.open();
    };
    let (answer, ()) = tokio::join!(biased; queue(), release);
    holder.await.expect("the holder ends").expect("the holder commits");
    answer
}
