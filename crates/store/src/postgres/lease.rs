//! A connection on loan from its pool. It is closed when dropped and given back only on purpose: one
//! whose transaction is still open would let the next request commit the rows of this one.

use crate::error::{Result, StoreError};
use deadpool_postgres::Object;
use futures_util::FutureExt;
use std::sync::Arc;

/// A statement cache this full is emptied when its connection is given back.
const MOST_PREPARED: usize = 512;

pub(super) struct Lease(Option<Object>);

impl Lease {
    pub(super) fn new(object: Object) -> Self {
        Self(Some(object))
    }

    pub(super) fn client(&self) -> Result<&Object> {
        self.0.as_ref().ok_or(StoreError::Closed)
    }

    /// Sends a command without waiting for its answer: what the connection sends next follows after it.
    pub(super) fn send(&self, command: &str) {
        if let Some(client) = &self.0 {
            let _ = client.batch_execute(command).now_or_never();
        }
    }

    /// Only the last holder can: one in the middle of a statement keeps the loan, which then closes.
    pub(super) fn give_back(this: Arc<Self>) {
        if let Some(object) = Arc::into_inner(this).and_then(|mut lease| lease.0.take())
            && object.statement_cache.size() > MOST_PREPARED
        {
            object.statement_cache.clear();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            drop(Object::take(object));
        }
    }
}
