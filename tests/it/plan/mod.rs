//! The schedule of a project: computed, applied, followed.

mod baselines;
mod causes;
mod edges;
mod follow;
mod near;
mod reference;
mod schedule;
mod undone;
