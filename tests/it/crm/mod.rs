//! Contacts, deals, pipelines, logs.

mod contacts;
mod deals;
mod pipelines;
