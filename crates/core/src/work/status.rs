//! The statuses of a project: an ordered list of keys, each of kind open, active, done or cancelled.

use crate::error::{Error, Result};
use crate::field::{Document, simple};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// What a status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusKind {
    Open,
    Active,
    Done,
    Cancelled,
}

impl StatusKind {
    /// The name on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Active => "active",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One status of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    pub key: String,
    pub name: String,
    pub kind: StatusKind,
}

impl Document for Status {
    fn schema() -> Schema {
        let kinds = ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::new(Type::String))
            .enum_values(Some(["open", "active", "done", "cancelled"]));
        let object = ObjectBuilder::new()
            .property("key", simple(Type::String, None))
            .property("name", simple(Type::String, None))
            .property("kind", Schema::Object(kinds.build()));
        Schema::Object(object.required("key").required("name").required("kind").build())
    }
}

/// The statuses that a project starts with.
pub fn defaults() -> Vec<Status> {
    let status = |key: &str, name: &str, kind| Status { key: key.into(), name: name.into(), kind };
    vec![
        status("backlog", "Backlog", StatusKind::Open),
        status("todo", "To do", StatusKind::Open),
        status("in_progress", "In progress", StatusKind::Active),
        status("in_review", "In review", StatusKind::Active),
        status("done", "Done", StatusKind::Done),
        status("cancelled", "Cancelled", StatusKind::Cancelled),
    ]
}

/// The status that a new task gets: the second open one ("to do" after "backlog"), else the first.
pub fn initial(statuses: &[Status]) -> Option<&Status> {
    let mut open = statuses.iter().filter(|s| s.kind == StatusKind::Open);
    let first = open.next();
    statuses.iter().find(|s| s.key == "todo").or(first).or_else(|| statuses.first())
}

/// Finds a status by key; the error lists what there is.
pub fn find<'s>(statuses: &'s [Status], key: &str) -> Result<&'s Status> {
    statuses.iter().find(|s| s.key == key).ok_or_else(|| {
        let keys: Vec<_> = statuses.iter().map(|s| s.key.as_str()).collect();
        Error::invalid("status", "one_of", format!("a status of this project: {}", keys.join(", ")))
    })
}

/// Checks a list of statuses: at least one, keys unique and plain.
pub fn check(statuses: &[Status]) -> Result<()> {
    let wrong = |detail: String| Err(Error::invalid("statuses", "statuses", detail));
    if statuses.is_empty() || statuses.len() > 100 {
        return wrong("a project has 1 to 100 statuses".into());
    }
    for (i, status) in statuses.iter().enumerate() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        if status.key.is_empty() || status.key.len() > 64 || !status.key.chars().all(plain) {
            return wrong(format!("key `{}`: use a-z, 0-9, _ and -", crate::error::shorten(&status.key)));
        }
        if status.name.trim().is_empty() || status.name.chars().count() > 100 {
            return wrong(format!("status `{}` needs a name of at most 100 characters", status.key));
        }
        if statuses[..i].iter().any(|other| other.key == status.key) {
            return wrong(format!("key `{}` stands twice", status.key));
        }
    }
    Ok(())
}
