//! Foreign files, read into one neutral plan, and plans brought into an organization.
//!
//! Reading knows formats and nothing of the database, HTTP or the clock: bytes in,
//! an [`ImportPlan`] or one precise [`InterchangeError`] out, the same for the same bytes.
//! It never panics, whatever the bytes are, and its memory follows the plan, not the file.
//! What a plan does to an organization is decided and written in [`apply`], for every format alike.

pub mod apply;
mod detect;
pub mod error;
pub mod export;
mod markdown;
pub mod model;
pub mod mongo;
pub mod mspdi;
mod notices;
pub mod sample;
mod text;
pub mod trello;
mod xml;

pub use detect::detect;
pub use error::InterchangeError;
pub use model::{ImportPlan, Notice, Source};
pub use mongo::{Dump, GivenFile};

/// Reads a file in a known format; an error means that nothing of it can be imported.
pub fn parse(source: Source, bytes: &[u8]) -> Result<ImportPlan, InterchangeError> {
    match source {
        Source::Mspdi => mspdi::parse(bytes),
        Source::Trello => trello::parse(bytes),
        Source::Mongo => {
            let detail = "an export of MongoDB is no single plan";
            Err(InterchangeError::new(None, "", "unknown_format", detail))
        }
    }
}

/// What files hold: the plan of one project, or collections of a whole organization.
#[derive(Debug)]
pub enum Content {
    Plan(Box<ImportPlan>),
    Dump(Dump),
}

/// Reads the files of one import: one in any format, or several collections of a MongoDB database.
pub fn read_files(source: Option<Source>, mut files: Vec<GivenFile>) -> Result<Content, InterchangeError> {
    let source = match files.as_slice() {
        [one] => source.or_else(|| detect(&one.bytes, &one.name)),
        _ => Some(Source::Mongo),
    };
    match (source, files.len()) {
        (Some(Source::Mongo), _) => Dump::read(files).map(Content::Dump),
        (_, 1) => {
            let one = files.remove(0);
            read(source, &one.bytes, &one.name).map(|plan| Content::Plan(Box::new(plan)))
        }
        _ => Err(InterchangeError::new(None, "", "unknown_format", "there is no file to import")),
    }
}

/// Every format that can be read.
pub const SOURCES: [Source; 3] = [Source::Mspdi, Source::Trello, Source::Mongo];

/// Reads a file whose format is given or shows itself; an error means that nothing of it can be imported.
pub fn read(source: Option<Source>, bytes: &[u8], filename: &str) -> Result<ImportPlan, InterchangeError> {
    let Some(source) = source.or_else(|| detect(bytes, filename)) else {
        let detail = "this is none of the formats that can be imported: Microsoft Project XML (mspdi: in Project, \
            save the plan as XML), a Trello board (trello: Share, Export, Export as JSON), collections of a MongoDB database (mongo: \
            mongoexport, one file each, named like its collection)";
        return Err(InterchangeError::new(None, "", "unknown_format", detail));
    };
    parse(source, bytes)
}
