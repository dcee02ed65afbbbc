//! What a database can answer instead of a result, told apart only where a program must act differently.

/// A failed statement, transaction or connection.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused the row; the name of the index, or the columns on SQLite (`tasks.key`).
    #[error("already taken: {0}")]
    Unique(String),
    /// A reference points to a row that is not there, or a row is still referred to.
    #[error("a reference does not hold: {0}")]
    ForeignKey(String),
    /// A CHECK or NOT NULL constraint refused the value.
    #[error("a value was refused: {0}")]
    Constraint(String),
    /// The transaction lost a race (serialization failure, deadlock) and may be run again.
    #[error("the transaction lost a race and may be run again")]
    Retry,
    /// The database cannot be reached, or is full, or is shutting down; nothing was changed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The connection was lost during COMMIT: the change may or may not be there.
    #[error("the connection was lost during COMMIT")]
    OutcomeUnknown,
    /// The statement breaks a rule of the store (no tenant predicate, wrong parameters).
    #[error("statement refused: {0}")]
    Statement(String),
    /// The closure panicked; its changes were rolled back.
    #[error("the operation panicked and was rolled back")]
    Panicked,
    /// The transaction handle outlived its transaction.
    #[error("the transaction is over")]
    Closed,
    /// Anything else the driver reported.
    #[error("database error: {0}")]
    Other(String),
}

impl StoreError {
    /// A constraint refused one statement; nothing else is wrong with the transaction.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Unique(_) | Self::ForeignKey(_) | Self::Constraint(_))
    }
}

/// Result of a store operation.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{ErrorCode, ffi};
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Other(error.to_string());
        };
        let text = message.clone().unwrap_or_else(|| failure.to_string());
        let detail = text.split_once("failed: ").map_or(text.as_str(), |(_, rest)| rest).to_owned();
        match (failure.code, failure.extended_code) {
            (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => Self::Unique(detail),
            (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Self::ForeignKey(detail),
            (ErrorCode::ConstraintViolation, _) => Self::Constraint(detail),
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Unavailable(detail),
            (
                ErrorCode::DiskFull
                | ErrorCode::CannotOpen
                | ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::OutOfMemory,
                _,
            ) => Self::Unavailable(detail),
            _ => Self::Other(text),
        }
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return if error.is_closed() || std::error::Error::source(&error).is_some_and(|s| s.is::<std::io::Error>()) {
                Self::Unavailable("the connection to PostgreSQL was lost".into())
            } else {
                Self::Other(error.to_string())
            };
        };
        let detail = db.constraint().map_or_else(|| db.message().to_owned(), str::to_owned);
        match db.code().code() {
            "23505" => Self::Unique(detail),
            "23503" => Self::ForeignKey(detail),
            "23502" | "23514" | "22001" => Self::Constraint(detail),
            "40001" | "40P01" => Self::Retry,
            code if ["57", "53", "08"].iter().any(|class| code.starts_with(class)) => Self::Unavailable(detail),
            code => Self::Other(format!("{code}: {}", db.message())),
        }
    }
}
