//! Project scheduling as planners know it: working calendars, lags and durations.
//!
//! Pure: no clock, no files, no threads. Instants are microseconds since 1970 in UTC, durations
//! are working minutes of a calendar. Every failure is a value.

mod calendar;
mod instant;
mod lag;
mod timeline;
mod units;

pub use calendar::{Calendar, CalendarError, Exception, Hours};
pub use instant::Instant;
pub use lag::{Lag, LagError, LagUnit, apply_lag};
pub use units::Units;
