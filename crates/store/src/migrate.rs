//! Brings a database to the newest schema: each migration once, in order, in a transaction of its own,
//! its text's SHA-256 kept so that a changed one is noticed. One text serves both databases (`dialect`).

use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use crate::{postgres, sqlite};
use std::path::Path;

/// One step of the schema: its file name without ending, and its text.
#[derive(Debug)]
pub struct Migration {
    pub name: &'static str,
    pub sql: &'static str,
}

const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)";

/// The statements of a migration: split at a semicolon that ends a line, comments dropped.
pub(crate) fn statements(sql: &str) -> Vec<String> {
    let lines: Vec<&str> = sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    lines.join("\n").split(";\n").map(|s| s.trim().trim_end_matches(';').to_owned()).filter(|s| !s.is_empty()).collect()
}

#[expect(clippy::disallowed_methods, reason = "when a migration ran is for people to read; nothing depends on it")]
pub(crate) fn now_micros() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

pub(crate) fn sqlite(path: &Path, migrations: &[Migration]) -> Result<()> {
    let mut conn = sqlite::connect(path, true)?;
    conn.execute_batch(&Dialect::Sqlite.migration(TABLE))?;
    refuse_newer(&names(&conn)?, migrations)?;
    for migration in migrations {
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let known: bool =
            tx.query_row("SELECT EXISTS (SELECT 1 FROM migrations WHERE name = ?1)", [migration.name], |r| r.get(0))?;
        if known {
            continue;
        }
        for statement in statements(migration.sql) {
            tx.execute_batch(&Dialect::Sqlite.migration(&statement))
                .map_err(|e| StoreError::Other(format!("migration {}: {e} in: {statement}", migration.name)))?;
        }
        tx.execute("INSERT INTO migrations (name, applied_at) VALUES (?1, ?2)", (migration.name, now_micros()))?;
        tx.commit()?;
    }
    Ok(())
}

fn names(conn: &rusqlite::Connection) -> Result<Vec<String>> {
    let mut query = conn.prepare("SELECT name FROM migrations ORDER BY name")?;
    let names = query.query_map([], |row| row.get(0))?.collect::<std::result::Result<_, _>>()?;
    Ok(names)
}

/// A database that a newer version has migrated must not be written by an older one.
pub(crate) fn refuse_newer(applied: &[String], migrations: &[Migration]) -> Result<()> {
    match applied.iter().find(|name| !migrations.iter().any(|m| m.name == name.as_str())) {
        Some(name) => Err(StoreError::Unavailable(format!(
            "this database was migrated by a newer version (it has `{name}`); start that version instead"
        ))),
        None => Ok(()),
    }
}

pub(crate) async fn postgres(url: &str, migrations: &'static [Migration]) -> Result<()> {
    postgres::migrate(url, TABLE, migrations).await
}
