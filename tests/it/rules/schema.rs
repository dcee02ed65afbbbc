//! The tenant in the schema itself: first in every primary key, first in every foreign key, and an index
//! under every foreign key. On PostgreSQL also a policy on every table.

use super::raw::Raw;
use guildhall_store::GLOBAL_TABLES;
use guildhall_tests::{World, both};
use std::collections::BTreeMap;

/// References that leave the organization. May only shrink.
const TO_GLOBAL: [(&str, &str, &str); 1] =
    [("members", "account_id", "an account belongs to no organization; a member without one is a placeholder")];

/// References without an index of their own. May only shrink. The rows of `members` are never deleted and
/// their ids never change, so nothing ever looks from a member at what refers to it this way.
const WITHOUT_INDEX: [(&str, &str); 5] = [
    ("baselines", "created_by"),
    ("imports", "created_by"),
    ("invitations", "created_by"),
    ("invitations", "member_id"),
    ("role_assignments", "user_id"),
];

#[derive(Default)]
struct Table {
    primary: Vec<String>,
    /// Columns, the table they lead to, its columns.
    foreign: Vec<(Vec<String>, String, Vec<String>)>,
    /// Plain columns at the head of each index that holds every row.
    indexes: Vec<Vec<String>>,
}

fn words(text: &str) -> Vec<String> {
    text.split(',').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

async fn sqlite(raw: &Raw, name: &str) -> Table {
    let pragma = |what: &str, of: &str, rest: &str| format!("SELECT {rest} FROM pragma_{what}('{of}')");
    let mut table = Table::default();
    let sql = pragma("table_info", name, "name") + " WHERE pk > 0 ORDER BY pk";
    table.primary = raw.texts(&sql).await.into_iter().flatten().collect();
    let mut keys: BTreeMap<String, (Vec<String>, String, Vec<String>)> = BTreeMap::new();
    for row in
        raw.texts(&(pragma("foreign_key_list", name, "id, \"table\", \"from\", \"to\"") + " ORDER BY id, seq")).await
    {
        let key = keys.entry(row[0].clone()).or_insert_with(|| (Vec::new(), row[1].clone(), Vec::new()));
        key.0.push(row[2].clone());
        key.2.push(row[3].clone());
    }
    table.foreign = keys.into_values().collect();
    for index in raw.texts(&(pragma("index_list", name, "name") + " WHERE partial = 0")).await {
        let columns = raw.texts(&(pragma("index_xinfo", &index[0], "name") + " WHERE key = 1 ORDER BY seqno")).await;
        table.indexes.push(columns.into_iter().flatten().take_while(|column| !column.is_empty()).collect());
    }
    table.indexes.push(table.primary.clone());
    table
}

async fn postgres(raw: &Raw, name: &str) -> Table {
    let columns = |keys: &str, of: &str| {
        format!(
            "(SELECT coalesce(string_agg(a.attname, ',' ORDER BY k.place), '') \
             FROM unnest({keys}) WITH ORDINALITY AS k (number, place) \
             LEFT JOIN pg_attribute a ON a.attrelid = {of} AND a.attnum = k.number)"
        )
    };
    let mut table = Table::default();
    let sql = format!(
        "SELECT c.contype, {}, {}, coalesce(c.confrelid::regclass::text, '') FROM pg_constraint c \
         WHERE c.conrelid = '{name}'::regclass AND c.contype IN ('p', 'f')",
        columns("c.conkey", "c.conrelid"),
        columns("c.confkey", "c.confrelid")
    );
    for row in raw.texts(&sql).await {
        match row[0].as_str() {
            "p" => table.primary = words(&row[1]),
            _ => table.foreign.push((words(&row[1]), row[3].clone(), words(&row[2]))),
        }
    }
    let sql = format!(
        "SELECT {} FROM pg_index i WHERE i.indrelid = '{name}'::regclass AND i.indpred IS NULL",
        columns("i.indkey::int2[]", "i.indrelid")
    );
    table.indexes = raw.texts(&sql).await.iter().map(|row| words(&row[0])).collect();
    table
}

async fn read(raw: &Raw, name: &str) -> Table {
    match raw {
        Raw::Sqlite(_) => sqlite(raw, name).await,
        Raw::Postgres(_) => postgres(raw, name).await,
    }
}

/// The columns after the tenant's.
fn own(columns: &[String]) -> String {
    let rest: Vec<&str> = columns.iter().map(String::as_str).filter(|c| *c != "organization_id").collect();
    rest.join(",")
}

both!(every_table_has_its_tenant_first_in_every_key, |world: World| async move {
    let raw = Raw::open(&world).await;
    let tables = raw.tenant_tables().await;
    assert!(tables.len() >= 20, "only {tables:?}");
    let mut wrong = Vec::new();
    let (mut leave, mut bare) = (Vec::new(), Vec::new());
    for name in &tables {
        let table = read(&raw, name).await;
        if table.primary.first().map(String::as_str) != Some("organization_id") {
            wrong.push(format!("{name}: its primary key is {:?}", table.primary));
        }
        for (columns, to, at) in &table.foreign {
            let composite = columns[0] == "organization_id" && at[0] == "organization_id";
            if GLOBAL_TABLES.contains(&to.as_str()) || !composite {
                leave.push((name.clone(), own(columns)));
                if !TO_GLOBAL.iter().any(|(t, c, _)| t == name && *c == own(columns)) {
                    wrong.push(format!("{name} {columns:?} leads to {to} {at:?} without the tenant"));
                }
            }
            let covers = |index: &Vec<String>| {
                index.len() >= columns.len() && columns.iter().all(|c| index[..columns.len()].contains(c))
            };
            if !table.indexes.iter().any(covers) {
                bare.push((name.clone(), own(columns)));
                if !WITHOUT_INDEX.contains(&(name, &own(columns))) {
                    wrong.push(format!("{name} {columns:?} leads to {to} and has no index"));
                } else if to != "members" {
                    wrong.push(format!("{name} {columns:?} is excused for leading to members, but leads to {to}"));
                }
            }
        }
    }
    for (table, column, _) in TO_GLOBAL {
        if !leave.contains(&(table.into(), column.into())) {
            wrong.push(format!("{table}.{column} needs no exception any more: take it off TO_GLOBAL"));
        }
    }
    for (table, column) in WITHOUT_INDEX {
        if !bare.contains(&(table.into(), column.into())) {
            wrong.push(format!("{table}.{column} needs no exception any more: take it off WITHOUT_INDEX"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    eprintln!("{:?}: {} tenant tables", raw.dialect(), tables.len());
});

both!(the_global_tables_are_the_known_ones, |world: World| async move {
    let known =
        ["users", "identities", "sessions", "access_tokens", "password_resets", "login_attempts", "jobs", "migrations"];
    assert!(GLOBAL_TABLES.iter().all(|table| known.contains(table)), "the list of global tables only shrinks");
    let raw = Raw::open(&world).await;
    for table in raw.tables().await.iter().filter(|table| GLOBAL_TABLES.contains(&table.as_str())) {
        let read = read(&raw, table).await;
        assert_ne!(read.primary.first().map(String::as_str), Some("organization_id"), "{table} is no global table");
    }
});

both!(no_row_of_any_table_is_out_of_reach_of_its_policy, |world: World| async move {
    let raw = Raw::open(&world).await;
    if let Raw::Postgres(_) = raw {
        let sql = "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') \
            AND (NOT c.relrowsecurity OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))";
        assert_eq!(raw.texts(sql).await, Vec::<Vec<String>>::new(), "tables without a policy");
        let sql = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'guildhall%' AND (rolsuper OR rolbypassrls OR rolcanlogin)";
        assert_eq!(raw.texts(sql).await, Vec::<Vec<String>>::new(), "roles that reach too far");
    }
});
