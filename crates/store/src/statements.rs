//! The statements that this process has run: each is checked and translated once (see `guard`, `dialect`).
//! Lists can be asked for in endless ways, so what is kept is bounded in number and in bytes: a table that
//! is full becomes the old one, whose entries come back one by one as they are used again, and the next
//! full table takes its place. What is hot stays; what was asked once goes.

use crate::dialect::{Dialect, parameter_count};
use crate::error::{Result, StoreError};
use crate::guard;
use crate::scope::Kind;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// A statement that was checked for its kind of scope and translated.
pub(crate) struct Checked {
    pub sql: String,
    pub parameters: usize,
}

/// A statement longer than this is neither kept here nor prepared for another time: only a filter written by
/// hand is so long, and it seldom comes again.
const LONGEST_KEPT: usize = 8 * 1024;

/// True if a statement may stay in a cache.
pub(crate) fn worth_keeping(sql: &str) -> bool {
    sql.len() <= LONGEST_KEPT
}

/// A table is full at this many statements, or bytes of them.
const MOST_STATEMENTS: usize = 4096;
const MOST_BYTES: usize = 8 << 20;

/// The statements of one database in one kind of scope.
#[derive(Default)]
struct Known {
    young: HashMap<Box<str>, Arc<Checked>>,
    old: HashMap<Box<str>, Arc<Checked>>,
    bytes: usize,
}

impl Known {
    fn add(&mut self, sql: &str, checked: &Arc<Checked>) {
        if self.young.len() >= MOST_STATEMENTS || self.bytes >= MOST_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += sql.len() + checked.sql.len();
        self.young.insert(sql.into(), Arc::clone(checked));
    }
}

static STATEMENTS: LazyLock<RwLock<HashMap<(Dialect, Kind), Known>>> = LazyLock::new(RwLock::default);

/// The statement, checked for its scope; an error says why it may not run.
pub(crate) fn checked(sql: &str, dialect: Dialect, kind: Kind) -> Result<Arc<Checked>> {
    let old = {
        let statements = STATEMENTS.read();
        let known = statements.get(&(dialect, kind));
        if let Some(young) = known.and_then(|known| known.young.get(sql)) {
            return Ok(Arc::clone(young));
        }
        known.and_then(|known| known.old.get(sql)).map(Arc::clone)
    };
    let checked = match old {
        Some(old) => old,
        None => {
            guard::check(sql, kind).map_err(StoreError::Statement)?;
            Arc::new(Checked { sql: dialect.statement(sql), parameters: parameter_count(sql) })
        }
    };
    if worth_keeping(sql) {
        STATEMENTS.write().entry((dialect, kind)).or_default().add(sql, &checked);
    }
    Ok(checked)
}

/// Every scoped statement that is known, for the rule test that prepares them on both databases.
pub fn statements_seen(dialect: Dialect) -> Vec<(Kind, String)> {
    let statements = STATEMENTS.read();
    let known = statements.iter().filter(|((of, _), _)| *of == dialect);
    let all = known
        .flat_map(|((_, kind), known)| known.young.keys().chain(known.old.keys()).map(|sql| (*kind, sql.to_string())));
    let mut seen: Vec<_> = all.collect();
    seen.sort_by(|a, b| a.1.cmp(&b.1));
    seen.dedup_by(|a, b| a.1 == b.1 && a.0 == b.0);
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(sql: &str) -> Arc<Checked> {
        Arc::new(Checked { sql: sql.into(), parameters: 1 })
    }

    #[test]
    fn what_is_kept_is_bounded_in_number_and_in_bytes() {
        let mut known = Known::default();
        for n in 0..3 * MOST_STATEMENTS {
            let sql = format!("SELECT {n}");
            known.add(&sql, &statement(&sql));
        }
        assert!(known.young.len() <= MOST_STATEMENTS && known.old.len() <= MOST_STATEMENTS);
        let long = "x".repeat(LONGEST_KEPT);
        for n in 0..3 * MOST_BYTES / LONGEST_KEPT {
            let sql = format!("{long}{n}");
            known.add(&sql, &statement(&sql));
        }
        assert!(known.bytes <= MOST_BYTES + 3 * LONGEST_KEPT, "{} bytes", known.bytes);
    }
}
