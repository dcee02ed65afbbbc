//! Full text, on both databases. `search_docs` has a row for each object that can be found; its words stand in
//! an FTS5 table beside it on SQLite, in a `tsvector` column of its own on PostgreSQL. The tenant is one of
//! the words, and of every query.
//!
//! In statements `search_match($query, $below) m` stands for the hits, newest first, as `m.doc`. On PostgreSQL
//! it is a function of the owner's, because behind row-level security `@@` reaches no index; it looks at no
//! organization but that of `app.org`, as the policies do.

pub mod words;

use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use crate::id::Id;
use crate::scope::{Scope, Tenant};
use crate::tx::Tx;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most different words of one text, and of one object the bytes of all: a `tsvector` holds 1 MiB, with up to eight
/// bytes beside each word.
const MOST_WORDS: usize = 10_000;
const MOST_BYTES: usize = 900_000;
const BESIDE: usize = 8;

/// An object with its words.
#[derive(Debug)]
pub struct Entry<'e> {
    pub model: &'e str,
    pub object: &'e [u8],
    /// What it is purged with, if not alone.
    pub home: Option<&'e [u8]>,
    /// Words of the title, which count more, and of the rest.
    pub head: &'e [String],
    pub body: &'e [String],
    /// It is not there yet.
    pub is_new: bool,
}

/// A word to look for, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub text: String,
    pub prefix: bool,
}

/// What to look for: one of each of these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(pub Vec<Vec<Term>>);

/// Which hits are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Those with every word in the head.
    Head,
    /// All others.
    Rest,
    All,
}

impl Query {
    /// The query in the words of the database, held to one organization.
    pub fn text(&self, dialect: Dialect, tenant: Id<Tenant>, part: Part) -> String {
        let (head, all) = (self.among(dialect, true), self.among(dialect, false));
        match (dialect, part) {
            (Dialect::Sqlite, Part::Head) => format!("(tenant : {tenant}) AND ({head})"),
            (Dialect::Sqlite, Part::Rest) => format!("((tenant : {tenant}) AND ({all})) NOT ({head})"),
            (Dialect::Sqlite, Part::All) => format!("(tenant : {tenant}) AND ({all})"),
            (Dialect::Postgres, Part::Head) => format!("'{tenant}':C & ({head})"),
            (Dialect::Postgres, Part::Rest) => format!("'{tenant}':C & ({all}) & !({head})"),
            (Dialect::Postgres, Part::All) => format!("'{tenant}':C & ({all})"),
        }
    }

    fn among(&self, dialect: Dialect, head: bool) -> String {
        let term = |term: &Term| match (dialect, head) {
            (Dialect::Sqlite, _) => format!("\"{}\"{}", term.text, if term.prefix { " *" } else { "" }),
            (Dialect::Postgres, true) => format!("'{}':{}A", term.text, if term.prefix { "*" } else { "" }),
            (Dialect::Postgres, false) => format!("'{}':{}AB", term.text, if term.prefix { "*" } else { "" }),
        };
        let (or, and) = if dialect == Dialect::Sqlite { (" OR ", " AND ") } else { (" | ", " & ") };
        let one = |of: &Vec<Term>| format!("({})", of.iter().map(term).collect::<Vec<_>>().join(or));
        let all = self.0.iter().map(one).collect::<Vec<_>>().join(and);
        match (dialect, head) {
            (Dialect::Sqlite, true) => format!("{{head}} : ({all})"),
            (Dialect::Sqlite, false) => format!("{{head body}} : ({all})"),
            (Dialect::Postgres, _) => all,
        }
    }
}

/// `search_match($a, $b)` in SQLite's words.
pub(crate) const MATCH: &str = "search_match(";

/// Replaces each `search_match($a, $b)`.
pub(crate) fn to_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 120);
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once(MATCH) {
        out.push_str(before);
        let (parameters, tail) = after.split_once(')').unwrap_or((after, ""));
        let (query, below) = parameters.split_once(',').unwrap_or((parameters, ""));
        let _ = write!(
            out,
            "(SELECT w.rowid AS doc FROM search_words w WHERE w.search_words MATCH {} AND w.rowid < {} ORDER BY w.rowid DESC)",
            query.trim(),
            below.trim()
        );
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Stands for the whole of this in a migration.
pub(crate) const CREATE: &str = "CREATE SEARCH";

const TABLE: &str = "CREATE TABLE search_docs (
  organization_id BYTEA NOT NULL REFERENCES organizations (organization_id),
  object_id BYTEA NOT NULL,
  model TEXT NOT NULL,
  home_id BYTEA,
  {doc},
  PRIMARY KEY (organization_id, object_id, model)
){strict};
CREATE UNIQUE INDEX search_docs_doc ON search_docs (organization_id, doc);
CREATE INDEX search_docs_home ON search_docs (organization_id, home_id);
";

const SQLITE: &str = "CREATE VIRTUAL TABLE search_words USING fts5 (tenant, head, body, content = '',
  contentless_delete = 1, detail = 'column', prefix = '2 3', tokenize = 'ascii');
CREATE TRIGGER search_docs_gone AFTER DELETE ON search_docs BEGIN
  DELETE FROM search_words WHERE rowid = old.doc;
END";

