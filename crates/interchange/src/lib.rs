//! Foreign files, read into one neutral plan.
//!
//! This crate knows formats and nothing of the database, HTTP or the clock: bytes in,
//! an [`ImportPlan`] or one precise [`InterchangeError`] out, the same for the same bytes.
//! It never panics, whatever the bytes are, and its memory follows the plan, not the file.

pub mod error;
pub mod model;

pub use error::InterchangeError;
pub use model::{ImportPlan, Notice, Source};
