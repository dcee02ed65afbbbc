//! Everything in which the two databases differ, in one place. Statements and migrations are written
//! once, in PostgreSQL's words; for SQLite a handful of them are translated here, as text.
//!
//! | written | SQLite |
//! |---|---|
//! | `$3` | `?3` (SQLite numbers *named* `$n` by first appearance, so they must become `?n`) |
//! | `= ANY($3)` | `IN (SELECT value FROM rarray(?3))` |
//! | `FOR NO KEY UPDATE`, `FOR UPDATE SKIP LOCKED` | nothing: there is one writer |
//! | `BYTEA`, `BIGINT`, `BOOLEAN`, `DOUBLE PRECISION` | `BLOB`, `INTEGER`, `INTEGER`, `REAL` |
//! | `COLLATE "C"` | nothing: BINARY is the default |
//! | `NULLS FIRST` (ascending), `NULLS LAST` (descending) | nothing: NULL is the smallest already |
//! | `search_match($2, $3) m` | a sub-select from the FTS5 table (see `search`) |
//! | `CREATE SEARCH` | tables, index and trigger of `search` |
//! | `STRPOS(text, part)` | `INSTR(text, part)` |
//! | `CAST(text AS JSONB) ->> 'name'` | `CAST(text AS TEXT) ->> 'name'` |
//! | `UPPER`, `LOWER` with `COLLATE "und-x-icu"` | its own, which know all letters (see `sqlite`) |
//! | `CREATE TABLE … );` | `CREATE TABLE … ) STRICT;` |

use crate::search;

/// Which database a `Db` talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The statement in this dialect's words.
    pub fn statement(self, sql: &str) -> String {
        match self {
            Self::Postgres => sql.to_owned(),
            Self::Sqlite => to_sqlite(sql),
        }
    }

    /// One statement of a migration in this dialect's words.
    pub fn migration(self, sql: &str) -> String {
        if sql.trim() == search::CREATE {
            return search::create(self);
        }
        let text = self.statement(sql);
        if self == Self::Sqlite && text.trim_start().to_ascii_uppercase().starts_with("CREATE TABLE") {
            format!("{} STRICT", text.trim_end())
        } else {
            text
        }
    }
}

const WORDS: [(&str, &str); 14] = [
    ("FOR NO KEY UPDATE OF t", ""),
    ("FOR NO KEY UPDATE", ""),
    ("FOR UPDATE SKIP LOCKED", ""),
    ("BYTEA", "BLOB"),
    ("BIGINT", "INTEGER"),
    ("BOOLEAN", "INTEGER"),
    ("DOUBLE PRECISION", "REAL"),
    ("COLLATE \"C\"", ""),
    ("COLLATE \"und-x-icu\"", ""),
    ("JSONB", "TEXT"),
    ("NULLS FIRST", ""),
    ("NULLS LAST", ""),
    ("TRUE", "1"),
    ("STRPOS", "INSTR"),
];

fn to_sqlite(sql: &str) -> String {
    let mut text = if sql.contains(search::MATCH) { search::to_sqlite(sql) } else { sql.to_owned() };
    for (from, to) in WORDS {
        if text.contains(from) {
            text = replace_word(&text, from, to);
        }
    }
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text.as_str();
    while let Some(at) = rest.find("= ANY($") {
        out.push_str(&rest[..at]);
        rest = &rest[at + "= ANY($".len()..];
        let end = rest.find(')').unwrap_or(rest.len());
        out.push_str("IN (SELECT value FROM rarray(?");
        out.push_str(&rest[..end]);
        out.push_str("))");
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out.replace('$', "?")
}

/// Replaces `from` where it stands as words of its own, so that `is_TRUEST` stays whole.
fn replace_word(text: &str, from: &str, to: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let after = &rest[at + from.len()..];
        let apart = !rest[..at].ends_with(word) && !after.starts_with(word);
        out.push_str(&rest[..at]);
        out.push_str(if apart { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The highest `$n` of the statement: how many parameters it takes.
pub fn parameter_count(sql: &str) -> usize {
    sql.split('$')
        .skip(1)
        .filter_map(|rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest[..digits].parse::<usize>().ok()
        })
        .max()
        .unwrap_or(0)
}

/// The smallest byte string greater than every string that starts with `prefix`; `None` if there is none.
pub fn prefix_upper_bound(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut bound = prefix.to_vec();
    while let Some(last) = bound.last_mut() {
        if *last < 0xff {
            *last += 1;
            return Some(bound);
        }
        bound.pop();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_arrays_and_locks_become_sqlite_words() {
        assert_eq!(
            Dialect::Sqlite.statement("SELECT id FROM t WHERE a = $2 AND b = ANY($11) FOR NO KEY UPDATE"),
            "SELECT id FROM t WHERE a = ?2 AND b IN (SELECT value FROM rarray(?11)) "
        );
        assert_eq!(parameter_count("a = $2 AND b = ANY($11)"), 11);
    }

    #[test]
    fn the_upper_bound_skips_full_bytes() {
        assert_eq!(prefix_upper_bound(&[1, 255, 255]), Some(vec![2]));
        assert_eq!(prefix_upper_bound(&[255]), None);
    }
}
