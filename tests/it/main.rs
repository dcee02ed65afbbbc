//! Tests through HTTP, each on SQLite and on PostgreSQL. One folder an area.

mod hostile;
mod interchange;
mod org;
mod rules;
mod work;
mod writes;
