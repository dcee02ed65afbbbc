//! Who a transaction may read and write for. There is no statement without a scope: the store binds the
//! scope's id to `$1` itself and refuses, before it is first run, any statement that does not tie every
//! tenant table it touches to `$1` (see `guard`). On PostgreSQL row-level security says the same again.

use crate::id::Id;

/// Marker for ids of organizations, so that the store need not know the entity.
#[derive(Debug)]
pub enum Tenant {}
/// Marker for ids of accounts.
#[derive(Debug)]
pub enum Account {}

/// The reach of one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everything of one organization and nothing else. `$1` is `organization_id`.
    Org(Id<Tenant>),
    /// One account and its own memberships. `$1` is the user's id.
    User(Id<Account>),
    /// No tenant at all: sign-in, registration, links by hash, jobs, migration. Parameters start at `$1`.
    /// The purpose is named, so that the closed list of such places can be counted.
    System(&'static str),
}

impl Scope {
    /// The bytes bound to `$1`, none for `System`.
    pub(crate) fn key(&self) -> Option<&[u8]> {
        match self {
            Self::Org(id) => Some(id.as_bytes()),
            Self::User(id) => Some(id.as_bytes()),
            Self::System(_) => None,
        }
    }

    /// The kind of scope, without its id: what a checked statement is valid for.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Org(_) => Kind::Org,
            Self::User(_) => Kind::User,
            Self::System(_) => Kind::System,
        }
    }
}

/// A scope without its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Org,
    User,
    System,
}

/// Tables that belong to no organization. Closed: a rule test holds it, and it may only shrink.
pub const GLOBAL_TABLES: [&str; 8] =
    ["users", "identities", "sessions", "access_tokens", "password_resets", "login_attempts", "jobs", "migrations"];
