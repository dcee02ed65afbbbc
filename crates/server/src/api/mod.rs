//! What is not plain create, read, change, delete; one file an area.

pub mod access;
pub mod audit;
pub mod auth;
pub mod bulk;
pub mod chat;
pub mod checklists;
pub mod deals;
pub mod events;
pub mod forms;
pub mod health;
pub mod imports;
pub mod integrations;
pub mod invitations;
pub mod me;
pub mod organizations;
pub mod projects;
pub mod roles;
pub mod sample;
pub mod search;
pub mod short_list;
pub mod suggestions;
pub mod tasks;
pub mod undo;
