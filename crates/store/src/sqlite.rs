//! The embedded database: one file in WAL mode with `synchronous=FULL`.
//! Reads run inline on the caller's thread, each on a connection of a small stack. Writes are closures
//! that one writer thread runs one after another, each under a savepoint, many in one transaction, one
//! fsync for all: nobody is answered before that fsync. If COMMIT fails, or a full disk rolled the whole
//! transaction back inside a savepoint, no closure of the batch counts and each runs again alone. So does one that
//! turns out to be long.

use crate::db::{Change, Look};
use crate::error::{Result, StoreError};
use crate::scope::{Kind, Scope};
use crate::tx::Tx;
use futures_util::FutureExt;
use parking_lot::Mutex;
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
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
/// A closure of more statements and changed rows leaves its batch and runs alone. What a savepoint may have to take
/// back is quickest in memory, but there every statement goes through all of it: long changes take files.
const MOST_IN_BATCH: u64 = 2_000;

pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
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
    // The files of long changes lie beside the database, which has the room for them.
    if writer && let Some(folder) = path.parent().and_then(Path::to_str).filter(|folder| !folder.is_empty()) {
        conn.pragma_update(None, "temp_store_directory", folder)?;
    }
    // Plans follow from a statement alone. Otherwise one whose LIMIT is a parameter is prepared anew at each run.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(256);
    rusqlite::vtab::array::load_module(&conn)?;
    change_case(&conn, "upper", |text| text.chars().flat_map(char::to_uppercase).collect(), str::to_ascii_uppercase)?;
    change_case(&conn, "lower", |text| text.chars().flat_map(char::to_lowercase).collect(), str::to_ascii_lowercase)?;
    Ok(conn)
}

/// Has a function that knows all letters; SQLite's own know those of ASCII. No index may use it, for files outlive
/// the tables of letters.
fn change_case(conn: &Connection, name: &str, all: fn(&str) -> String, ascii: fn(&str) -> String) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function(name, 1, flags, move |given| {
        Ok(match given.get_raw(0) {
            ValueRef::Null => None,
            other => Some(other.as_str()?).map(|text| if text.is_ascii() { ascii(text) } else { all(text) }),
        })
    })?;
    Ok(())
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
    pub(crate) async fn read(&self, scope: Scope, look: Look<'_>) -> Result<()> {
        let kept = self.readers.lock().pop();
        let conn = match kept {
            Some(conn) => conn,
            None => connect(&self.path, false)?,
        };
        begin(&conn, "BEGIN")?;
        let tx = Tx::sqlite(scope, conn, u64::MAX);
        let succeeded = look(tx.clone()).await;
        let (conn, failed) = tx.take_sqlite();
        if let Some(conn) = conn
            && begin(&conn, "COMMIT").is_ok()
        {
            self.readers.lock().push(conn);
        }
        match failed {
            Some(error) if succeeded => Err(error),
            _ => Ok(()),
        }
    }

    pub(crate) async fn write(&self, scope: Scope, change: Change) -> Result<()> {
        let (answer, result) = oneshot::channel();
        let changes = Arc::clone(&self.global_changes);
        let job = Job { scope, change, changes, result: Err(StoreError::Closed), long: false, answer };
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

/// One queued write.
struct Job {
    scope: Scope,
    change: Change,
    changes: Arc<AtomicU64>,
    /// Whether its changes should stay; an error is one that its closure does not know of.
    result: Result<bool>,
    /// It was too long for a batch, and changed nothing there.
    long: bool,
    answer: oneshot::Sender<Result<()>>,
}

impl Job {
    /// Runs the closure as far as so many statements; true if its changes should stay.
    fn run(&mut self, conn: Connection, most: u64) -> (Option<Connection>, bool) {
        let tx = Tx::sqlite(self.scope, conn, most);
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| (self.change)(tx.clone()).now_or_never()));
        let result = match polled {
            Ok(Some(succeeded)) => Ok(succeeded),
            Ok(None) => {
                debug_assert!(false, "a write awaited something other than the store");
                Err(StoreError::Statement("a write awaited something other than the store".into()))
            }
            Err(_) => Err(StoreError::Panicked),
        };
        let (conn, failed) = tx.take_sqlite();
        self.long = matches!(failed, Some(StoreError::Retry));
        self.result = match (failed, result) {
            (Some(error), Ok(true)) => Err(error),
            (_, result) => result,
        };
        (conn, matches!(self.result, Ok(true)))
    }

    /// Answers the caller: that the closure's own answer stands, or why none of it counts.
    fn answer(self, outcome: Result<()>) {
        let result = match (outcome, self.result) {
            // A closure that refused by itself changed nothing: its own answer stands.
            (Ok(()), Ok(_)) | (Err(_), Ok(false)) => Ok(()),
            (_, Err(own)) => Err(own),
            (Err(error), Ok(true)) => Err(error),
        };
        // After the commit, before anybody hears of it; also for a caller who has stopped waiting.
        if self.scope.kind() != Kind::Org {
            self.changes.fetch_add(1, Ordering::Release);
        }
        let _ = self.answer.send(result);
    }
}

