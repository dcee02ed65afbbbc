//! The notices of one parse, in order, and of each case no more than a person would read.

use std::{collections::BTreeMap, fmt::Display};

use crate::model::Notice;

/// Most notices of one case; a last one counts the rest.
const MAX_PER_CASE: usize = 200;

/// Notices in the order they were found.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    all: Vec<Notice>,
    seen: BTreeMap<&'static str, usize>,
}

impl Notices {
    /// Notes something about a place of the file.
    pub(crate) fn add(&mut self, row: impl Display, code: &'static str, detail: impl Into<String>) {
        let seen = self.seen.entry(code).or_default();
        *seen += 1;
        if *seen <= MAX_PER_CASE {
            let detail = detail.into();
            self.all.push(Notice { row: row.to_string(), code, detail });
        }
    }

    /// All of them, with one more for each case that had too many.
    pub(crate) fn finish(mut self) -> Vec<Notice> {
        for (code, seen) in self.seen {
            if seen > MAX_PER_CASE {
                let detail = format!("and {} more of the same", seen - MAX_PER_CASE);
                self.all.push(Notice { row: String::new(), code, detail });
            }
        }
        self.all
    }
}
