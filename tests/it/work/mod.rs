//! Projects, tasks and what hangs on them.

mod dates;
mod lists;
mod projects;
mod tasks;
mod tree;
