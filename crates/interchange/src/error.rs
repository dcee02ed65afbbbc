//! The one error of this crate: a file that cannot be imported, and the place that says why.
//!
//! A problem that concerns one row and leaves the rest usable is a `Notice` of the plan instead.

use thiserror::Error;

/// Why a file was refused; nothing of it may be imported.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}{detail}", self.place())]
pub struct InterchangeError {
    /// 1-based line of the file, where the format has lines.
    pub line: Option<u64>,
    /// XML path (`/Project/Tasks/Task`) or JSON pointer (`/cards/3/due`); empty for the whole file.
    pub pointer: String,
    /// Stable name of the case, snake_case.
    pub code: &'static str,
    /// One sentence for a person, naming what was expected.
    pub detail: String,
}

impl InterchangeError {
    /// An error at a place of the file.
    pub(crate) fn new(
        line: Option<u64>,
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { line, pointer: pointer.into(), code, detail: detail.into() }
    }

    fn place(&self) -> String {
        let line = self.line.map(|line| format!("line {line}"));
        let pointer = (!self.pointer.is_empty()).then(|| self.pointer.clone());
        match (line, pointer) {
            (Some(line), Some(pointer)) => format!("{line}, {pointer}: "),
            (Some(place), None) | (None, Some(place)) => format!("{place}: "),
            (None, None) => String::new(),
        }
    }
}
