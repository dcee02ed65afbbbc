//! The event log: what shows to whom, the audit view, the past, and how long it is kept.

mod audit;
mod events;
mod past;
mod retention;
