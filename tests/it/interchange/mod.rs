//! Files that come in, and files that go out.

mod exports;
mod imports;
mod mongo;
mod mongo_accounts;
mod mongo_export;
mod mongo_values;
mod sample;
