//! Organizations, their people, and who may what.

mod accounts;
mod invitations;
mod people;
mod roles;
mod sessions;
mod visibility;
