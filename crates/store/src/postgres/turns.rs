//! At most so many writes of one organization at a time in this process: a crowd that fights for the
//! same rows would only wait in the database, holding connections that other organizations need.

use crate::scope::Scope;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const WRITES_PER_ORGANIZATION: usize = 8;
/// The table is swept of organizations without a write when it has grown to this size or doubled since.
const SWEEP_AT: usize = 256;

#[derive(Default)]
pub(super) struct Turns(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    organizations: HashMap<[u8; 12], Arc<Semaphore>>,
    sweep_at: usize,
}

impl Turns {
    /// Waits until the scope may write; only organizations are counted.
    pub(super) async fn take(&self, scope: &Scope) -> Option<OwnedSemaphorePermit> {
        let Scope::Org(id) = scope else { return None };
        // The semaphore is never closed, so waiting for it cannot fail.
        self.of(*id.as_bytes()).acquire_owned().await.ok()
    }

    fn of(&self, organization: [u8; 12]) -> Arc<Semaphore> {
        let mut waiting = self.0.lock();
        if waiting.organizations.len() >= waiting.sweep_at.max(SWEEP_AT) {
            // Whoever holds or awaits a permit holds the semaphore too.
            waiting.organizations.retain(|_, turns| Arc::strong_count(turns) > 1);
            waiting.sweep_at = waiting.organizations.len() * 2;
        }
        let turns = waiting.organizations.entry(organization);
        Arc::clone(turns.or_insert_with(|| Arc::new(Semaphore::new(WRITES_PER_ORGANIZATION))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[tokio::test]
    async fn idle_organizations_are_forgotten_and_busy_ones_kept() {
        let turns = Turns::default();
        let scope = |n: u64| {
            let mut id = [0; 12];
            id[..8].copy_from_slice(&n.to_be_bytes());
            Scope::Org(Id::from_bytes(id))
        };
        let mut busy = Vec::new();
        for _ in 0..WRITES_PER_ORGANIZATION {
            busy.push(turns.take(&scope(0)).await);
        }
        for n in 1..5_000 {
            drop(turns.take(&scope(n)).await);
        }
        assert!(turns.0.lock().organizations.len() <= 2 * SWEEP_AT);
        let busy_one = scope(0);
        let ninth = tokio::time::timeout(std::time::Duration::from_millis(20), turns.take(&busy_one));
        assert!(ninth.await.is_err(), "the ninth write of an organization must wait");
    }
}
