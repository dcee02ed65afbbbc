//! The schedule of a project: computed, applied, followed.

mod baselines;
mod causes;
mod follow;
mod reference;
mod schedule;
