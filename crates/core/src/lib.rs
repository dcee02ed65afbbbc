//! The product without HTTP and without a driver: entities, their rules, the event log. Everything runs
//! inside a `Ctx`: who acts, in which organization, with which rights, in one transaction.

pub mod access;
pub mod amount;
pub mod bulk;
mod caller;
pub mod chat;
pub mod connect;
pub mod crm;
pub mod crud;
pub mod ctx;
pub mod entity;
pub mod error;
pub mod event;
pub mod field;
pub mod files;
pub mod idempotency;
pub mod ids;
pub mod insight;
pub mod intake;
pub mod list;
pub mod markdown;
pub mod money;
pub mod object;
pub mod org;
pub mod own;
pub mod plan;
pub mod policy;
pub mod populate;
pub mod registry;
pub mod schema;
pub mod search;
pub mod sql;
pub mod time;
pub mod undo;
pub mod work;

pub use ctx::{App, Caller, Ctx, Origin};
pub use entity::{AnyId, Entity, Resource};
pub use error::{Error, Fault, Result};

/// The schema of both databases, in order: the files of `migrations/`.
pub const MIGRATIONS: &[guildhall_store::Migration] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));
