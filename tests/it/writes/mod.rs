//! Many changes at once, the same change twice, and taking changes back.

mod bulk;
mod idempotency;
