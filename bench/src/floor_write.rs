//! The floor of a creation: the statements that one takes, without the product around them, on connections
//! with the server's durability. Rows are copies of those that the server wrote, so that they have its size.

use crate::Outcome;
use crate::server::Place;
use rand::Rng;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rusqlite::{Connection, params_from_iter, types::Value};
use std::path::Path;
use std::time::{Duration, Instant};

/// Reads that a creation makes, with the parameters organization, user and project.
const READS: [&str; 4] = [
    "SELECT r.role, o.time_zone, o.currency, o.calendar_id FROM role_assignments r JOIN organizations o \
     ON o.organization_id = r.organization_id WHERE r.organization_id = ?1 AND r.user_id = ?2 \
     AND r.deleted_at IS NULL AND o.deleted_at IS NULL AND ?3 IS NOT NULL",
    "SELECT * FROM projects WHERE organization_id = ?1 AND id = ?3 AND deleted_at IS NULL AND ?2 IS NOT NULL",
    "SELECT user_id FROM project_members WHERE organization_id = ?1 AND project_id = ?3 AND ?2 IS NOT NULL",
    "SELECT rank FROM tasks WHERE organization_id = ?1 AND project_id = ?3 AND parent_id IS NULL \
     AND ?2 IS NOT NULL ORDER BY rank DESC LIMIT 1",
];
const TAKE: &str = "INSERT INTO counters (organization_id, name, value) VALUES (?1, ?2, 1) \
    ON CONFLICT (organization_id, name) DO UPDATE SET value = counters.value + 1 RETURNING value";

/// A row to copy.
struct Row {
    table: &'static str,
    columns: Vec<String>,
    values: Vec<Value>,
}

impl Row {
    fn read(conn: &Connection, table: &'static str, condition: &str) -> Outcome<Self> {
        // Without the columns that the database computes.
        let mut named = conn.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let columns: Vec<String> = named.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let sql = format!("SELECT {} FROM {table} WHERE {condition} LIMIT 1", columns.join(", "));
        let values = conn.query_row(&sql, [], |row| (0..columns.len()).map(|index| row.get(index)).collect())?;
        Ok(Self { table, columns, values })
    }

    fn insert(&self, conn: &Connection, changed: &[(&str, Value)]) -> Outcome<()> {
        let places: Vec<String> = (1..=self.columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES ({})", self.table, self.columns.join(", "), places.join(", "));
        let values =
            self.columns.iter().zip(&self.values).map(|(column, value)| {
                changed.iter().find(|(name, _)| name == column).map_or(value, |(_, value)| value)
            });
        conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        Ok(())
    }
}

/// One connection and what it writes.
struct Writer {
    conn: Connection,
    task: Row,
    event: Row,
    rng: SmallRng,
}

impl Writer {
    fn open(file: &Path, place: &Place) -> Outcome<Self> {
        let conn = Connection::open(file)?;
        conn.busy_timeout(Duration::from_secs(60))?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192;",
        )?;
        conn.set_prepared_statement_cache_capacity(64);
        let task = Row::read(&conn, "tasks", &format!("id = x'{}'", place.task))?;
        let event = Row::read(&conn, "events", &format!("object_id = x'{}'", place.task))?;
        Ok(Self { conn, task, event, rng: SmallRng::from_os_rng() })
    }

    /// What one creation reads and writes.
    fn create(&mut self) -> Outcome<()> {
        let of = |row: &Row, name: &str| row.columns.iter().position(|c| c == name).map(|at| row.values[at].clone());
        let organization = of(&self.task, "organization_id").ok_or("no organization")?;
        let who = [Some(organization.clone()), of(&self.task, "created_by"), of(&self.task, "project_id")];
        for sql in READS {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query(params_from_iter(who.iter().flatten()))?;
            while let Some(row) = rows.next()? {
                std::hint::black_box(row.get_ref(0)?);
            }
        }
        let take = |name: &str| -> Outcome<i64> {
            let mut statement = self.conn.prepare_cached(TAKE)?;
            Ok(statement.query_row((&organization, name), |row| row.get(0))?)
        };
        let (key, seq) = (take("task-key:FLOOR")?, take("events")?);
        let id = Value::Blob(self.rng.random::<[u8; 12]>().to_vec());
        let rank = Value::Text(format!("g{key:07}"));
        let changed =
            [("id", id.clone()), ("path", id.clone()), ("key", Value::Text(format!("FLOOR-{key}"))), ("rank", rank)];
        self.task.insert(&self.conn, &changed)?;
        let own = Value::Blob(self.rng.random::<[u8; 12]>().to_vec());
        let changed = [("seq", Value::Integer(seq)), ("id", own), ("object_id", id.clone()), ("task_id", id)];
        self.event.insert(&self.conn, &changed)
    }

    /// Creations per second with so many in each transaction.
    fn run(&mut self, each: u32, length: Duration) -> Outcome<f64> {
        let begun = Instant::now();
        let mut done = 0;
        while begun.elapsed() < length {
            self.conn.execute_batch("BEGIN IMMEDIATE")?;
            for _ in 0..each {
                self.create()?;
            }
            self.conn.execute_batch("COMMIT")?;
            done += each;
        }
        Ok(f64::from(done) / begun.elapsed().as_secs_f64())
    }
}

/// One commit for each creation: the better of one connection that everybody shares and eight that compete.
pub fn pool(file: &Path, place: &Place, length: Duration) -> Outcome<f64> {
    let shared = Writer::open(file, place)?.run(1, length / 2)?;
    let mut running = Vec::new();
    for _ in 0..8 {
        let (file, place) = (file.to_owned(), place.clone());
        running.push(std::thread::spawn(move || Writer::open(&file, &place)?.run(1, length / 2)));
    }
    let mut competing = 0.0;
    for thread in running {
        competing += thread.join().map_err(|_| "a floor's thread panicked")??;
    }
    Ok(shared.max(competing))
}

/// 64 creations in each transaction of one connection.
pub fn batches(file: &Path, place: &Place, length: Duration) -> Outcome<f64> {
    Writer::open(file, place)?.run(64, length)
}
