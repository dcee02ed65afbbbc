//! Organizations, their people, and who may what.

mod access;
mod accounts;
mod any_role;
mod hidden_references;
mod hidden_tasks;
mod invitations;
mod own_objects;
mod own_roles;
mod people;
pub mod raising;
mod roles;
mod scopes;
mod sessions;
mod visibility;
