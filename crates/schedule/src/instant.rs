//! A moment on the time line: microseconds since 1970-01-01T00:00:00Z.
//! The engine never asks for the present moment; every instant comes from the caller.
//! Must stay true: the number is exactly what the rest of the product stores, so converting is free.

/// Microseconds of one minute.
pub(crate) const MINUTE_US: i64 = 60_000_000;
/// Microseconds of one civil day.
pub(crate) const DAY_US: i64 = 86_400_000_000;
/// Instants further from 1970 than this (about 9,500 years) are refused instead of overflowing.
pub(crate) const LIMIT_US: i64 = 300_000_000_000_000_000;

/// A moment in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// This moment moved by elapsed (24/7) minutes; none when that leaves the supported range.
    pub fn plus_elapsed(self, minutes: i64) -> Option<Self> {
        self.plus(minutes.checked_mul(MINUTE_US)?)
    }

    /// This moment moved by microseconds; none when that leaves the supported range.
    pub(crate) fn plus(self, micros: i64) -> Option<Self> {
        let moved = self.0.checked_add(micros)?;
        (moved.saturating_abs() <= LIMIT_US).then_some(Self(moved))
    }

    /// Elapsed (24/7) whole minutes from this moment to the other, negative when it lies before.
    pub fn elapsed_to(self, other: Self) -> i64 {
        other.0.saturating_sub(self.0) / MINUTE_US
    }
}
