//! Brings a PostgreSQL database to the newest schema, as the user of the URL: one server at a time (an
//! advisory lock), each migration once in a transaction of its own, then the two roles without login
//! that the pools take on, and what each may see (`access`). Nothing is touched that is already right.

use super::{APP_ROLE, SYSTEM_ROLE, access, config};
use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use crate::migrate::{Migration, now_micros, refuse_newer, statements};
use std::time::Duration;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls};

/// Servers that start together take this lock, one after another ("guildhal" as a number).
const LOCK: i64 = 0x6775_696c_6468_616c;
/// Roles belong to the whole cluster, so that servers of other databases may be making them right now.
const ROLE_ATTEMPTS: u32 = 20;

pub(crate) async fn migrate(url: &str, table: &str, migrations: &'static [Migration]) -> Result<()> {
    let (mut client, connection) =
        config(url)?.connect(NoTls).await.map_err(|e| StoreError::Unavailable(StoreError::from(e).to_string()))?;
    let connection = tokio::spawn(connection);
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await?;
    client.batch_execute("SET client_min_messages = warning").await?;
    client.batch_execute(table).await?;
    let applied = applied(&client).await?;
    refuse_newer(&applied, migrations)?;
    for migration in migrations.iter().filter(|m| !applied.iter().any(|name| name == m.name)) {
        apply(&mut client, migration).await?;
    }
    let mut made = false;
    for role in [APP_ROLE, SYSTEM_ROLE] {
        made |= make_role(&client, role).await?;
    }
    access::apply(&mut client, made).await?;
    // Closing the connection gives the lock back.
    drop(client);
    let _ = connection.await;
    Ok(())
}

async fn applied(client: &Client) -> Result<Vec<String>> {
    let rows = client.query("SELECT name FROM migrations ORDER BY name", &[]).await?;
    rows.iter().map(|row| row.try_get(0).map_err(StoreError::from)).collect()
}

async fn apply(client: &mut Client, migration: &Migration) -> Result<()> {
    let tx = client.transaction().await?;
    for statement in statements(migration.sql) {
        tx.batch_execute(&Dialect::Postgres.migration(&statement)).await.map_err(|error| {
            let reason = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
            StoreError::Other(format!("migration {}: {reason} in: {statement}", migration.name))
        })?;
    }
    let row = "INSERT INTO migrations (name, applied_at) VALUES ($1, $2)";
    tx.execute(row, &[&migration.name, &now_micros()]).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes sure that this user can take on `role`; true if the role was made just now.
async fn make_role(client: &Client, role: &str) -> Result<bool> {
    let take_on = format!("SET ROLE {role}; RESET ROLE");
    let mut made = false;
    for attempt in 1.. {
        if client.batch_execute(&take_on).await.is_ok() {
            break;
        }
        let known = client.query_opt("SELECT 1 FROM pg_roles WHERE rolname = $1", &[&role]).await?.is_some();
        let step = if known {
            format!("GRANT {role} TO CURRENT_USER")
        } else {
            format!("CREATE ROLE {role} NOLOGIN NOINHERIT")
        };
        match client.batch_execute(&step).await {
            Ok(()) => made |= !known,
            Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) || attempt == ROLE_ATTEMPTS => {
                return Err(not_allowed(role, &StoreError::from(error)));
            }
            // Someone else made or granted it in the same moment: look again.
            Err(_) => tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 5)).await,
        }
    }
    Ok(made)
}

fn not_allowed(role: &str, reason: &StoreError) -> StoreError {
    StoreError::Unavailable(format!(
        "the role {role} cannot be made or taken on ({reason}). Let a superuser run, once for the whole server: \
         CREATE ROLE {APP_ROLE} NOLOGIN; CREATE ROLE {SYSTEM_ROLE} NOLOGIN; \
         GRANT {APP_ROLE}, {SYSTEM_ROLE} TO the user of the database URL"
    ))
}
