//! A working calendar: hours per weekday, exceptions (holidays, extra days) and a time zone.
//! A working moment that ends a shift and the next one's start are the same moment with two names
//! (17:00 and 08:00): functions that yield a finish name the end, those that yield a start the start.
//! Must stay true: `add` and `between` are inverse; a calendar without hours is an error, never a loop.

use crate::instant::{Instant, LIMIT_US, MINUTE_US};
use crate::recurrence::Recurrence;
use crate::timeline::{DayRange, Timeline};
use crate::units::Units;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::fmt;

/// Working hours of one day as (from, to) minutes after local midnight, `0..=1440`, in order.
pub type Hours = Vec<(u16, u16)>;

/// Days with hours of their own: none for a holiday, some for an extra working day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// Hours of each of these days instead of the weekday's.
    pub hours: Hours,
    /// Which of these days; all of them when absent.
    pub repeat: Option<Recurrence>,
}

/// Most days that recurring exceptions of a calendar meet: a century of weekly ones.
const MOST_DAYS: usize = 5_200;

/// Why a calendar cannot be built or cannot answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CalendarError {
    /// No working hour lies in the direction asked for.
    NoWorkingTime,
    /// The result lies more than about 9,500 years from 1970.
    OutOfRange,
    /// Hours must be pairs `from < to` within `0..=1440`, in order and not overlapping.
    InvalidHours,
    /// An exception ends before it begins.
    ExceptionBackwards,
    /// A recurrence needs an interval of at least 1, a day of the week, and a day and month that exist.
    InvalidRecurrence,
    /// Recurring exceptions meet more than 5,200 days.
    TooManyDays,
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoWorkingTime => "the calendar has no working time",
            Self::OutOfRange => "the date lies outside the years 0 to 9999",
            Self::InvalidHours => "working hours must lie within 00:00-24:00, in order, not overlapping",
            Self::ExceptionBackwards => "an exception ends before it begins",
            Self::InvalidRecurrence => "a repeating exception needs an interval of at least 1 and days that exist",
            Self::TooManyDays => "repeating exceptions meet more than 5,200 days; let them end earlier",
        })
    }
}

impl std::error::Error for CalendarError {}

/// Working hours per weekday with exceptions, in one time zone.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    week: [Hours; 7],
    exceptions: Vec<Exception>,
    units: Units,
    timeline: Timeline,
}

impl Calendar {
    /// A calendar with these hours from Monday to Sunday; where exceptions overlap the last wins.
    pub fn new(zone: TimeZone, week: [Hours; 7], exceptions: Vec<Exception>) -> Result<Self, CalendarError> {
        week.iter().try_for_each(|hours| check_hours(hours))?;
        let ranges = special_days(&exceptions)?;
        let range = |&(from, to, at): &(Date, Date, usize)| DayRange {
            from: day_number(from),
            to: day_number(to) + 1,
            hours: &exceptions[at].hours,
        };
        let ranges: Vec<DayRange<'_>> = ranges.iter().map(range).collect();
        let timeline = Timeline::new(&zone, &week, &ranges);
        let units = units_of(&week);
        Ok(Self { zone, week, exceptions, units, timeline })
    }

    /// Monday to Friday 08:00-12:00 and 13:00-17:00 without exceptions.
    pub fn standard(zone: TimeZone) -> Self {
        let day = vec![(480, 720), (780, 1020)];
        Self::unchecked(zone, std::array::from_fn(|d| if d < 5 { day.clone() } else { Vec::new() }))
    }

    /// Every hour of every day: what elapsed durations run in.
    pub fn always(zone: TimeZone) -> Self {
        Self::unchecked(zone, std::array::from_fn(|_| vec![(0, 1440)]))
    }

    fn unchecked(zone: TimeZone, week: [Hours; 7]) -> Self {
        let timeline = Timeline::new(&zone, &week, &[]);
        let units = units_of(&week);
        Self { zone, week, exceptions: Vec::new(), units, timeline }
    }

    /// The time zone in which the hours are read.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Hours from Monday to Sunday.
    pub fn week(&self) -> &[Hours; 7] {
        &self.week
    }

    /// Exceptions in the order given.
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// The days of the exceptions with their hours, first and last, those of recurring ones one by one; where they
    /// overlap the last wins.
    pub fn special_days(&self) -> impl Iterator<Item = (Date, Date, &Hours)> {
        let days = special_days(&self.exceptions).unwrap_or_default();
        days.into_iter().map(|(from, to, at)| (from, to, &self.exceptions[at].hours))
    }

    /// Minutes of a day (the most common working day's), a week, and days of a month (20).
    pub fn units(&self) -> Units {
        self.units
    }

    /// Whether any hour is worked at all.
    pub fn has_working_time(&self) -> bool {
        self.timeline.has_work()
    }

    /// Whether work is done in the minute that begins at this moment.
    pub fn is_working(&self, at: Instant) -> bool {
        self.next_working(at) == Ok(at)
    }

    /// The moment itself when working, else the next start of work.
    pub fn next_working(&self, at: Instant) -> Result<Instant, CalendarError> {
        self.start_of(self.worked(at)?)
    }

    /// The moment itself when work was done just before it, else the last end of work.
    pub fn previous_working(&self, at: Instant) -> Result<Instant, CalendarError> {
        self.finish_of(self.worked(at)?)
    }

