//! Tests through HTTP, each on SQLite and on PostgreSQL. One folder an area.

mod chat;
mod crm;
mod hostile;
mod interchange;
mod log;
mod org;
mod rules;
mod work;
