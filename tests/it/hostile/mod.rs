//! What a client must not do, done on purpose: each gets one precise problem and changes nothing.

mod bodies;
mod fields;
mod floods;
mod lists;
mod races;
mod suite;
mod trees;
