//! Tests through HTTP, each on SQLite and on PostgreSQL. One folder an area.

mod chat;
mod connect;
mod crm;
mod files;
mod hostile;
mod insight;
mod intake;
mod interchange;
mod log;
mod money;
mod org;
mod plan;
mod rules;
mod work;
mod writes;
