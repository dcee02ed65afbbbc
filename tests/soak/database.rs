//! The database seen from outside, past the server: a file or a PostgreSQL database, made for one run.

use crate::Outcome;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, NoTls};

pub struct Database {
    dir: tempfile::TempDir,
    postgres: Option<Postgres>,
}

struct Postgres {
    server: String,
    name: String,
    url: String,
}

impl Database {
    pub fn sqlite() -> Outcome<Self> {
        Ok(Self { dir: tempfile::tempdir()?, postgres: None })
    }

    /// A new database on this server.
    pub async fn postgres(server: &str) -> Outcome<Self> {
        let name = format!("guildhall_soak_{}", std::process::id());
        connect(server).await?.batch_execute(&format!("CREATE DATABASE {name}")).await?;
        let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
        let url = format!("{base}/{name}");
        Ok(Self { dir: tempfile::tempdir()?, postgres: Some(Postgres { server: server.into(), name, url }) })
    }

    pub fn name(&self) -> &'static str {
        if self.postgres.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// The server's data folder.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    pub fn url(&self) -> Option<&str> {
        self.postgres.as_ref().map(|postgres| postgres.url.as_str())
    }

    /// Waits until nothing of a killed server runs on: PostgreSQL ends a lost client's statement first.
    pub async fn settle(&self) -> Outcome<()> {
        let Some(postgres) = &self.postgres else { return Ok(()) };
        let client = connect(&postgres.server).await?;
        let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = $1";
        for _ in 0..500 {
            let running: i64 = client.query_one(sql, &[&postgres.name]).await?.get(0);
            if running == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("connections of the killed server stay open".into())
    }

    /// Every row of a query that both databases understand.
    pub async fn rows(&self, sql: &str) -> Outcome<Vec<Vec<Value>>> {
        match self.url() {
            None => rows_of_file(&self.open()?, sql),
            Some(url) => {
                let rows = connect(url).await?.query(sql, &[]).await?;
                rows.iter().map(|row| (0..row.len()).map(|index| cell(row, index)).collect()).collect()
            }
        }
    }

    /// What the database itself says of its state; nothing if all is well.
    pub fn complaints(&self) -> Outcome<Vec<Vec<Value>>> {
        if self.postgres.is_some() {
            return Ok(Vec::new());
        }
        let conn = self.open()?;
        let mut out = rows_of_file(&conn, "PRAGMA integrity_check")?;
        out.retain(|row| *row != [Value::Text("ok".into())]);
        out.extend(rows_of_file(&conn, "PRAGMA foreign_key_check")?);
        Ok(out)
    }

    fn open(&self) -> Outcome<Connection> {
        let path = self.dir.path().join("guildhall.db");
        let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        Ok(conn)
    }

    pub async fn remove(self) -> Outcome<()> {
        let Some(postgres) = &self.postgres else { return Ok(()) };
        self.settle().await?;
        let client = connect(&postgres.server).await?;
        Ok(client.batch_execute(&format!("DROP DATABASE {}", postgres.name)).await?)
    }
}

async fn connect(url: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

fn rows_of_file(conn: &Connection, sql: &str) -> Outcome<Vec<Vec<Value>>> {
    let mut statement = conn.prepare(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|index| row.get(index)).collect())?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn cell(row: &tokio_postgres::Row, index: usize) -> Outcome<Value> {
    let cell = match *row.columns()[index].type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Value::Integer),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Value::Blob),
        _ => row.try_get::<_, Option<String>>(index)?.map(Value::Text),
    };
    Ok(cell.unwrap_or(Value::Null))
}
