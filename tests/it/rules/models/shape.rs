//! The schema of a migrated database, told alike of both: columns, foreign keys, indexes by their names.

use super::super::raw::Raw;
use std::collections::BTreeMap;

/// A column: its type in PostgreSQL's words, and whether it may be null.
#[derive(Debug, Clone)]
pub struct Column {
    pub kind: String,
    pub null: bool,
}

/// An index or a key.
#[derive(Debug, Clone)]
pub struct Index {
    pub name: String,
    pub columns: Vec<String>,
    pub unique: bool,
    /// Holds some rows only.
    pub partial: bool,
}

/// A table.
#[derive(Debug, Default)]
pub struct Table {
    pub columns: BTreeMap<String, Column>,
    /// Its columns, and the table they lead to.
    pub foreign: Vec<(Vec<String>, String)>,
    pub indexes: Vec<Index>,
}

impl Table {
    /// Where a column leads beyond the organization; a reference to the organization is one by itself.
    pub fn leads_to(&self, column: &str) -> Option<&(Vec<String>, String)> {
        let mut keys: Vec<_> = self.foreign.iter().filter(|(columns, _)| columns.iter().any(|c| c == column)).collect();
        keys.sort_by_key(|(columns, to)| (columns.len(), to.clone()));
        keys.into_iter().next()
    }

    /// The index that begins with the tenant and these columns in any order; one of every row, if there is one.
    pub fn index_on(&self, columns: &[String]) -> Option<&Index> {
        let fits = |index: &&Index| begins_with(index, columns);
        let mut fitting: Vec<&Index> = self.indexes.iter().filter(fits).collect();
        let primary = |index: &Index| index.name != "primary key" || columns.iter().any(|c| c != "organization_id");
        fitting.sort_by_key(|index| (index.partial, primary(index), index.columns.len(), index.name.clone()));
        fitting.into_iter().next()
    }

    pub fn index(&self, name: &str) -> Option<&Index> {
        let named = self.indexes.iter().find(|index| index.name == name);
        named.or_else(|| self.indexes.iter().find(|index| index.unique && index.columns == [name]))
    }
}

fn begins_with(index: &Index, columns: &[String]) -> bool {
    let (first, rest) = (index.columns.first().map(String::as_str), columns.iter().filter(|c| *c != "organization_id"));
    let own: Vec<&String> = rest.collect();
    let head: Vec<&String> = index.columns.iter().skip(1).take(own.len()).collect();
    first == Some("organization_id") && head.len() == own.len() && own.iter().all(|column| head.contains(column))
}

/// Reads a table.
pub async fn read(raw: &Raw, name: &str) -> Table {
    match raw {
        Raw::Sqlite(_) => sqlite(raw, name).await,
        Raw::Postgres(_) => postgres(raw, name).await,
    }
}

async fn sqlite(raw: &Raw, name: &str) -> Table {
    let mut table = Table::default();
    let sql = format!("SELECT name, type, \"notnull\" FROM pragma_table_xinfo('{name}')");
    for row in raw.texts(&sql).await {
        let kind = row[1].to_lowercase().replace(" generated always", "");
        let kind = kind.replace("blob", "bytea").replace("integer", "bigint");
        table.columns.insert(row[0].clone(), Column { kind, null: row[2] == "0" });
    }
    let mut keys: BTreeMap<String, (Vec<String>, String)> = BTreeMap::new();
    let sql = format!("SELECT id, \"table\", \"from\" FROM pragma_foreign_key_list('{name}') ORDER BY id, seq");
    for row in raw.texts(&sql).await {
        keys.entry(row[0].clone()).or_insert_with(|| (Vec::new(), row[1].clone())).0.push(row[2].clone());
    }
    table.foreign = keys.into_values().collect();
    for row in raw.texts(&format!("SELECT name, \"unique\", origin, partial FROM pragma_index_list('{name}')")).await {
        let sql = format!("SELECT name FROM pragma_index_xinfo('{}') WHERE key = 1 ORDER BY seqno", row[0]);
        let columns: Vec<String> = raw.texts(&sql).await.into_iter().flatten().collect();
        let name = called(&row[0], row[2] == "pk", row[2] == "u", &columns);
        table.indexes.push(Index { name, columns, unique: row[1] == "1", partial: row[3] == "1" });
    }
    table
}

async fn postgres(raw: &Raw, name: &str) -> Table {
    let mut table = Table::default();
    let sql = format!(
        "SELECT column_name, data_type, is_nullable FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name = '{name}'"
    );
    for row in raw.texts(&sql).await {
        table.columns.insert(row[0].clone(), Column { kind: row[1].clone(), null: row[2] == "YES" });
    }
    let columns = |keys: &str, of: &str| {
        format!(
            "(SELECT coalesce(string_agg(a.attname, ',' ORDER BY k.place), '') \
             FROM unnest({keys}) WITH ORDINALITY AS k (number, place) \
             JOIN pg_attribute a ON a.attrelid = {of} AND a.attnum = k.number)"
        )
    };
    let words = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    let sql = format!(
        "SELECT {}, c.confrelid::regclass::text FROM pg_constraint c \
         WHERE c.conrelid = '{name}'::regclass AND c.contype = 'f'",
        columns("c.conkey", "c.conrelid")
    );
    table.foreign = raw.texts(&sql).await.iter().map(|row| (words(&row[0]), row[1].clone())).collect();
    let sql = format!(
        "SELECT i.indexrelid::regclass::text, {}, i.indisunique, i.indisprimary, coalesce(c.contype::text, ''), i.indpred IS NOT NULL \
         FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u') \
         WHERE i.indrelid = '{name}'::regclass",
        columns("i.indkey::int2[]", "i.indrelid")
    );
    for row in raw.texts(&sql).await {
        let columns = words(&row[1]);
        let name = called(&row[0], row[3] == "t", row[4] == "u", &columns);
        table.indexes.push(Index { name, columns, unique: row[2] == "t", partial: row[5] == "t" });
    }
    table
}

/// What both databases name differently is called by what it is.
fn called(name: &str, primary: bool, constraint: bool, columns: &[String]) -> String {
    match (primary, constraint) {
        (true, _) => "primary key".into(),
        (_, true) => format!("unique ({})", columns.join(", ")),
        _ => name.to_owned(),
    }
}
