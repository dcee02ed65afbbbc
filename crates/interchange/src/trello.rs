//! Trello's board export (“Export as JSON”).
//!
//! Lists become statuses, cards tasks in board order, members people; fields that are not read are
//! passed over, missing ones tolerated, and a value of the wrong type refuses the file by its JSON
//! pointer. What the product has no place for (attachments as files, custom fields) is reported.
//! Archived cards: see [`crate::model::PlannedTask::archived`].

mod export;
mod labels;
mod lists;
mod people;
mod plan;

use crate::{error::InterchangeError, model::ImportPlan};

/// Reads one board; an error means that nothing of it can be imported.
pub fn parse(bytes: &[u8]) -> Result<ImportPlan, InterchangeError> {
    plan::assemble(&export::board(bytes)?)
}
