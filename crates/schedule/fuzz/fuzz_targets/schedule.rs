//! Networks and changes of them out of any bytes (`tests/support/bytes.rs`).
#![no_main]

#[path = "../../tests/support/bytes.rs"]
mod bytes;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bytes::run(data));
