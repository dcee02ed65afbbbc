//! How much of a planned stretch of time lies before a moment, in working time of the project's calendar.

use crate::ctx::Ctx;
use crate::error::Result;
use crate::org::organization;
use crate::time::{Day, Timestamp};
use crate::work::{Project, calendar};
use guildhall_schedule::{self as engine, Instant};
use jiff::tz::TimeZone;

/// The project's working time, and the days of the organization.
#[derive(Debug)]
pub(super) struct Calendar {
    engine: engine::Calendar,
    zone: TimeZone,
}

/// A part of a whole, as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    pub part: i64,
    pub whole: i64,
}

impl Share {
    pub const NONE: Self = Self { part: 0, whole: 1 };
    pub const ALL: Self = Self { part: 1, whole: 1 };
}

impl Calendar {
    pub async fn of(cx: &Ctx, project: &Project) -> Result<Self> {
        let engine = calendar::effective(cx, [project.calendar_id, None]).await?;
        Ok(Self { engine, zone: organization::zone("timeZone", &cx.settings.time_zone)? })
    }

    /// The end of a day.
    pub fn end(&self, day: Day) -> Timestamp {
        let next = day.0.tomorrow().unwrap_or(day.0);
        next.to_zoned(self.zone.clone()).map_or(Timestamp(i64::MAX), |at| at.timestamp().into())
    }

    /// The day of a moment.
    pub fn day(&self, at: Timestamp) -> Day {
        at.day_in(&self.zone)
    }

    /// How much of the work from start to end lies before a moment.
    pub fn share(&self, start: Timestamp, end: Timestamp, at: Timestamp) -> Share {
        if at >= end {
            return Share::ALL;
        }
        if at <= start {
            return Share::NONE;
        }
        let between = |to: Timestamp| self.engine.between(Instant(start.0), Instant(to.0));
        match (between(at), between(end)) {
            (_, whole) if whole <= 0 => Share::NONE,
            (part, whole) => Share { part: part.clamp(0, whole), whole },
        }
    }
}
