//! Files that come in.

mod imports;
mod sample;
