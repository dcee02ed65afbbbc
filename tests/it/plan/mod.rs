//! The schedule of a project: computed, applied, followed.

mod baselines;
mod bits;
mod causes;
mod constraints;
mod edges;
mod follow;
mod near;
mod psplib;
mod reference;
mod rules;
mod schedule;
mod undone;
mod window;
