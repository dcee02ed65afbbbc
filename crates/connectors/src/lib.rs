//! Outside systems, one file each, behind what the product needs of them and nothing more.

pub mod objects;

pub use objects::Objects;
