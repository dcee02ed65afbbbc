//! The schedule of a project: computed, applied, followed. What all projects and people have before them.

mod baselines;
mod bits;
mod cascade;
mod causes;
mod constraints;
mod edges;
mod exact;
mod facts;
mod follow;
mod near;
mod own_hours;
mod path;
mod portfolio;
mod psplib;
mod reference;
mod repeats;
mod rules;
mod schedule;
mod since;
mod starts;
mod undone;
mod window;
mod workload;
