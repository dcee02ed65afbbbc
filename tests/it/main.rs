//! Tests through HTTP, each on SQLite and on PostgreSQL. One folder an area.

mod connect;
mod hostile;
mod insight;
mod intake;
mod interchange;
mod org;
mod rules;
mod work;
