//! Fills a database with copies of its first task, past the server. One statement for both databases, but
//! for how each makes bytes and padded text.

use crate::Outcome;
use crate::server::Place;
use guildhall_core::Entity;
use guildhall_core::work::Task;
use rusqlite::Connection;
use std::path::Path;

const STATUSES: &str = "CASE n % 5 WHEN 0 THEN 'backlog' WHEN 1 THEN 'todo' WHEN 2 THEN 'in_progress' \
    WHEN 3 THEN 'in_review' ELSE 'done' END";

/// The id of the n-th copy, as hexadecimal digits.
pub fn id(n: u32) -> String {
    format!("6a000000{n:016x}")
}

/// How a database writes the parts of a copy.
struct Words {
    numbers: String,
    id: &'static str,
    rank: &'static str,
}

/// Copies the task of the place until there are `count` besides it.
fn statement(place: &Place, count: u32, words: &Words, bytes: impl Fn(&str) -> String) -> String {
    let value = |column: &str| match column {
        "id" | "path" => words.id.to_owned(),
        "rank" => words.rank.to_owned(),
        "key" => "'COPY-' || n".to_owned(),
        "title" => "'Task ' || n || ' of the plan'".to_owned(),
        "status" => STATUSES.to_owned(),
        "created_at" | "updated_at" => format!("t.{column} - CAST({count} - n AS BIGINT) * 1000000"),
        other => format!("t.{other}"),
    };
    let values: Vec<String> = Task::COLUMNS.split(',').map(|column| value(column.trim())).collect();
    format!(
        "INSERT INTO tasks ({}) SELECT {} FROM tasks t, {} WHERE t.organization_id = {} AND t.id = {}",
        Task::COLUMNS,
        values.join(", "),
        words.numbers,
        bytes(&place.organization),
        bytes(&place.task)
    )
}

/// Fills a SQLite file that no server has open, and leaves nothing in its log.
pub fn sqlite(file: &Path, place: &Place, count: u32) -> Outcome<()> {
    let numbers =
        format!("(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c)");
    let words = Words { numbers, id: "unhex(printf('6a000000%016x', n))", rank: "printf('f%06d', n)" };
    let conn = Connection::open(file)?;
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")?;
    if count > 0 {
        conn.execute(&statement(place, count, &words, |hex| format!("x'{hex}'")), [])?;
    }
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")?;
    Ok(())
}

/// Fills a PostgreSQL database.
pub async fn postgres(client: &tokio_postgres::Client, place: &Place, count: u32) -> Outcome<()> {
    let words = Words {
        numbers: format!("generate_series(1, {count}) n"),
        id: "decode('6a000000' || lpad(to_hex(n), 16, '0'), 'hex')",
        rank: "'f' || lpad(n::text, 6, '0')",
    };
    client.batch_execute(&statement(place, count, &words, |hex| format!("'\\x{hex}'::bytea"))).await?;
    Ok(client.batch_execute("VACUUM ANALYZE tasks").await?)
}
