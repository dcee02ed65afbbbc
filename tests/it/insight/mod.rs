//! Suggestions for tasks.

mod suggestions;
