//! The server: HTTP over the product, and the command line.

pub mod api;
pub mod assets;
pub mod body;
pub mod cli;
pub mod crud;
pub mod drain;
pub mod idempotency;
pub mod identity;
pub mod keys;
pub mod local;
pub mod openapi;
pub mod orders;
pub mod past;
pub mod problem;
pub mod router;
pub mod serve;
pub mod settings;
mod stale;
pub mod state;
pub mod sweep;
mod write_options;
