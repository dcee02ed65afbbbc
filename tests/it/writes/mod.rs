//! Many changes at once, the same change twice, and taking changes back.

mod bulk;
mod idempotency;
mod search;
mod taken;
mod together;
mod undo;
mod views;
