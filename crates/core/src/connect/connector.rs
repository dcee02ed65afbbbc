//! Who works for an integration. A connector is registered when the process starts; what none is there for
//! is said so, and nothing pretends to have been done.

use super::{Integration, SyncLog};
use crate::ctx::Ctx;
use crate::error::Result;
use guildhall_store::BoxFuture;
use serde_json::Value as Json;
use std::sync::Arc;

/// What came of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// success, fail, skipped or conflict.
    pub status: &'static str,
    /// What a person should know about it.
    pub details: Json,
}

/// Works for the integrations of one type.
pub trait Connector: Send + Sync {
    /// The type of integration.
    fn kind(&self) -> &'static str;

    /// Does again what failed, or queues it, inside the transaction of the request.
    fn retry<'a>(
        &'a self,
        cx: &'a mut Ctx,
        integration: &'a Integration,
        failed: &'a SyncLog,
    ) -> BoxFuture<'a, Result<Outcome>>;
}

/// The connectors of this process.
#[derive(Default, Clone)]
pub struct Connectors(Vec<Arc<dyn Connector>>);

impl Connectors {
    /// Adds one.
    #[must_use]
    pub fn with(mut self, connector: Arc<dyn Connector>) -> Self {
        self.0.push(connector);
        self
    }

    /// The one for a type of integration.
    pub fn of(&self, kind: &str) -> Option<Arc<dyn Connector>> {
        self.0.iter().find(|connector| connector.kind() == kind).cloned()
    }
}
