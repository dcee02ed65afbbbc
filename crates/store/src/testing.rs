//! Fresh databases for tests, on SQLite and on PostgreSQL. On PostgreSQL each is a copy of a template
//! that is migrated once for the same list of migrations, so that a test waits for a copy and not for
//! the schema. The server is named by `GUILDHALL_TEST_POSTGRES` (see `scripts/with-postgres.sh`).

use crate::db::{Db, Target};
use crate::error::Result;
use crate::migrate::Migration;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Deref;
use tokio_postgres::{Client, NoTls};

/// Names the PostgreSQL server on which tests may make and drop databases.
pub const POSTGRES: &str = "GUILDHALL_TEST_POSTGRES";

/// An open, migrated database of its own, gone when dropped.
pub struct TestDb {
    db: Db,
    target: Target,
    _place: Place,
}

/// What the database lives in; dropped after it.
enum Place {
    Folder { _dir: tempfile::TempDir },
    Server { _database: Dropped },
}

impl TestDb {
    /// A new database on each kind of server that there is: SQLite, and PostgreSQL if a server is named.
    pub async fn each(migrations: &'static [Migration]) -> Vec<Self> {
        let mut all = vec![Self::sqlite(migrations).await];
        all.extend(Self::postgres(migrations).await);
        all
    }

    /// A new file in a temporary folder.
    #[expect(clippy::expect_used, reason = "without its database a test can only fail")]
    pub async fn sqlite(migrations: &'static [Migration]) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let target = Target::Sqlite(dir.path().join("guildhall.db"));
        let db = Db::open(&target, migrations).await.expect("SQLite opens and migrates");
        Self { db, target, _place: Place::Folder { _dir: dir } }
    }

    /// A new database on the test server; `None`, said aloud, if there is no server.
    #[expect(clippy::expect_used, reason = "without its database a test can only fail")]
    #[expect(clippy::disallowed_methods, reason = "tests have no configuration to read the server from")]
    pub async fn postgres(migrations: &'static [Migration]) -> Option<Self> {
        let Ok(server) = std::env::var(POSTGRES) else {
            eprintln!("SKIPPED ON POSTGRESQL: {POSTGRES} is not set (scripts/with-postgres.sh sets it)");
            return None;
        };
        let name = copy_of_template(&server, migrations).await.expect("a test database is made");
        let target = Target::Postgres(with_database(&server, &name));
        let database = Dropped { server, name };
        let db = Db::open(&target, migrations).await.expect("PostgreSQL opens and migrates");
        Some(Self { db, target, _place: Place::Server { _database: database } })
    }

    /// Where it is, to open it a second time.
    pub fn target(&self) -> &Target {
        &self.target
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// Drops its database, also while it is in use.
struct Dropped {
    server: String,
    name: String,
}

impl Drop for Dropped {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A thread with a runtime of its own, because the test's runtime cannot be waited for from here.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            if let Ok(runtime) = runtime
                && let Err(error) = runtime.block_on(drop_database(&server, &name))
            {
                eprintln!("the test database {name} stays behind: {error}");
            }
        });
        let _ = dropped.join();
    }
}

/// Ends its connections first: DROP … WITH (FORCE) alone sleeps 100 ms before it looks whether they went.
async fn drop_database(server: &str, name: &str) -> Result<()> {
    let client = connect(server).await?;
    for _ in 0..50 {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
        if client.query(end, &[&name]).await?.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    Ok(())
}

/// Makes the database and returns its name.
async fn copy_of_template(server: &str, migrations: &'static [Migration]) -> Result<String> {
    let template = format!("guildhall_template_{:016x}", fingerprint(migrations));
    let client = connect(server).await?;
    if !exists(&client, &template).await? {
        // One test process makes the template, the others wait for it.
        client.execute("SELECT pg_advisory_lock(hashtext($1))", &[&template]).await?;
        if !exists(&client, &template).await? {
            let building = format!("{template}_building");
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)")).await?;
            client.batch_execute(&format!("CREATE DATABASE {building}")).await?;
            crate::migrate::postgres(&with_database(server, &building), migrations).await?;
            client.batch_execute(&format!("ALTER DATABASE {building} RENAME TO {template}")).await?;
        }
        client.execute("SELECT pg_advisory_unlock(hashtext($1))", &[&template]).await?;
    }
    let random = std::hash::RandomState::new().build_hasher().finish();
    let name = format!("guildhall_test_{random:016x}");
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")).await?;
    Ok(name)
}

async fn exists(client: &Client, database: &str) -> Result<bool> {
    Ok(client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&database]).await?.is_some())
}

async fn connect(url: &str) -> std::result::Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// Changes with the migrations; what is derived from them is brought up to date whenever a copy is opened.
fn fingerprint(migrations: &[Migration]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    for migration in migrations {
        (migration.name, migration.sql).hash(&mut hasher);
    }
    hasher.finish()
}

/// The same server, another database.
fn with_database(url: &str, database: &str) -> String {
    let (base, options) = url.split_once('?').map_or((url, None), |(base, options)| (base, Some(options)));
    let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
    match options {
        Some(options) => format!("{base}/{database}?{options}"),
        None => format!("{base}/{database}"),
    }
}
