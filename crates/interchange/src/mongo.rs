//! Exports of a MongoDB database: what `mongoexport` writes of the 22 collections, one file each, as JSON
//! lines or as one array, in Extended JSON (v2 canonical and relaxed, v1).
//!
//! The files stay as they are in memory; of each document only its place, its id and what it belongs to is
//! kept, and it is read again when it is needed. What is no JSON, or no Extended JSON, refuses everything
//! with the file and the line; what is only wrong for the product is decided where it is imported.

pub mod collection;
mod document;
mod ejson;
mod lines;
mod spec;

use crate::error::InterchangeError;
use crate::model::Notice;
pub use collection::Collection;
pub(crate) use document::written;
pub use document::{Document, id_text};
pub(crate) use ejson::as_unkept;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A file as it was given: its name says which collection it holds.
#[derive(Debug, Clone)]
pub struct GivenFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Where a document is, and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub collection: Collection,
    file: usize,
    start: usize,
    end: usize,
    /// 1-based line of the file on which it begins.
    pub line: u64,
    /// Its `_id` as text.
    pub id: String,
    /// The organization that it names itself.
    pub organization: Option<String>,
    /// The document that it belongs to where it names no organization.
    pub owner: Option<(Collection, String)>,
    /// The document of its own collection that it stands below.
    pub parent: Option<String>,
    /// When it came to be, in milliseconds; its order among its like.
    pub at: i64,
}

/// An export, read.
#[derive(Debug, Default)]
pub struct Dump {
    files: Vec<GivenFile>,
    /// Every document, in the order of the files.
    pub entries: Vec<Entry>,
    /// What is referred to and stands in none of the files.
    pub outside: HashMap<Collection, HashSet<String>>,
    pub notices: Vec<Notice>,
    /// The comment that names a comment among its replies.
    threads: HashMap<String, String>,
}

/// What one file, or all of them, may hold.
const MOST_DOCUMENTS: usize = 4_000_000;

impl Dump {
    /// Reads the files of an export; what is no document refuses all of it.
    pub fn read(files: Vec<GivenFile>) -> Result<Self, InterchangeError> {
        let mut dump = Self::default();
        let mut unknown: BTreeMap<(Collection, String), u64> = BTreeMap::new();
        for (file, given) in files.iter().enumerate() {
            let Some(collection) = Collection::of_file(&given.name) else {
                let detail = format!("the file's name is none of the collections: {}", Collection::names());
                return Err(InterchangeError::new(None, short(&given.name), "unknown_collection", detail));
            };
            dump.read_file((file, given), collection, &mut unknown)?;
        }
        for ((collection, field), count) in unknown {
            let detail = format!("{count} documents have the field `{field}`, which is not kept");
            dump.notices.push(Notice { row: collection.name().to_owned(), code: "unknown_field", detail });
        }
        for entry in &mut dump.entries {
            if entry.collection == Collection::Comment && entry.parent.is_none() {
                entry.parent = dump.threads.remove(&entry.id);
            }
        }
        let own: HashSet<(Collection, &str)> =
            dump.entries.iter().map(|entry| (entry.collection, entry.id.as_str())).collect();
        for (collection, ids) in &mut dump.outside {
            ids.retain(|id| !own.contains(&(*collection, id.as_str())));
        }
        dump.files = files;
        Ok(dump)
    }

    fn read_file(
        &mut self,
        (file, given): (usize, &GivenFile),
        collection: Collection,
        unknown: &mut BTreeMap<(Collection, String), u64>,
    ) -> Result<(), InterchangeError> {
        for found in lines::documents(&given.bytes) {
            let (line, start, end) = found.map_err(|error| within(&given.name, error))?;
            let document = Document::parse(collection, &given.bytes[start..end])
                .map_err(|error| within(&given.name, error.at(line)))?;
            if self.entries.len() >= MOST_DOCUMENTS {
                let detail = format!("at most {MOST_DOCUMENTS} documents at once");
                return Err(InterchangeError::new(None, short(&given.name), "too_many", detail));
            }
            for field in &document.unknown {
                *unknown.entry((collection, field.clone())).or_default() += 1;
            }
            for (of, id) in document.references() {
                self.outside.entry(of).or_default().insert(id);
            }
            for reply in document.references_of("replies") {
                self.threads.insert(reply, document.id.clone());
            }
            self.entries.push(Entry {
                collection,
                file,
                start,
                end,
                line,
                organization: document.organization(),
                owner: document.owner(),
                parent: document.parent(),
                at: document.at(),
                id: document.id,
            });
        }
        Ok(())
    }

    /// A document; what could be read once can be read again.
    pub fn document(&self, entry: &Entry) -> Document {
        let bytes = self.files.get(entry.file).and_then(|file| file.bytes.get(entry.start..entry.end));
        Document::parse(entry.collection, bytes.unwrap_or_default()).unwrap_or_default()
    }

    /// Where a document stands, as a report says it: `tasks.json:12`.
    pub fn place(&self, entry: &Entry) -> String {
        let name = self.files.get(entry.file).map(|file| short(&file.name)).unwrap_or_default();
        format!("{name}:{}", entry.line)
    }
}

/// The last part of a path, no longer than a person reads.
fn short(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(100).collect()
}

/// Names the file of an error.
fn within(name: &str, error: InterchangeError) -> InterchangeError {
    let pointer = format!("{}{}{}", short(name), if error.pointer.is_empty() { "" } else { " " }, error.pointer);
    InterchangeError { pointer, ..error }
}

/// Whether a file shows itself to be an export of a collection: its documents begin with `_id`.
pub(crate) fn shows(head: &str, name: &str) -> bool {
    let inner = head.trim_start_matches(|c: char| c == '[' || c.is_whitespace());
    let first = inner.strip_prefix('{').map(str::trim_start).unwrap_or_default();
    first.starts_with("\"_id\"") || (Collection::of_file(name).is_some() && head.contains("\"_id\""))
}
