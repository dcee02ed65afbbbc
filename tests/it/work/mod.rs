//! Projects, tasks and what hangs on them.

mod dates;
mod lists;
mod tasks;
mod tree;
