//! Shared by the tests on real data: where it lies, local times, and a small reader of MSPDI.
#![expect(dead_code, reason = "each test file uses its own part")]

pub mod mspdi;

use guildhall_schedule::Instant;
use jiff::{civil::DateTime, tz::TimeZone};
use std::path::PathBuf;

/// The folder of scheduling data beside the project; none (with a loud word) when absent.
pub fn data(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/scheduling").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: no test data at {}", path.display());
    None
}

/// A local time of the files, read as UTC.
pub fn at(text: &str) -> Instant {
    let local: DateTime = text.trim_end_matches('Z').parse().unwrap();
    Instant(TimeZone::UTC.to_timestamp(local).unwrap().as_microsecond())
}

/// The local time of an instant as the files write it.
pub fn text(at: Instant) -> String {
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap();
    stamp.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M").to_string()
}
