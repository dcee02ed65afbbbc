//! Organizations and their people.

pub mod account;
pub mod currency;
pub mod invitation;
pub mod member;
pub mod member_calendar;
pub mod operator;
pub mod organization;
pub mod role;
pub mod role_assignment;

pub use account::User;
pub use invitation::Invitation;
pub use member::Member;
pub use organization::Organization;
pub use role::Role;
pub use role_assignment::RoleAssignment;
