//! Projects, tasks and what hangs on them.

mod tasks;
