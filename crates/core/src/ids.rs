//! New ids: 4 bytes of seconds, 5 random bytes of this process, 3 bytes of a counter that starts at random.

use crate::time::Timestamp;
use guildhall_store::Id;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

#[expect(clippy::disallowed_methods, reason = "the one source of ids; they are unpredictable only across processes")]
static PROCESS: LazyLock<[u8; 5]> = LazyLock::new(rand::random);
#[expect(clippy::disallowed_methods, reason = "as above")]
static COUNTER: LazyLock<AtomicU32> = LazyLock::new(|| AtomicU32::new(rand::random()));

/// A fresh id, later than every id of an earlier second.
pub fn fresh<T: ?Sized>(now: Timestamp) -> Id<T> {
    let seconds = u32::try_from(now.0 / 1_000_000).unwrap_or(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let mut bytes = [0; 12];
    bytes[..4].copy_from_slice(&seconds.to_be_bytes());
    bytes[4..9].copy_from_slice(&*PROCESS);
    bytes[9..].copy_from_slice(&count.to_be_bytes()[1..]);
    Id::from_bytes(bytes)
}
