//! Projects, tasks and what hangs on them.

mod custom_fields;
mod dates;
mod expenses;
mod filter;
mod filter_model;
mod lists;
mod progress;
mod projects;
mod reach;
mod tasks;
mod tree;
