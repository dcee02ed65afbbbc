//! What has happened to a task, or is kept by hand. Most tasks of a plan have no such facts, and the passes read
//! every task many times; so facts lie apart and a task without them stays small.
//! Must stay true: tasks whose facts say the same are equal, wherever those lie.

use crate::instant::Instant;
use std::ops::{Deref, DerefMut};

/// What has happened to a task, or is kept by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Start and finish kept by hand; it never moves but still drives its successors.
    pub manual: Option<(Instant, Instant)>,
    /// When work really began.
    pub actual_start: Option<Instant>,
    /// When work really ended; such a task never moves.
    pub actual_finish: Option<Instant>,
    /// Working minutes still to do of a started task; its whole duration when absent.
    pub remaining: Option<i64>,
    /// Where the remaining work of an interrupted task continues.
    pub resume: Option<Instant>,
    /// It starts no earlier, whatever its constraint says besides; for a task that has not begun.
    pub not_before: Option<Instant>,
}

/// Facts that may be absent: read as none of them, and there as soon as one is written.
#[derive(Clone, Debug, Default)]
pub struct AnyFacts(Option<Box<Facts>>);

const NONE: Facts =
    Facts { manual: None, actual_start: None, actual_finish: None, remaining: None, resume: None, not_before: None };

impl Deref for AnyFacts {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for AnyFacts {
    fn deref_mut(&mut self) -> &mut Facts {
        self.0.get_or_insert_default()
    }
}

impl From<Facts> for AnyFacts {
    fn from(facts: Facts) -> Self {
        Self((facts != NONE).then(|| Box::new(facts)))
    }
}

impl PartialEq for AnyFacts {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for AnyFacts {}
