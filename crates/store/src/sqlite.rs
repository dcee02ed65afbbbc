//! The embedded database: one file in WAL mode with `synchronous=FULL`.
//! Reads run inline on the caller's thread, each on a connection of a small stack. Writes are closures
//! that one writer thread runs one after another, each under a savepoint, many in one transaction, one
//! fsync for all: nobody is answered before that fsync. If COMMIT fails, or a full disk rolled the whole
//! transaction back inside a savepoint, no closure of the batch counts and each runs again alone.

use crate::error::{Result, StoreError};
use crate::scope::{Kind, Scope};
use crate::tx::Tx;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// At most this many closures share one COMMIT, and they gather for at most `LONGEST_BATCH`.
const MOST_PER_COMMIT: usize = 256;
const LONGEST_BATCH: Duration = Duration::from_millis(20);

pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    jobs: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    global_changes: Arc<AtomicU64>,
}

/// Opens one connection with the settings every connection has.
pub(crate) fn connect(path: &Path, writer: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE;
    let flags = if writer { flags | OpenFlags::SQLITE_OPEN_CREATE } else { flags };
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    if writer {
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "journal_size_limit", 64 << 20)?;
    } else {
        conn.pragma_update(None, "query_only", true)?;
    }
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "cache_size", if writer { -8192 } else { -4096 })?;
    conn.pragma_update(None, "mmap_size", 1 << 30)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(256);
    rusqlite::vtab::array::load_module(&conn)?;
    Ok(conn)
}

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let conn = connect(path, true)?;
        let (jobs, queue) = mpsc::channel();
        let writer = std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || Writer { conn: Some(conn), queue }.run())
            .map_err(|e| StoreError::Unavailable(e.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            readers: Mutex::default(),
            jobs: Mutex::new(Some(jobs)),
            writer: Mutex::new(Some(writer)),
            global_changes: Arc::default(),
        })
    }

    /// Runs `body` on a snapshot. Every store future is ready at once, so this never holds up a runtime
    /// thread for longer than the statements themselves.
    pub(crate) async fn read<T, E: From<StoreError>>(
        &self,
        scope: Scope,
        body: impl FnOnce(Tx) -> BoxFuture<'static, Result<T, E>> + Send,
    ) -> Result<T, E> {
        let kept = self.readers.lock().pop();
        let conn = match kept {
            Some(conn) => conn,
            None => connect(&self.path, false)?,
        };
        begin(&conn, "BEGIN")?;
        let tx = Tx::sqlite(scope, conn);
        let result = body(tx.clone()).await;
        let (conn, failed) = tx.take_sqlite();
        if let Some(conn) = conn
            && begin(&conn, "COMMIT").is_ok()
        {
            self.readers.lock().push(conn);
        }
        match failed {
            Some(error) if result.is_ok() => Err(E::from(error)),
            _ => result,
        }
    }

    pub(crate) async fn write<T, E, F>(&self, scope: Scope, body: Arc<F>) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(Tx) -> BoxFuture<'static, Result<T, E>> + Send + Sync + 'static + ?Sized,
    {
        let (answer, result) = oneshot::channel();
        let changes = Arc::clone(&self.global_changes);
        let job = Box::new(Write { scope, body, changes, result: None, answer: Some(answer) });
        let sender = self.jobs.lock().clone();
        let stopped = || StoreError::Unavailable("the database is shutting down".into());
        sender.ok_or_else(stopped)?.send(job).map_err(|_| stopped())?;
        result.await.map_err(|_| stopped())?
    }

    /// Counts the finished writes that could reach a global table.
    pub(crate) fn global_changes(&self) -> u64 {
        self.global_changes.load(Ordering::Acquire)
    }

    /// Finishes the queued writes and closes the writer.
    pub(crate) fn close(&self) {
        self.jobs.lock().take();
        if let Some(writer) = self.writer.lock().take() {
            let _ = writer.join();
        }
        self.readers.lock().clear();
    }
}

