//! Tokens that were looked up a moment ago. Only where this process alone writes the accounts: an entry holds
//! while no write outside an organization has finished since it was read (`Db::global_changes`), so that
//! signing out, a new password and a revoked token count from their answer on, as if nothing were kept.

use super::Bearer;
use super::token::Hash;
use crate::time::Timestamp;
use guildhall_store::Db;
use parking_lot::Mutex;
use std::collections::HashMap;

/// Entries kept at most; then all are forgotten.
const MOST: usize = 10_000;

/// What was found behind a token, and until when it need not be looked at again.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub bearer: Bearer,
    pub fresh_until: Timestamp,
}

/// The tokens known, by their hash.
#[derive(Default)]
pub(crate) struct Known(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    changes: u64,
    tokens: HashMap<Hash, Found>,
}

impl Known {
    /// Who is behind the token, if that is known and still so.
    pub(super) fn get(&self, db: &Db, hash: &Hash, now: Timestamp) -> Option<Bearer> {
        let changes = db.global_changes()?;
        let kept = self.0.lock();
        let found = kept.tokens.get(hash).filter(|found| kept.changes == changes && now < found.fresh_until)?;
        Some(found.bearer.clone())
    }

    /// Keeps what was found by a read that began when `changes` was the number.
    pub(super) fn keep(&self, changes: Option<u64>, hash: Hash, found: &Found) {
        let Some(changes) = changes else { return };
        let mut kept = self.0.lock();
        if kept.changes != changes || kept.tokens.len() >= MOST {
            // An older read must not bring back what a newer one has found out.
            if changes < kept.changes {
                return;
            }
            kept.tokens.clear();
            kept.changes = changes;
        }
        kept.tokens.insert(hash, found.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MIGRATIONS;
    use guildhall_store::testing::TestDb;
    use guildhall_store::{Id, Scope, StoreError};

    fn found() -> Found {
        let bearer = Bearer { user: Id::default(), limit: None, session: None };
        Found { bearer, fresh_until: Timestamp(i64::MAX) }
    }

    #[tokio::test]
    async fn a_write_outside_organizations_ends_what_was_known_before_it() {
        let db = TestDb::sqlite(MIGRATIONS).await;
        let (known, hash, now) = (Known::default(), [1; 32], Timestamp(0));
        let before = db.global_changes();
        known.keep(before, hash, &found());
        assert!(known.get(&db, &hash, now).is_some());
        let write = db.write(Scope::System("a test"), |tx| {
            Box::pin(async move { tx.execute("DELETE FROM sessions WHERE expires_at < $1", &[&0_i64]).await })
        });
        let written: Result<u64, StoreError> = write.await;
        written.unwrap();
        assert!(known.get(&db, &hash, now).is_none());
        // A read that began before the write and ends after it brings nothing back.
        known.keep(before, hash, &found());
        assert!(known.get(&db, &hash, now).is_none());
        known.keep(db.global_changes(), hash, &found());
        known.keep(before, [2; 32], &found());
        assert!(known.get(&db, &hash, now).is_some() && known.get(&db, &[2; 32], now).is_none());
    }

    #[tokio::test]
    async fn nothing_is_known_longer_than_it_is_fresh() {
        let db = TestDb::sqlite(MIGRATIONS).await;
        let (known, hash) = (Known::default(), [1; 32]);
        known.keep(db.global_changes(), hash, &Found { fresh_until: Timestamp(5), ..found() });
        assert!(known.get(&db, &hash, Timestamp(4)).is_some());
        assert!(known.get(&db, &hash, Timestamp(5)).is_none());
    }
}
