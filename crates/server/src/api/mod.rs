//! What is not plain create, read, change, delete; one file an area.

pub mod approvals;
pub mod attachments;
pub mod auth;
pub mod checklists;
pub mod content;
pub mod content_thumbnail;
pub mod content_upload;
pub mod events;
pub mod files;
pub mod health;
pub mod imports;
pub mod invitations;
pub mod me;
pub mod organizations;
pub mod projects;
pub mod roles;
pub mod sample;
pub mod short_list;
pub mod tasks;
