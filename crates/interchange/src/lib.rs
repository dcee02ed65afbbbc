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
pub mod sample;
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

/// Every format that can be read.
pub const SOURCES: [Source; 2] = [Source::Mspdi, Source::Trello];

/// Reads a file whose format is given or shows itself; an error means that nothing of it can be imported.
pub fn read(source: Option<Source>, bytes: &[u8], filename: &str) -> Result<ImportPlan, InterchangeError> {
    let Some(source) = source.or_else(|| detect(bytes, filename)) else {
        let detail = "this is none of the formats that can be imported: Microsoft Project XML (mspdi: in Project, \
            save the plan as XML), a Trello board (trello: Share, Export, Export as JSON)";
        return Err(InterchangeError::new(None, "", "unknown_format", detail));
    };
    parse(source, bytes)
}
