//! Customers: contacts, deals and the pipelines they go through, and what was said with whom.

pub mod comm_log;
pub mod contact;
pub mod deal;
mod phone;
pub mod pipeline;

pub use comm_log::CommLog;
pub use contact::Contact;
pub use deal::Deal;
pub use pipeline::Pipeline;