    /// Moves by working minutes: forward to a finish, backward to a start; zero changes nothing.
    pub fn add(&self, at: Instant, minutes: i64) -> Result<Instant, CalendarError> {
        self.add_micros(at, minutes.checked_mul(MINUTE_US).ok_or(CalendarError::OutOfRange)?)
    }

    /// The same by microseconds of work.
    pub(crate) fn add_micros(&self, at: Instant, step: i64) -> Result<Instant, CalendarError> {
        if step == 0 {
            return Ok(at);
        }
        let target = self.worked(at)?.checked_add(step).ok_or(CalendarError::OutOfRange)?;
        if step > 0 { self.finish_of(target) } else { self.start_of(target) }
    }

    /// Whole working minutes from `a` to `b`, negative when `b` lies before, rounded to zero.
    pub fn between(&self, a: Instant, b: Instant) -> i64 {
        (self.position(b) - self.position(a)) / MINUTE_US
    }

    /// Whether no work lies between the two: a day's end and the next start are one moment.
    pub fn same_moment(&self, a: Instant, b: Instant) -> bool {
        a == b || self.position(a) == self.position(b)
    }

    /// The first working moment of that day, or of the next working day.
    pub fn day_start(&self, date: Date) -> Result<Instant, CalendarError> {
        self.next_working(self.midnight(date)?)
    }

    /// The last working moment of that day, or of the previous working day.
    pub fn day_finish(&self, date: Date) -> Result<Instant, CalendarError> {
        let next = date.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
        self.previous_working(self.midnight(next)?)
    }

    /// The calendar day of a moment in this calendar's time zone.
    pub fn date_of(&self, at: Instant) -> Result<Date, CalendarError> {
        let at = Timestamp::from_microsecond(at.0).map_err(|_| CalendarError::OutOfRange)?;
        Ok(self.zone.to_datetime(at).date())
    }

    /// Working microseconds before this moment, counted from an arbitrary origin.
    pub(crate) fn position(&self, at: Instant) -> i64 {
        self.timeline.worked(at.clamped().0)
    }

    /// The same for a moment that may be out of range.
    pub(crate) fn worked(&self, at: Instant) -> Result<i64, CalendarError> {
        Ok(self.timeline.worked(at.in_range().ok_or(CalendarError::OutOfRange)?.0))
    }

    /// The start of work after this many microseconds of it.
    pub(crate) fn start_of(&self, work: i64) -> Result<Instant, CalendarError> {
        if work.saturating_abs() > LIMIT_US {
            return Err(CalendarError::OutOfRange);
        }
        in_range(self.timeline.start(work))
    }

    /// The end of this many microseconds of work.
    pub(crate) fn finish_of(&self, work: i64) -> Result<Instant, CalendarError> {
        if work.saturating_abs() > LIMIT_US {
            return Err(CalendarError::OutOfRange);
        }
        in_range(self.timeline.finish(work))
    }

    fn midnight(&self, date: Date) -> Result<Instant, CalendarError> {
        let local = date.to_datetime(jiff::civil::Time::midnight());
        let at = self.zone.to_ambiguous_timestamp(local).compatible();
        Ok(Instant(at.map_err(|_| CalendarError::OutOfRange)?.as_microsecond()))
    }
}

fn in_range(at: Option<i64>) -> Result<Instant, CalendarError> {
    Instant(at.ok_or(CalendarError::NoWorkingTime)?).in_range().ok_or(CalendarError::OutOfRange)
}

/// First and last day of each stretch, and the place of the exception that it comes from.
fn special_days(exceptions: &[Exception]) -> Result<Vec<(Date, Date, usize)>, CalendarError> {
    let mut ranges = Vec::with_capacity(exceptions.len());
    let mut met = 0;
    for (at, exception) in exceptions.iter().enumerate() {
        check_hours(&exception.hours)?;
        if exception.to < exception.from {
            return Err(CalendarError::ExceptionBackwards);
        }
        let Some(repeat) = exception.repeat else {
            ranges.push((exception.from, exception.to, at));
            continue;
        };
        if !repeat.is_valid() {
            return Err(CalendarError::InvalidRecurrence);
        }
        for day in repeat.days(exception.from, exception.to) {
            met += 1;
            if met > MOST_DAYS {
                return Err(CalendarError::TooManyDays);
            }
            ranges.push((day, day, at));
        }
    }
    Ok(ranges)
}

fn check_hours(hours: &[(u16, u16)]) -> Result<(), CalendarError> {
    let mut last = 0;
    for &(from, to) in hours {
        if from < last || from >= to || to > 1440 {
            return Err(CalendarError::InvalidHours);
        }
        last = to;
    }
    Ok(())
}

fn day_number(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

fn units_of(week: &[Hours; 7]) -> Units {
    let lengths: Vec<i64> = week
        .iter()
        .map(|hours| hours.iter().map(|&(from, to)| i64::from(to) - i64::from(from)).sum())
        .filter(|&minutes| minutes > 0)
        .collect();
    let count = |length: i64| lengths.iter().filter(|&&l| l == length).count();
    let common = lengths.iter().copied().max_by_key(|&length| (count(length), length));
    match common {
        None => Units::default(),
        Some(minutes_per_day) => Units { minutes_per_day, minutes_per_week: lengths.iter().sum(), days_per_month: 20 },
    }
}
