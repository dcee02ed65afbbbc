//! A moment on the time line: microseconds since 1970-01-01T00:00:00Z.
//! The engine never asks for the present moment; every instant comes from the caller.
//! Must stay true: the number is exactly what the rest of the product stores, so converting is free.

/// Microseconds of one minute.
pub(crate) const MINUTE_US: i64 = 60_000_000;
/// Microseconds of one civil day.
pub(crate) const DAY_US: i64 = 86_400_000_000;
/// 0000-01-01T00:00:00Z, the first moment that RFC 3339 can write.
const FIRST_US: i64 = -62_167_219_200_000_000;
/// The last millisecond of the year 9999; times are shown in milliseconds.
const LAST_US: i64 = 253_402_300_799_999_000;
/// More work than lies between the two is refused instead of overflowing.
pub(crate) const LIMIT_US: i64 = LAST_US - FIRST_US;

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
        Self(moved).in_range()
    }

    /// The same moment, unless its year is not one of 0 to 9999.
    pub(crate) fn in_range(self) -> Option<Self> {
        (FIRST_US..=LAST_US).contains(&self.0).then_some(self)
    }

    /// The nearest moment in range.
    pub(crate) fn clamped(self) -> Self {
        Self(self.0.clamp(FIRST_US, LAST_US))
    }

    /// Elapsed (24/7) whole minutes from this moment to the other, negative when it lies before.
    pub fn elapsed_to(self, other: Self) -> i64 {
        other.0.saturating_sub(self.0) / MINUTE_US
    }
}
