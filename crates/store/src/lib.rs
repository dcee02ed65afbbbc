//! The tenant store: the only crate that names a database. It offers two ways in (`Db::read`,
//! `Db::write`), one kind of handle (`Tx`) whose every statement is tied to a `Scope`, and one SQL text
//! for SQLite and PostgreSQL.

mod db;
mod dialect;
mod error;
mod guard;
mod id;
mod migrate;
mod postgres;
mod scope;
pub mod search;
mod sqlite;
mod statements;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;

pub use db::{Db, Target};
pub use dialect::{Dialect, prefix_upper_bound};
pub use error::{Result, StoreError};
pub use futures_util::future::BoxFuture;
pub use guard::check;
pub use id::{Id, NotAnId};
pub use migrate::Migration;
pub use scope::{Account, GLOBAL_TABLES, Kind, Scope, Tenant};
pub use statements::statements_seen;
pub use tx::Tx;
pub use value::{Bind, Cell, FromCell, FromRow, Params, Row, Value};
