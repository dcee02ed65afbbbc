//! The database past the product: as its owner, whom no scope and no policy holds.

use guildhall_store::{Dialect, GLOBAL_TABLES, Target};
use guildhall_tests::World;
use rusqlite::types::ValueRef;
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// A connection as the owner.
pub enum Raw {
    Sqlite(rusqlite::Connection),
    Postgres(tokio_postgres::Client),
}

/// A row, every value as text.
pub type Texts = Vec<Option<String>>;

impl Raw {
    pub async fn open(world: &World) -> Self {
        match world.target() {
            Target::Sqlite(path) => {
                let conn = rusqlite::Connection::open(path).unwrap();
                conn.pragma_update(None, "foreign_keys", true).unwrap();
                rusqlite::vtab::array::load_module(&conn).unwrap();
                Self::Sqlite(conn)
            }
            Target::Postgres(url) => {
                let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
                tokio::spawn(connection);
                Self::Postgres(client)
            }
        }
    }

    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs statements; the rows of the last one that has any.
    pub async fn rows(&self, sql: &str) -> Result<Vec<Texts>, String> {
        match self {
            Self::Sqlite(conn) => sqlite(conn, sql).map_err(|e| e.to_string()),
            Self::Postgres(client) => {
                let answer = client.simple_query(sql).await;
                let messages =
                    answer.map_err(|e| e.as_db_error().map_or(e.to_string(), |db| db.message().to_owned()))?;
                let rows = messages.into_iter().filter_map(|message| match message {
                    SimpleQueryMessage::Row(row) => {
                        Some((0..row.len()).map(|i| row.get(i).map(str::to_owned)).collect())
                    }
                    _ => None,
                });
                Ok(rows.collect())
            }
        }
    }

    /// Runs a query whose rows hold no NULL.
    pub async fn texts(&self, sql: &str) -> Vec<Vec<String>> {
        let rows = self.rows(sql).await.unwrap_or_else(|e| panic!("{e} in {sql}"));
        rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect()
    }

    /// Every table of the product.
    pub async fn tables(&self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => {
                // Without the FTS5 table and its parts, which belong to the rows of `search_docs`.
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"
            }
            Self::Postgres(_) => "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
        };
        self.texts(sql).await.into_iter().flatten().collect()
    }

    /// Every table whose rows belong to an organization.
    pub async fn tenant_tables(&self) -> Vec<String> {
        let mut tables = self.tables().await;
        tables.retain(|table| !GLOBAL_TABLES.contains(&table.as_str()));
        tables
    }

    /// Every row of an organization in every table, as text that can be compared.
    pub async fn dump(&self, organization: &str) -> Vec<String> {
        let id = match self {
            Self::Sqlite(_) => format!("x'{organization}'"),
            Self::Postgres(_) => format!("'\\x{organization}'::bytea"),
        };
        let mut all = Vec::new();
        for table in self.tenant_tables().await {
            let sql = format!("SELECT * FROM {table} WHERE organization_id = {id}");
            let mut rows: Vec<String> =
                self.rows(&sql).await.unwrap().iter().map(|row| format!("{table}: {row:?}")).collect();
            rows.sort();
            all.extend(rows);
        }
        all
    }
}

fn sqlite(conn: &rusqlite::Connection, sql: &str) -> rusqlite::Result<Vec<Texts>> {
    let mut statement = conn.prepare(sql)?;
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |i| {
            row.get_ref(i).map(|value| match value {
                ValueRef::Null => None,
                ValueRef::Integer(v) => Some(v.to_string()),
                ValueRef::Real(v) => Some(v.to_string()),
                ValueRef::Text(v) => Some(String::from_utf8_lossy(v).into_owned()),
                ValueRef::Blob(v) => Some(v.iter().map(|byte| format!("{byte:02x}")).collect()),
            })
        };
        out.push((0..width).map(text).collect::<rusqlite::Result<_>>()?);
    }
    Ok(out)
}

/// What came and went between two dumps.
pub fn difference(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before.iter().filter(|row| !after.contains(row)).map(|row| format!("- {row}"));
    let new = after.iter().filter(|row| !before.contains(row)).map(|row| format!("+ {row}"));
    gone.chain(new).collect()
}
