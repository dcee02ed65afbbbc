//! Project scheduling as planners know it: working calendars, four kinds of links with lags, eight
//! constraints, deadlines, actuals, summaries; early and late dates, slack and the reason for each.
//!
//! Pure: no clock, no files, no threads. Instants are microseconds since 1970 in UTC, durations
//! are working minutes of a calendar. Every failure is a value.
//!
//! ```
//! use guildhall_schedule::{Calendar, Instant, Link, Network, Options, Plan, Task};
//! let monday = Instant(1_744_012_800_000_000); // 2025-04-07T08:00Z
//! let plan = Plan::new(Network {
//!     options: Options::starting(monday),
//!     calendars: vec![Calendar::standard(jiff::tz::TimeZone::UTC)],
//!     tasks: vec![Task::new(480), Task::new(960)],
//!     links: vec![Link::new(0, 1)],
//! })?;
//! assert_eq!(plan.all_dates()[1].start, Instant(1_744_099_200_000_000)); // Tuesday 08:00
//! # Ok::<(), guildhall_schedule::ScheduleError>(())
//! ```

mod calendar;
mod dirty;
mod early;
mod edges;
mod facts;
mod graph;
mod instant;
mod lag;
mod late;
mod network;
mod outcome;
mod passes;
mod plan;
mod reasons;
mod recurrence;
mod running;
mod slack;
mod timeline;
mod units;

pub use calendar::{Calendar, CalendarError, Exception, Hours};
pub use facts::{AnyFacts, Facts};
pub use instant::Instant;
pub use lag::{Lag, LagError, LagUnit, apply_lag};
pub use network::{Assignment, Constraint, LagCalendar, Link, LinkType, Network, Options, Task};
pub use outcome::{CycleStep, Dates, DrivenBy, LimitedBy, ScheduleError, Via, Why};
pub use plan::{Change, Plan};
pub use recurrence::{DayKind, MonthDay, Nth, Recurrence};
pub use units::Units;
