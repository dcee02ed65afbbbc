//! How a task runs in its calendars and a lag in its own: forward, backward and snapped.
//! With assignments the task starts with the earliest of them and finishes with the latest.
//! Must stay true: for a task in one calendar, `finish_after` and `start_before` are inverse.

use crate::calendar::{Calendar, CalendarError};
use crate::instant::Instant;
use crate::lag::Lag;
use crate::network::{LagCalendar, Link, Network, Task};

pub(crate) type Moment = Result<Instant, CalendarError>;

impl Network {
    pub(crate) fn calendar_of(&self, task: usize) -> &Calendar {
        &self.calendars[self.tasks[task].calendar]
    }

    /// Each share of a task: its calendar and this many of the task's minutes in terms of its own.
    fn shares<'a>(&'a self, task: &'a Task, minutes: i64) -> impl Iterator<Item = (&'a Calendar, i64)> {
        let own = task.assignments.is_empty().then(|| (&self.calendars[task.calendar], minutes));
        let people = task.assignments.iter().map(move |share| {
            let part = match share.minutes {
                Some(all) if minutes == task.duration => all,
                Some(all) => scale(all, minutes, task.duration),
                None => minutes,
            };
            (&self.calendars[share.calendar], part)
        });
        own.into_iter().chain(people)
    }

    /// Start and finish of this much of the task when it may begin at `at`.
    pub(crate) fn run_from(&self, task: &Task, at: Instant, minutes: i64) -> Result<(Instant, Instant), CalendarError> {
        if task.assignments.is_empty() && minutes > 0 {
            return self.calendars[task.calendar].run(at, minutes);
        }
        let start = self.snap_start(task, at)?;
        Ok((start, self.finish_after(task, start, minutes)?))
    }

    /// The latest finish over all shares when this much of the task starts here.
    pub(crate) fn finish_after(&self, task: &Task, start: Instant, minutes: i64) -> Moment {
        let mut latest = None;
        for (calendar, part) in self.shares(task, minutes) {
            latest = latest.max(Some(calendar.add(start, part)?));
        }
        Ok(latest.unwrap_or(start))
    }

    /// The earliest start over all shares when this much of the task finishes here.
    pub(crate) fn start_before(&self, task: &Task, finish: Instant, minutes: i64) -> Moment {
        let mut earliest: Option<Instant> = None;
        for (calendar, part) in self.shares(task, minutes) {
            let start = calendar.add(finish, part.saturating_neg())?;
            earliest = Some(earliest.map_or(start, |known| known.min(start)));
        }
        Ok(earliest.unwrap_or(finish))
    }

    /// The first working moment from here; a milestone may stay at an end of work.
    pub(crate) fn snap_start(&self, task: &Task, at: Instant) -> Moment {
        let mut earliest: Option<Instant> = None;
        for (calendar, _) in self.shares(task, 0) {
            let stays = task.duration == 0 && calendar.previous_working(at) == Ok(at);
            let start = if stays { at } else { calendar.next_working(at)? };
            earliest = Some(earliest.map_or(start, |known| known.min(start)));
        }
        Ok(earliest.unwrap_or(at))
    }

    /// The last end of work up to here.
    pub(crate) fn snap_finish(&self, task: &Task, at: Instant) -> Moment {
        let mut latest = None;
        for (calendar, _) in self.shares(task, 0) {
            latest = latest.max(Some(calendar.previous_working(at)?));
        }
        Ok(latest.unwrap_or(at))
    }

    /// Whether `a` lies after `b` with work of the task's calendar between them.
    pub(crate) fn is_after(&self, task: usize, a: Instant, b: Instant) -> bool {
        a > b && !self.calendar_of(task).same_moment(a, b)
    }

    pub(crate) fn add_lag(&self, link: &Link, at: Instant, predecessor_minutes: i64) -> Moment {
        if link.lag.is_zero() {
            return Ok(at);
        }
        self.shift(link, at, self.lag_minutes(link, predecessor_minutes))
    }

    pub(crate) fn remove_lag(&self, link: &Link, at: Instant, predecessor_minutes: i64) -> Moment {
        if link.lag.is_zero() {
            return Ok(at);
        }
        self.shift(link, at, self.lag_minutes(link, predecessor_minutes).saturating_neg())
    }

    fn lag_calendar(&self, link: &Link) -> usize {
        match self.options.lag_calendar {
            LagCalendar::Predecessor => self.tasks[link.predecessor].calendar,
            LagCalendar::Project => self.options.project_calendar,
            LagCalendar::Successor | LagCalendar::Elapsed => self.tasks[link.successor].calendar,
        }
    }

    fn lag_minutes(&self, link: &Link, predecessor_minutes: i64) -> i64 {
        let own = || self.calendars[self.lag_calendar(link)].units();
        link.lag.to_minutes(self.options.units.unwrap_or_else(own), predecessor_minutes)
    }

    fn shift(&self, link: &Link, at: Instant, minutes: i64) -> Moment {
        if is_elapsed(link.lag, self.options.lag_calendar) {
            return at.plus_elapsed(minutes).ok_or(CalendarError::OutOfRange);
        }
        self.calendars[self.lag_calendar(link)].add(at, minutes)
    }
}

fn is_elapsed(lag: Lag, calendar: LagCalendar) -> bool {
    lag.unit().is_elapsed() || calendar == LagCalendar::Elapsed
}

/// `all * part / whole`, rounded to the nearest; `part` itself when there is no whole.
fn scale(all: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return part.min(all);
    }
    let product = i128::from(all) * i128::from(part) + i128::from(whole / 2);
    i64::try_from(product / i128::from(whole)).unwrap_or(i64::MAX)
}
