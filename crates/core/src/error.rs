//! The one error of the product, free of any transport. A variant exists only where a program must tell
//! the cases apart; `code` is the stable name of the case on the wire. The server maps it to problem+json.

use guildhall_store::StoreError;

/// One fault of a request body: where, which, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Fault {
    /// JSON pointer into the request body (RFC 6901).
    pub pointer: String,
    /// Stable name of the case.
    pub code: String,
    /// What is wrong and what would be right.
    pub detail: String,
}

impl Fault {
    /// A fault at `/name`.
    pub fn at(name: &str, code: &str, detail: impl Into<String>) -> Self {
        Self { pointer: format!("/{name}"), code: code.into(), detail: detail.into() }
    }
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request cannot be read (malformed JSON, unknown parameter).
    #[error("{detail}")]
    Unreadable { code: &'static str, detail: String },
    /// A filter cannot be read: at which character it goes wrong, what stands there, what would be right.
    #[error("at character {position}: found {found}, expected {expected}")]
    BadFilter { position: usize, found: String, expected: String },
    /// The media type is not one this route takes.
    #[error("{0}")]
    Unsupported(String),
    /// The address does not take that method.
    #[error("{0}")]
    WrongMethod(String),
    /// No such thing, or none that the caller may see.
    #[error("not found")]
    NotFound,
    /// Readable, but wrong.
    #[error("{}", .0.first().map_or("invalid", |f| f.detail.as_str()))]
    Invalid(Vec<Fault>),
    /// It contradicts what is there; `pointer` leads to the value that does, where that is one.
    #[error("{detail}")]
    Conflict { code: &'static str, detail: String, pointer: Option<String> },
    /// It was there and is gone for good.
    #[error("{0}")]
    Gone(String),
    /// That part of the event log is not kept any more; `cursor` is one to go on from after reading anew.
    #[error("this part of the event log is not kept any more; read everything anew and go on from {cursor}")]
    Trimmed { cursor: String },
    /// The `If-Match` revision is not the current one.
    #[error("the object has changed since; its revision is {revision} now")]
    Stale { revision: i64 },
    /// A member, but not allowed.
    #[error("{0}")]
    Forbidden(String),
    /// Nobody is signed in.
    #[error("{0}")]
    Unauthenticated(String),
    /// Too many attempts; try again after so many seconds.
    #[error("too many attempts; try again in {0} seconds")]
    TooMany(i64),
    /// The body is larger than this route takes.
    #[error("{0}")]
    TooLarge(String),
    /// It does not fit into what the organization may store.
    #[error("{0}")]
    OverQuota(String),
    /// The database cannot be reached, or whether a change was kept is not known.
    #[error("{detail}")]
    Unavailable { code: &'static str, detail: String },
    /// A fault of ours; the detail goes to the log only.
    #[error("internal error: {0}")]
    Internal(String),
}

/// Result of a product operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// One fault at `/name`.
    pub fn invalid(name: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault::at(name, code, detail)])
    }

    /// A reference that leads nowhere the caller may see.
    pub fn no_such(name: &str, what: &str) -> Self {
        Self::invalid(name, "not_found", format!("no such {what}"))
    }

    /// A contradiction with what is there.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Conflict { code, detail: detail.into(), pointer: None }
    }

    /// A value that another object has, where only one may have it.
    pub fn taken(field: &str, detail: impl Into<String>) -> Self {
        Self::Conflict { code: "taken", detail: detail.into(), pointer: Some(format!("/{field}")) }
    }

    /// The rules refuse what was asked; asking for something else in the same transaction may succeed.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Unreadable { .. }
            | Self::WrongMethod(_)
            | Self::Unsupported(_)
            | Self::NotFound
            | Self::Invalid(_)
            | Self::Conflict { .. }
            | Self::BadFilter { .. }
            | Self::Trimmed { .. }
            | Self::Gone(_)
            | Self::Stale { .. }
            | Self::Forbidden(_)
            | Self::OverQuota(_)
            | Self::TooLarge(_) => true,
            Self::Unauthenticated(_) | Self::TooMany(_) | Self::Unavailable { .. } | Self::Internal(_) => false,
        }
    }

    /// A request that cannot be read.
    pub fn unreadable(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Unreadable { code, detail: detail.into() }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unique(what) => taken(&what),
            StoreError::ForeignKey(what) => {
                tracing::warn!(%what, "a foreign key refused a write that the rules let through");
                Self::conflict("reference", "something this refers to is not there any more")
            }
            StoreError::Unavailable(detail) => {
                tracing::error!(%detail, "the database is not available");
                Self::Unavailable {
                    code: "unavailable",
                    detail: "the database cannot be reached; nothing was changed".into(),
                }
            }
            StoreError::Retry => Self::Unavailable {
                code: "busy",
                detail: "too many changes of the same thing at once; try again".into(),
            },
            StoreError::OutcomeUnknown => Self::Unavailable {
                code: "outcome_unknown",
                detail: "the connection was lost while saving; read the object to see whether the change was kept"
                    .into(),
            },
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Says which value is taken, from the name of the index (PostgreSQL) or its columns (SQLite).
fn taken(index: &str) -> Error {
    let names = |name: &str| index.contains(name);
    let (field, detail) = if names("email") {
        ("email", "this e-mail address is taken")
    } else if names("key") && !names("pkey") {
        ("key", "this key is taken; keys are never used twice")
    } else if names("name") {
        ("name", "this name is taken")
    } else if names("currency_rates") && (names("quote") || names("pair")) {
        ("date", "there is a rate of these currencies for that day already; change that one instead")
    } else if names("role_assignments") && names("user") {
        ("userId", "this person has a role here already; change that one instead")
    } else {
        ("id", "this id is taken")
    };
    Error::taken(field, detail)
}

/// A value shortened for a message.
pub fn shorten(text: &str) -> String {
    let mut out: String = text.chars().take(60).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}
