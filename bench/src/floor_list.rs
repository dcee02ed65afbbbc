//! The floor of a list: the same statement on a bare connection, every cell read.

use crate::Outcome;
use crate::server::Place;
use guildhall_core::Entity;
use guildhall_core::work::Task;
use rusqlite::{Connection, OpenFlags, types::Value};
use std::path::Path;
use std::time::{Duration, Instant};

/// The statement behind `Place::list`, for both databases.
pub fn statement(organization: &str, project: &str) -> String {
    format!(
        "SELECT {} FROM tasks t WHERE t.organization_id = {organization} AND t.deleted_at IS NULL \
         AND t.project_id = {project} AND t.status = 'todo' ORDER BY t.created_at ASC, t.id ASC LIMIT 51",
        Task::COLUMNS_OF_T
    )
}

/// Pages per second on one thread.
pub fn run(file: &Path, place: &Place, length: Duration) -> Outcome<f64> {
    let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -4096;")?;
    let sql = statement("unhex(?1)", "unhex(?2)");
    let begun = Instant::now();
    let mut pages = 0_u32;
    while begun.elapsed() < length {
        let mut statement = conn.prepare_cached(&sql)?;
        let columns = statement.column_count();
        let rows = statement.query_map([&place.organization, &place.project], |row| {
            (0..columns).map(|index| row.get(index)).collect::<Result<Vec<Value>, _>>()
        })?;
        let rows: Vec<Vec<Value>> = rows.collect::<Result<_, _>>()?;
        if rows.len() != 51 {
            return Err(format!("the floor found {} rows", rows.len()).into());
        }
        std::hint::black_box(rows);
        pages += 1;
    }
    Ok(f64::from(pages) / begun.elapsed().as_secs_f64())
}
