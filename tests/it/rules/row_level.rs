//! PostgreSQL without our own guard: a raw connection in the application's role finds nothing of any
//! organization, and with one organization set nothing of another.

use super::raw::Raw;
use super::recipe::furnish;
use guildhall_store::GLOBAL_TABLES;
use guildhall_tests::World;

async fn count(raw: &Raw, table: &str) -> Result<String, String> {
    Ok(raw.rows(&format!("SELECT count(*) FROM {table}")).await?[0][0].clone().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_itself_keeps_organizations_apart() {
    let Some(world) = World::postgres().await else { return };
    let (victim, mallory) = (world.founder("Vera").await, world.founder("Mallory").await);
    furnish(&victim, "Vera").await;
    let raw = Raw::open(&world).await;
    let tables = raw.tenant_tables().await;
    let mut full = 0;
    for table in &tables {
        full += usize::from(count(&raw, table).await.unwrap() != "0");
    }
    assert!(full > 12, "only {full} of {} tables have rows", tables.len());
    raw.rows("SET ROLE guildhall_app").await.unwrap();
    for set in ["RESET app.org", "SET app.org = ''", &format!("SET app.org = '{}'", "ab".repeat(12))] {
        raw.rows(set).await.unwrap();
        for table in &tables {
            assert_eq!(count(&raw, table).await.unwrap(), "0", "{table} after {set}");
        }
    }
    raw.rows(&format!("SET app.org = '{}'", mallory.organization)).await.unwrap();
    let foreign = format!("organization_id = '\\x{}'::bytea", victim.organization);
    for table in &tables {
        let seen = raw.rows(&format!("SELECT count(*) FROM {table} WHERE {foreign}")).await.unwrap();
        assert_eq!(seen[0][0].as_deref(), Some("0"), "{table}");
        let changed = raw
            .rows(&format!("WITH x AS (DELETE FROM {table} WHERE {foreign} RETURNING 1) SELECT count(*) FROM x"))
            .await;
        assert_eq!(changed.unwrap()[0][0].as_deref(), Some("0"), "{table}");
    }
    let insert = format!("INSERT INTO counters VALUES ('\\x{}'::bytea, 'events', 1)", victim.organization);
    assert!(raw.rows(&insert).await.unwrap_err().contains("row-level security"));
    let take = format!("UPDATE counters SET organization_id = '\\x{}'::bytea", victim.organization);
    assert!(raw.rows(&take).await.unwrap_err().contains("row-level security"));
    for table in GLOBAL_TABLES {
        let read = raw.rows(&format!("SELECT * FROM {table}")).await;
        assert!(read.is_err(), "the application's role reads all of {table}");
    }
    let people = raw.texts("SELECT name FROM users").await;
    assert_eq!(people, [["Mallory"]], "people of another organization");
}
