//! A decision in the making: what becomes of each row of the file, and the steps that make it so. Steps
//! stand in the order in which they can be written: what is referred to before what refers to it.

use super::refs::Mark;
use super::steps::{Step, Work};
use crate::model::Notice;
use guildhall_core::AnyId;
use guildhall_core::work::import::ImportRow;
use std::collections::HashMap;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Created,
    Updated,
    Unchanged,
    Skipped,
}

impl Action {
    /// Its name in a report.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Skipped => "skipped",
        }
    }
}

/// Rows and steps so far.
#[derive(Default)]
pub(super) struct Draft {
    pub rows: Vec<ImportRow>,
    pub steps: Vec<Step>,
}

impl Draft {
    /// Begins a row of the report; unchanged until something else is said.
    pub(super) fn row(&mut self, kind: &str, place: &str, external_id: &str, title: &str) -> usize {
        self.rows.push(ImportRow {
            row: place.to_owned(),
            kind: kind.to_owned(),
            external_id: external_id.to_owned(),
            title: title.to_owned(),
            action: Action::Unchanged.as_str().to_owned(),
            object_id: None,
            messages: Vec::new(),
        });
        self.rows.len() - 1
    }

    /// Says what becomes of a row.
    pub(super) fn act(&mut self, row: usize, action: Action, object: Option<AnyId>) {
        if let Some(row) = self.rows.get_mut(row) {
            action.as_str().clone_into(&mut row.action);
            row.object_id = object;
        }
    }

    /// Adds remarks to a row.
    pub(super) fn say(&mut self, row: usize, remarks: impl IntoIterator<Item = String>) {
        if let Some(row) = self.rows.get_mut(row) {
            row.messages.extend(remarks);
        }
    }

    /// Leaves a row out, for this reason.
    pub(super) fn skip(&mut self, row: usize, object: Option<AnyId>, reason: &str) {
        self.act(row, Action::Skipped, object);
        self.say(row, [reason.to_owned()]);
    }

    /// Adds something to do for a row.
    pub(super) fn step(&mut self, row: usize, work: Work) {
        self.steps.push(Step { row, work });
    }

    /// Keeps the line of a row whose parts changed in nothing that matters here.
    pub(super) fn remember(&mut self, row: usize, mark: Mark) {
        self.step(row, Work::Mark(mark));
    }

    /// Puts the notices of the parser to the rows that they are about, the others to the first row.
    pub(super) fn place_notices(&mut self, notices: Vec<Notice>) {
        let mut by_place: HashMap<String, usize> = HashMap::new();
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| !row.row.is_empty()) {
            by_place.entry(row.row.clone()).or_insert(index);
        }
        for notice in notices {
            match nearest(&by_place, &notice.row) {
                Some(row) => self.say(row, [notice.detail]),
                None if notice.row.is_empty() => self.say(0, [notice.detail]),
                None => self.say(0, [format!("{}: {}", notice.row, notice.detail)]),
            }
        }
    }
}

/// The row at this place, or at a JSON pointer that leads to it.
fn nearest(by_place: &HashMap<String, usize>, place: &str) -> Option<usize> {
    let mut place = place;
    loop {
        if let Some(row) = by_place.get(place) {
            return Some(*row);
        }
        place = place.starts_with('/').then(|| place.rsplit_once('/')).flatten()?.0;
    }
}
