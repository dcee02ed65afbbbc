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

/// Projects of a company that is seeded.
pub const PROJECTS: u32 = 1000;

/// The id of a copied project.
pub fn project(n: u32) -> String {
    format!("6b000000{n:016x}")
}

/// Spreads the copied tasks of a SQLite file over copied projects that everybody in the organization sees. One in a
/// thousand is assigned to `own`, the others to their creator, and one in ten thousand to `own` besides; `guest`
/// belongs to three of the projects. What the server searches it is to index anew.
pub fn company(file: &Path, place: &Place, own: &str, guest: &str) -> Outcome<()> {
    let conn = Connection::open(file)?;
    let mut named = conn.prepare("SELECT name FROM pragma_table_info('projects')")?;
    let columns: Vec<String> = named.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    drop(named);
    let value = |column: &String| match column.as_str() {
        "id" => "unhex(printf('6b000000%016x', n))".to_owned(),
        "key" => "'P' || n".to_owned(),
        "name" => "'Project ' || n".to_owned(),
        other => format!("p.{other}"),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let (columns, values) = (columns.join(", "), values.join(", "));
    let (organization, project) = (&place.organization, &place.project);
    let members: Vec<String> =
        (0..3).map(|n| format!("(x'{organization}', x'{}', x'{guest}', 1)", self::project(n * 300 + 7))).collect();
    conn.execute_batch(&format!(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;
         INSERT INTO projects ({columns}) SELECT {values} FROM projects p,
             (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {PROJECTS}) SELECT n FROM c)
             WHERE p.organization_id = x'{organization}' AND p.id = x'{project}';
         UPDATE tasks SET project_id = unhex(printf('6b000000%016x', 1 + (rowid * 7919) % {PROJECTS})),
             assignee_id = CASE rowid % 1000 WHEN 7 THEN x'{own}' ELSE created_by END WHERE key LIKE 'COPY-%';
         INSERT INTO task_assignments (organization_id, task_id, user_id, units, position)
             SELECT organization_id, id, x'{own}', 5000, 1 FROM tasks WHERE rowid % 10000 = 11 AND key LIKE 'COPY-%';
         INSERT INTO project_members (organization_id, project_id, user_id, created_at) VALUES {};
         DELETE FROM counters WHERE name = 'search-index' AND organization_id = x'{organization}';
         PRAGMA wal_checkpoint(TRUNCATE);",
        members.join(", ")
    ))?;
    Ok(())
}

/// True once the server has indexed everything for search.
pub fn is_indexed(file: &Path, place: &Place) -> Outcome<bool> {
    let sql = "SELECT COUNT(*) FROM counters WHERE name = 'search-index' AND organization_id = unhex(?1)";
    let count: i64 = Connection::open(file)?.query_row(sql, [&place.organization], |row| row.get(0))?;
    Ok(count == 1)
}
