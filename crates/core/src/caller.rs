//! Who calls, and from where.

use crate::idempotency::Claim;
use crate::org::{Organization, User};
use crate::policy::Permissions;
use guildhall_store::Id;
use std::sync::Arc;

/// Who calls, in which organization, before any right is known.
#[derive(Debug, Clone)]
pub struct Caller {
    pub user: Id<User>,
    pub organization: Id<Organization>,
    /// A scoped token narrows what its owner may do.
    pub limit: Option<Permissions>,
    pub origin: Origin,
}

/// Where a request came from; kept with its events for the audit view.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub request_id: Arc<str>,
    /// IP address of the client.
    pub address: Option<Arc<str>>,
    /// What the client calls itself.
    pub agent: Option<Arc<str>>,
    /// The Idempotency-Key of the request: its first change is made once.
    pub claim: Option<Arc<Claim>>,
}

impl From<&str> for Origin {
    fn from(request_id: &str) -> Self {
        Self { request_id: request_id.into(), ..Self::default() }
    }
}
