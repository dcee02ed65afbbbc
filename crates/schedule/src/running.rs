//! How a task runs in its calendars and a lag in its own: forward, backward and snapped.
//! With assignments the task starts with the earliest of them and finishes with the latest.
//! A moment carries the work done before it, so that a step costs one look into the calendar.
//! Must stay true: for a task in one calendar, `finish_after` and `start_before` are inverse.

use crate::calendar::{Calendar, CalendarError};
use crate::instant::{Instant, MINUTE_US};
use crate::lag::{Lag, LagUnit};
use crate::network::{LagCalendar, Network, Task};

/// A moment, and the working microseconds before it in one calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub at: Instant,
    work: i64,
    calendar: u32,
}

pub(crate) type Moment = Result<Spot, CalendarError>;

impl Spot {
    /// A place holder before anything is computed.
    pub const BLANK: Self = Self { at: Instant(0), work: 0, calendar: u32::MAX };

    pub fn min(self, other: Self) -> Self {
        if other.at < self.at { other } else { self }
    }

    pub fn max(self, other: Self) -> Self {
        if other.at > self.at { other } else { self }
    }
}

impl Network {
    pub(crate) fn calendar_of(&self, task: usize) -> &Calendar {
        &self.calendars[self.tasks[task].calendar]
    }

    /// A moment in a calendar.
    pub(crate) fn spot(&self, calendar: usize, at: Instant) -> Moment {
        Ok(Spot { at, work: self.calendars[calendar].worked(at)?, calendar: calendar as u32 })
    }

    /// The project start in the project's calendar.
    pub(crate) fn start(&self) -> Moment {
        self.spot(self.options.project_calendar, self.options.project_start)
    }

    /// Of the names of a moment the latest: where work ends it is the next start of work.
    pub(crate) fn latest_name(&self, at: Spot) -> Spot {
        self.start_of(at.calendar as usize, at.work).map_or(at, |start| if start.at > at.at { start } else { at })
    }

    /// The start of work after this much of it.
    fn start_of(&self, calendar: usize, work: i64) -> Moment {
        Ok(Spot { at: self.calendars[calendar].start_of(work)?, work, calendar: calendar as u32 })
    }

    /// The end of this much work.
    fn finish_of(&self, calendar: usize, work: i64) -> Moment {
        Ok(Spot { at: self.calendars[calendar].finish_of(work)?, work, calendar: calendar as u32 })
    }

    fn work_in(&self, spot: Spot, calendar: usize) -> i64 {
        if spot.calendar == calendar as u32 { spot.work } else { self.calendars[calendar].position(spot.at) }
    }

    /// Working minutes in a calendar from one moment to another.
    pub(crate) fn between(&self, calendar: usize, from: Spot, to: Spot) -> i64 {
        (self.work_in(to, calendar) - self.work_in(from, calendar)) / MINUTE_US
    }

    /// Slack up to a late moment, in a task's calendar; none where the two are one in the hours that the late one comes
    /// from, which are those of people or of parts.
    pub(crate) fn slack(&self, calendar: usize, from: Spot, late: Spot) -> i64 {
        let one = self.work_in(from, late.calendar as usize) == late.work;
        if one { 0 } else { self.between(calendar, from, late) }
    }

    /// Whether `a` lies after `b` with work of the task's calendar between them.
    pub(crate) fn is_after(&self, task: &Task, a: Spot, b: Spot) -> bool {
        a.at > b.at && self.work_in(a, task.calendar) != self.work_in(b, task.calendar)
    }

    /// Moves by working minutes: forward to a finish, backward to a start; zero changes nothing.
    fn step(&self, calendar: usize, from: Spot, minutes: i64) -> Moment {
        self.step_micros(calendar, from, minutes.checked_mul(MINUTE_US).ok_or(CalendarError::OutOfRange)?)
    }

    fn step_micros(&self, calendar: usize, from: Spot, step: i64) -> Moment {
        if step == 0 {
            return Ok(from);
        }
        let work = self.work_in(from, calendar).checked_add(step).ok_or(CalendarError::OutOfRange)?;
        if step > 0 { self.finish_of(calendar, work) } else { self.start_of(calendar, work) }
    }

    /// The moment itself when the task's calendar works there, else its next start of work.
    pub(crate) fn next_working(&self, task: usize, from: Spot) -> Moment {
        let calendar = self.tasks[task].calendar;
        self.start_of(calendar, self.work_in(from, calendar))
    }

