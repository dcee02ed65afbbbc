//! Forms and what is handed in with them.

mod forms;
mod requests;
