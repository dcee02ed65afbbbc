//! Tests through HTTP, each on SQLite and on PostgreSQL. One folder an area.

mod rules;
mod work;