/// Every query reads the list of what is not in the index yet, so that it is kept short.
const POSTGRES: &str =
    "CREATE INDEX search_docs_words ON search_docs USING gin (words) WITH (gin_pending_list_limit = 256);
CREATE FUNCTION search_match(query TEXT, below BIGINT) RETURNS TABLE (doc BIGINT)
  LANGUAGE sql STABLE ROWS 100 SECURITY DEFINER SET search_path FROM CURRENT AS $body$
    SELECT d.doc FROM search_docs d WHERE d.words @@ CAST(query AS tsquery) AND d.doc + 0 < below
      AND encode(d.organization_id, 'hex') = current_setting('app.org', true) ORDER BY d.doc DESC
  $body$";

/// What `CREATE SEARCH` means.
pub(crate) fn create(dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => {
            let table = TABLE.replace("{doc}", "doc INTEGER NOT NULL").replace("{strict}", " STRICT");
            table.replace("BYTEA", "BLOB") + SQLITE
        }
        Dialect::Postgres => {
            let columns = "doc BIGINT GENERATED ALWAYS AS IDENTITY, words TSVECTOR NOT NULL";
            TABLE.replace("{doc}", columns).replace("{strict}", "") + POSTGRES
        }
    }
}

impl Tx {
    /// Stores the words of an object, in place of those that it had.
    pub async fn index(&self, entry: &Entry<'_>) -> Result<()> {
        let Scope::Org(tenant) = self.scope() else {
            return Err(StoreError::Statement("words are stored for an organization".into()));
        };
        match self.dialect() {
            Dialect::Sqlite => self.embedded(|conn| embedded(conn, tenant, entry)),
            Dialect::Postgres => {
                let sql = "INSERT INTO search_docs (organization_id, object_id, model, home_id, words) \
                    VALUES ($1, $2, $3, $4, CAST(CAST($5 AS TEXT) AS tsvector)) \
                    ON CONFLICT (organization_id, object_id, model) DO UPDATE SET home_id = $4, words = excluded.words";
                let home = entry.home.map(<[u8]>::to_vec);
                self.execute_later(sql, &[&entry.object, &entry.model, &home, &vector(tenant, entry)]).await
            }
        }
    }
}

fn embedded(conn: &rusqlite::Connection, tenant: Id<Tenant>, entry: &Entry<'_>) -> Result<()> {
    let key = (tenant.as_bytes().as_slice(), entry.object, entry.model);
    let known: Option<i64> = if entry.is_new {
        None
    } else {
        let find = "SELECT doc FROM search_docs WHERE organization_id = ?1 AND object_id = ?2 AND model = ?3";
        let mut find = conn.prepare_cached(find)?;
        let mut rows = find.query(key)?;
        rows.next()?.map(|row| row.get(0)).transpose()?
    };
    if let Some(doc) = known {
        conn.prepare_cached("DELETE FROM search_words WHERE rowid = ?1")?.execute([doc])?;
    }
    let [head, body] = kept(entry).map(|words| words.join(" "));
    let words = (known, tenant.to_string(), head, body);
    let insert = "INSERT INTO search_words (rowid, tenant, head, body) VALUES (?1, ?2, ?3, ?4)";
    conn.prepare_cached(insert)?.execute(words)?;
    if known.is_none() {
        let insert =
            "INSERT INTO search_docs (organization_id, object_id, model, home_id, doc) VALUES (?1, ?2, ?3, ?4, ?5)";
        let doc = conn.last_insert_rowid();
        conn.prepare_cached(insert)?.execute((key.0, key.1, key.2, entry.home, doc))?;
    }
    Ok(())
}

/// The words of head and body that are kept, those of the head first.
fn kept<'e>(entry: &Entry<'e>) -> [&'e [String]; 2] {
    let mut left = MOST_BYTES;
    [entry.head, entry.body].map(|words| {
        let fits = words.iter().take(MOST_WORDS).take_while(|word| {
            let now = left.checked_sub(word.len() + BESIDE);
            left = now.unwrap_or(left);
            now.is_some()
        });
        &words[..fits.count()]
    })
}

/// Words with the part that they stand in as their weight: A head, B body, C tenant.
fn vector(tenant: Id<Tenant>, entry: &Entry<'_>) -> String {
    let mut of: BTreeMap<&str, &str> = BTreeMap::new();
    let [head, body] = kept(entry);
    for word in body {
        of.insert(word, "1B");
    }
    for word in head {
        of.entry(word).and_modify(|weight| *weight = "1A,2B").or_insert("1A");
    }
    let mut out = format!("'{tenant}':1C");
    for (word, weight) in of {
        let _ = write!(out, " '{word}':{weight}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_held_to_its_tenant_and_part() {
        let term = |text: &str, prefix| vec![Term { text: text.into(), prefix }];
        let query = Query(vec![term("web", false), term("pla", true)]);
        let acme = Id::from_bytes(*b"acme-acme-ac");
        assert_eq!(
            query.text(Dialect::Sqlite, acme, Part::Rest),
            "((tenant : 61636d652d61636d652d6163) AND ({head body} : ((\"web\") AND (\"pla\" *)))) \
             NOT ({head} : ((\"web\") AND (\"pla\" *)))"
        );
        assert_eq!(
            query.text(Dialect::Postgres, acme, Part::Head),
            "'61636d652d61636d652d6163':C & (('web':A) & ('pla':*A))"
        );
    }
}
