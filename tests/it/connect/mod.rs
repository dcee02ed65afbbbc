//! Integrations, their credentials and their log.

mod credentials;
mod integrations;
