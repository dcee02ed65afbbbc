//! Foreign files, read into one neutral plan, and plans brought into an organization.
//!
//! Reading knows formats and nothing of the database, HTTP or the clock: bytes in,
//! an [`ImportPlan`] or one precise [`InterchangeError`] out, the same for the same bytes.
//! It never panics, whatever the bytes are, and its memory follows the plan, not the file.
//! What a plan does to an organization is decided and written in [`apply`], for every format alike.

pub mod apply;
mod detect;
pub mod error;
mod markdown;
pub mod model;
pub mod mspdi;
mod notices;
mod text;
pub mod trello;
mod xml;

pub use detect::detect;
pub use error::InterchangeError;
pub use model::{ImportPlan, Notice, Source};

/// Reads a file in a known format; an error means that nothing of it can be imported.
pub fn parse(source: Source, bytes: &[u8]) -> Result<ImportPlan, InterchangeError> {
    match source {
        Source::Mspdi => mspdi::parse(bytes),
        Source::Trello => trello::parse(bytes),
    }
}