fn begin(conn: &Connection, sql: &str) -> Result<()> {
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// One queued write, its type erased.
trait Job: Send {
    /// Runs the closure; true if its changes should stay.
    fn run(&mut self, conn: Connection) -> (Option<Connection>, bool);
    /// Answers the caller: with the closure's own result, or with why none of it counts.
    fn answer(&mut self, outcome: Result<()>);
}

struct Write<T, E, F: ?Sized> {
    scope: Scope,
    body: Arc<F>,
    changes: Arc<AtomicU64>,
    result: Option<Result<T, E>>,
    answer: Option<oneshot::Sender<Result<T, E>>>,
}

impl<T, E, F> Job for Write<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: Fn(Tx) -> BoxFuture<'static, Result<T, E>> + Send + Sync + ?Sized,
{
    fn run(&mut self, conn: Connection) -> (Option<Connection>, bool) {
        let tx = Tx::sqlite(self.scope, conn);
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| (self.body)(tx.clone()).now_or_never()));
        let result = match polled {
            Ok(Some(result)) => result,
            Ok(None) => {
                debug_assert!(false, "a write awaited something other than the store");
                Err(E::from(StoreError::Statement("a write awaited something other than the store".into())))
            }
            Err(_) => Err(E::from(StoreError::Panicked)),
        };
        let (conn, failed) = tx.take_sqlite();
        let result = match failed {
            Some(error) if result.is_ok() => Err(E::from(error)),
            _ => result,
        };
        let keep = result.is_ok();
        self.result = Some(result);
        (conn, keep)
    }

    fn answer(&mut self, outcome: Result<()>) {
        let result = match (outcome, self.result.take()) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(E::from(StoreError::Closed)),
            // A closure that refused by itself changed nothing: its own answer stands.
            (Err(_), Some(Err(own))) => Err(own),
            (Err(error), _) => Err(E::from(error)),
        };
        // After the commit, before anybody hears of it; also for a caller who has stopped waiting.
        if self.scope.kind() != Kind::Org {
            self.changes.fetch_add(1, Ordering::Release);
        }
        if let Some(answer) = self.answer.take() {
            let _ = answer.send(result);
        }
    }
}

struct Writer {
    conn: Option<Connection>,
    queue: mpsc::Receiver<Box<dyn Job>>,
}

impl Writer {
    fn run(mut self) {
        while let Ok(first) = self.queue.recv() {
            let mut batch = Vec::new();
            if let Err(error) = self.batch(first, &mut batch) {
                tracing::warn!(%error, jobs = batch.len(), "a group commit failed; each write runs again alone");
                self.rollback();
                for job in &mut batch {
                    let outcome = self.alone(job.as_mut());
                    job.answer(outcome);
                }
                continue;
            }
            for job in &mut batch {
                job.answer(Ok(()));
            }
        }
    }

    fn batch(&mut self, first: Box<dyn Job>, batch: &mut Vec<Box<dyn Job>>) -> Result<()> {
        batch.push(first);
        self.sql("BEGIN IMMEDIATE")?;
        let started = Instant::now();
        let mut next = 0;
        loop {
            while let Some(job) = batch.get_mut(next) {
                Self::under_savepoint(&mut self.conn, job.as_mut())?;
                next += 1;
            }
            if batch.len() >= MOST_PER_COMMIT || started.elapsed() > LONGEST_BATCH {
                break;
            }
            match self.queue.try_recv() {
                Ok(job) => batch.push(job),
                Err(_) => break,
            }
        }
        self.sql("COMMIT")
    }

    /// Runs one job; an error means that the whole transaction is gone, not that the job failed.
    fn under_savepoint(slot: &mut Option<Connection>, job: &mut dyn Job) -> Result<()> {
        begin(slot.as_ref().ok_or(StoreError::Closed)?, "SAVEPOINT job")?;
        let (conn, keep) = job.run(slot.take().ok_or(StoreError::Closed)?);
        let conn = slot.insert(conn.ok_or(StoreError::Closed)?);
        if conn.is_autocommit() {
            return Err(StoreError::Unavailable("the transaction was rolled back (is the disk full?)".into()));
        }
        if !keep {
            begin(conn, "ROLLBACK TO job")?;
        }
        begin(conn, "RELEASE job")
    }

    fn alone(&mut self, job: &mut dyn Job) -> Result<()> {
        let done = self
            .sql("BEGIN IMMEDIATE")
            .and_then(|()| Self::under_savepoint(&mut self.conn, job))
            .and_then(|()| self.sql("COMMIT"));
        if done.is_err() {
            self.rollback();
        }
        done
    }

    fn rollback(&mut self) {
        if let Some(conn) = &self.conn
            && !conn.is_autocommit()
        {
            let _ = begin(conn, "ROLLBACK");
        }
    }

    fn sql(&self, sql: &str) -> Result<()> {
        begin(self.conn.as_ref().ok_or(StoreError::Closed)?, sql)
    }
}