    /// Each share of a task: its calendar and this many of the task's minutes in terms of its own.
    fn shares(&self, task: &Task, minutes: i64) -> impl Iterator<Item = (usize, i64)> {
        let own = task.assignments.is_empty().then_some((task.calendar, minutes));
        let people = task.assignments.iter().map(move |share| {
            let part = match share.minutes {
                Some(all) if minutes == task.duration => all,
                Some(all) => scale(all, minutes, task.duration),
                None => minutes,
            };
            (share.calendar, part)
        });
        own.into_iter().chain(people)
    }

    /// Start and finish of this much of the task when it may begin from here.
    pub(crate) fn run_from(&self, task: &Task, from: Spot, minutes: i64) -> Result<(Spot, Spot), CalendarError> {
        let start = self.snap_start(task, from)?;
        Ok((start, self.finish_after(task, start, minutes)?))
    }

    /// The latest finish over all shares when this much of the task starts here.
    pub(crate) fn finish_after(&self, task: &Task, start: Spot, minutes: i64) -> Moment {
        let mut latest: Option<Spot> = None;
        for (calendar, part) in self.shares(task, minutes) {
            let finish = self.step(calendar, start, part)?;
            latest = Some(latest.map_or(finish, |known| known.max(finish)));
        }
        Ok(latest.unwrap_or(start))
    }

    /// The earliest start over all shares when this much of the task finishes here.
    pub(crate) fn start_before(&self, task: &Task, finish: Spot, minutes: i64) -> Moment {
        let mut earliest: Option<Spot> = None;
        for (calendar, part) in self.shares(task, minutes) {
            let start = self.step(calendar, finish, part.saturating_neg())?;
            earliest = Some(earliest.map_or(start, |known| known.min(start)));
        }
        Ok(earliest.unwrap_or(finish))
    }

    /// The first working moment from here; a milestone may stay at an end of work.
    pub(crate) fn snap_start(&self, task: &Task, from: Spot) -> Moment {
        let mut earliest: Option<Spot> = None;
        for (calendar, _) in self.shares(task, 0) {
            let work = self.work_in(from, calendar);
            let end = if task.duration == 0 { self.finish_of(calendar, work).ok() } else { None };
            let start = match end {
                Some(end) if end.at == from.at => end,
                _ => self.start_of(calendar, work)?,
            };
            earliest = Some(earliest.map_or(start, |known| known.min(start)));
        }
        Ok(earliest.unwrap_or(from))
    }

    /// The last end of work up to here.
    pub(crate) fn snap_finish(&self, task: &Task, until: Spot) -> Moment {
        let mut latest: Option<Spot> = None;
        for (calendar, _) in self.shares(task, 0) {
            let finish = self.finish_of(calendar, self.work_in(until, calendar))?;
            latest = Some(latest.map_or(finish, |known| known.max(finish)));
        }
        Ok(latest.unwrap_or(until))
    }

    /// A moment moved by the lag between two tasks, forward or back; a percentage asks how long the
    /// first of them takes.
    pub(crate) fn shift(
        &self,
        lag: Lag,
        (predecessor, successor): (usize, usize),
        from: Spot,
        forward: bool,
        minutes_of: impl FnOnce() -> i64,
    ) -> Moment {
        if lag.is_zero() {
            return Ok(from);
        }
        let unit = lag.unit();
        let whole = if matches!(unit, LagUnit::Percent | LagUnit::ElapsedPercent) { minutes_of() } else { 0 };
        let calendar = match self.options.lag_calendar {
            LagCalendar::Predecessor => self.tasks[predecessor].calendar,
            LagCalendar::Project => self.options.project_calendar,
            LagCalendar::Successor | LagCalendar::Elapsed => self.tasks[successor].calendar,
        };
        let units = self.options.units.unwrap_or_else(|| self.calendars[calendar].units());
        let lag = lag.to_micros(units, whole);
        let step = if forward { lag } else { lag.saturating_neg() };
        if unit.is_elapsed() || self.options.lag_calendar == LagCalendar::Elapsed {
            return self.spot(calendar, from.at.plus(step).ok_or(CalendarError::OutOfRange)?);
        }
        self.step_micros(calendar, from, step)
    }
}

/// `all * part / whole`, rounded to the nearest; `part` itself when there is no whole.
fn scale(all: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return part.min(all);
    }
    let product = i128::from(all) * i128::from(part) + i128::from(whole / 2);
    i64::try_from(product / i128::from(whole)).unwrap_or(i64::MAX)
}
