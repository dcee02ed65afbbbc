//! The schedule of a project: computed, applied, followed. What all projects and people have before them.

mod baselines;
mod causes;
mod edges;
mod follow;
mod near;
mod portfolio;
mod reference;
mod schedule;
mod workload;
