//! Projects, tasks and what hangs on them.

mod dates;
mod expenses;
mod lists;
mod projects;
mod tasks;
mod tree;
