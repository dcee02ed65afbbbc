//! Projects, tasks and what hangs on them.

mod custom_fields;
mod dates;
mod lists;
mod projects;
mod tasks;
mod tree;
