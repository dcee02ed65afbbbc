//! The schedule of a project: computed, applied, followed.

mod follow;
mod reference;
mod schedule;
