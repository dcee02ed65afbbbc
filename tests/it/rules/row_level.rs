//! PostgreSQL without our own guard: a raw connection in the application's role finds nothing of any
//! organization, and with one organization set nothing of another.

use super::raw::{Raw, difference};
use super::recipe::furnish;
use super::walk::Tally;
use guildhall_store::GLOBAL_TABLES;
use guildhall_tests::World;

async fn count(raw: &Raw, table: &str) -> Result<String, String> {
    Ok(raw.rows(&format!("SELECT count(*) FROM {table}")).await?[0][0].clone().unwrap())
}

/// Whatever is asked for, no row of theirs comes: named, or not named, or by a row of one's own.
async fn reads(tally: &mut Tally, raw: &Raw, table: &str, theirs: &str) {
    let theirs = format!("'\\x{theirs}'::bytea");
    for sql in [
        format!("SELECT count(*) FROM {table} WHERE organization_id = {theirs}"),
        format!(
            "SELECT count(*) FROM {table} WHERE organization_id IN (SELECT organization_id FROM members WHERE name LIKE 'Vera%')"
        ),
        format!("SELECT count(*) FROM organizations o JOIN {table} t ON t.organization_id <> o.organization_id"),
    ] {
        let seen = raw.rows(&sql).await;
        let none = matches!(&seen, Ok(rows) if rows[0][0].as_deref() == Some("0"));
        tally.tried(&sql, &format!("{seen:?}"), none);
    }
}

/// No row of theirs is changed, taken away or made, and none of one's own becomes theirs.
async fn writes(tally: &mut Tally, raw: &Raw, table: &str, theirs: &str) {
    let theirs = format!("'\\x{theirs}'::bytea");
    for change in [
        format!("DELETE FROM {table} WHERE organization_id = {theirs}"),
        format!("UPDATE {table} SET organization_id = organization_id WHERE organization_id = {theirs}"),
    ] {
        let sql = format!("WITH x AS ({change} RETURNING 1) SELECT count(*) FROM x");
        let done = raw.rows(&sql).await;
        tally.tried(&sql, &format!("{done:?}"), matches!(&done, Ok(rows) if rows[0][0].as_deref() == Some("0")));
    }
    let refused = |answer: &Result<_, String>| matches!(answer, Err(why) if why.contains("row-level security"));
    let sql = format!("INSERT INTO {table} (organization_id) VALUES ({theirs})");
    let made = raw.rows(&sql).await;
    tally.tried(&sql, &format!("{made:?}"), refused(&made));
    // Only where there is a row to change can the change be refused.
    let own = count(raw, table).await.unwrap() != "0";
    let sql = format!("UPDATE {table} SET organization_id = {theirs}");
    let given = raw.rows(&sql).await;
    tally.tried(&sql, &format!("{given:?}"), !own || refused(&given));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_itself_keeps_organizations_apart() {
    let Some(world) = World::postgres().await else { return };
    let (victim, mallory) = (world.founder("Vera").await, world.founder("Mallory").await);
    furnish(&victim, "Vera").await;
    furnish(&mallory, "Mallory").await;
    let raw = Raw::open(&world).await;
    let before = raw.dump(&victim.organization).await;
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
    let mut tally = Tally::default();
    tally.operations = tables.len();
    for table in &tables {
        reads(&mut tally, &raw, table, &victim.organization).await;
        writes(&mut tally, &raw, table, &victim.organization).await;
    }
    for table in GLOBAL_TABLES {
        let read = raw.rows(&format!("SELECT * FROM {table}")).await;
        assert!(read.is_err(), "the application's role reads all of {table}");
    }
    let people = raw.texts("SELECT name FROM users").await;
    assert!(people.len() == 3 && people.iter().all(|name| name[0].starts_with("Mallory")), "others: {people:?}");
    raw.rows("RESET ROLE").await.unwrap();
    assert_eq!(difference(&before, &raw.dump(&victim.organization).await), Vec::<String>::new());
    tally.settle("PostgreSQL without our own guard, by table");
}
