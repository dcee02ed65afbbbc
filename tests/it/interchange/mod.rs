//! Files that come in.

mod imports;
mod mongo;
mod mongo_accounts;
mod mongo_export;
mod sample;