struct Writer {
    conn: Option<Connection>,
    queue: mpsc::Receiver<Job>,
}

impl Writer {
    fn run(mut self) {
        while let Ok(first) = self.queue.recv() {
            let mut batch = Vec::new();
            let failed = self.batch(first, &mut batch).err();
            if let Some(error) = &failed {
                tracing::warn!(%error, jobs = batch.len(), "a group commit failed; each write runs again alone");
                self.rollback();
            }
            let (again, done): (Vec<Job>, Vec<Job>) = batch.into_iter().partition(|job| failed.is_some() || job.long);
            for job in done {
                job.answer(Ok(()));
            }
            for mut job in again {
                let outcome = self.alone(&mut job);
                job.answer(outcome);
            }
        }
    }

    fn batch(&mut self, first: Job, batch: &mut Vec<Job>) -> Result<()> {
        batch.push(first);
        self.sql("BEGIN IMMEDIATE")?;
        let started = Instant::now();
        let mut next = 0;
        loop {
            while let Some(job) = batch.get_mut(next) {
                Self::under_savepoint(&mut self.conn, job, MOST_IN_BATCH)?;
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
    fn under_savepoint(slot: &mut Option<Connection>, job: &mut Job, most: u64) -> Result<()> {
        begin(slot.as_ref().ok_or(StoreError::Closed)?, "SAVEPOINT job")?;
        let (conn, keep) = job.run(slot.take().ok_or(StoreError::Closed)?, most);
        let conn = slot.insert(conn.ok_or(StoreError::Closed)?);
        if conn.is_autocommit() {
            return Err(StoreError::Unavailable("the transaction was rolled back (is the disk full?)".into()));
        }
        if !keep {
            begin(conn, "ROLLBACK TO job")?;
        }
        begin(conn, "RELEASE job")
    }

    /// Runs one job in a transaction of its own, however long it is; what may have to be taken back goes to a file.
    fn alone(&mut self, job: &mut Job) -> Result<()> {
        let done = self
            .journal("FILE")
            .and_then(|()| self.sql("BEGIN IMMEDIATE"))
            .and_then(|()| Self::under_savepoint(&mut self.conn, job, u64::MAX))
            .and_then(|()| self.sql("COMMIT"));
        if done.is_err() {
            self.rollback();
        }
        // Where it stays a file, writes are only slower.
        let _ = self.journal("MEMORY");
        done
    }

    /// Where the pages stand that a savepoint may have to take back.
    fn journal(&self, place: &str) -> Result<()> {
        Ok(self.conn.as_ref().ok_or(StoreError::Closed)?.pragma_update(None, "temp_store", place)?)
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
