//! Work that has begun or ended. Its actual start is its start and its actual finish its end, so that what is stored
//! is what the schedule says: finished work never moves. Whoever gives another start or end than the actual one is
//! told which field to change.

use super::Task;
use super::dates::to_days;
use super::hours::Hours;
use crate::error::{Error, Result};
use crate::time::Timestamp;
use crate::work::status::StatusKind;
use guildhall_schedule::Instant;

/// Which of start, end and duration a request gave.
pub(super) type Changed = [bool; 3];

impl Task {
    /// Whether its start is a fact, which no constraint is to hold.
    pub(super) fn is_fact(&self) -> bool {
        self.actual_start.is_some() || self.actual_finish.is_some() || self.status_kind == StatusKind::Done.as_str()
    }
}

/// Puts start and end where work began and ended; answers what of start, end and duration is left to settle. What has
/// parts adds those up.
pub(super) fn hold(task: &mut Task, old: &Task, hours: &Hours, given: Changed) -> Result<Changed> {
    require_order(task)?;
    match (task.actual_start, task.actual_finish) {
        _ if task.child_count > 0 => Ok(given),
        (None, None) => Ok(given),
        (Some(began), None) => {
            require_start(task, old, hours, given)?;
            Ok(begin(task, old, began, given))
        }
        (_, Some(ended)) => {
            require_start(task, old, hours, given)?;
            finish(task, hours, ended, given)?;
            Ok([false; 3])
        }
    }
}

fn require_order(task: &Task) -> Result<()> {
    match (task.actual_start, task.actual_finish) {
        (Some(start), Some(finish)) if start > finish => {
            let detail = "the actual finish lies before the actual start";
            Err(Error::invalid("actualFinish", "before_start", detail))
        }
        _ => Ok(()),
    }
}

fn require_start(task: &Task, old: &Task, hours: &Hours, [start, ..]: Changed) -> Result<()> {
    // Nothing is taken away from a task that has no start yet.
    if !start || (task.start_date.is_none() && old.start_date.is_none()) {
        return Ok(());
    }
    let Some(began) = task.actual_start else {
        // Together with its finish a start says when it began.
        if task.start_date == old.start_date || task.actual_finish != old.actual_finish {
            return Ok(());
        }
        let detail = "work on it is finished, so that its start is no plan any more; give `actualStart` instead";
        return Err(Error::invalid("startDate", "finished", detail));
    };
    if is_same(hours, task.start_date, began) {
        return Ok(());
    }
    let detail = format!("work on it began at {began}, and so it starts then; change `actualStart` instead");
    Err(Error::invalid("startDate", "begun", detail))
}

/// A day's end and the next start of work are one moment.
fn is_same(hours: &Hours, given: Option<Timestamp>, actual: Timestamp) -> bool {
    given.is_some_and(|given| hours.same_moment(Instant(given.0), Instant(actual.0)))
}

/// Starts it when work began; its length stays, and with it goes the end.
fn begin(task: &mut Task, old: &Task, began: Timestamp, [_, end, length]: Changed) -> Changed {
    task.start_date = Some(began);
    // An end that was planned before, of no known length, says nothing of when it ends now.
    if !end && task.duration_minutes.is_none() && task.end_date.is_some_and(|end| end < began) {
        task.end_date = None;
    }
    [old.start_date != Some(began) || (end && length), end, length]
}

/// Ends it when work ended; its length is what lies between.
fn finish(task: &mut Task, hours: &Hours, ended: Timestamp, [start, end, length]: Changed) -> Result<()> {
    if end && !is_same(hours, task.end_date, ended) {
        let detail = format!("work on it ended at {ended}, and so it ends then; change `actualFinish` instead");
        return Err(Error::invalid("endDate", "finished", detail));
    }
    task.end_date = Some(ended);
    let planned = task.start_date.filter(|planned| start || *planned <= ended);
    let is_point = task.milestone && !start && task.duration_minutes.unwrap_or(0) == 0;
    let began = match task.actual_start.or(planned) {
        // What takes no time begins when it ends.
        None | Some(_) if is_point && task.actual_start.is_none() => ended,
        Some(began) => began,
        None => {
            let day = if task.milestone { 0 } else { hours.units().minutes_per_day };
            let back = hours.add(Instant(ended.0), -task.duration_minutes.unwrap_or(day));
            Timestamp(back.map_err(|error| Error::invalid("actualFinish", "calendar", error.to_string()))?.0)
        }
    };
    task.start_date = Some(began);
    let minutes = hours.between(Instant(began.0), Instant(ended.0)).max(0);
    if length && task.duration_minutes.is_some_and(|given| given != minutes) {
        let days = to_days(minutes, hours.units().minutes_per_day);
        let detail = format!("from start to finish of the work are {days} working days; leave `duration` out");
        return Err(Error::invalid("duration", "disagrees", detail));
    }
    task.duration_minutes = Some(minutes);
    Ok(())
}

/// True if more is left of begun work than it takes as a whole: it takes longer, then.
pub(super) fn outlasts(task: &Task) -> bool {
    let open = task.actual_start.is_some() && task.actual_finish.is_none() && task.child_count == 0;
    open && task.remaining_minutes.zip(task.duration_minutes).is_some_and(|(left, whole)| left > whole)
}

/// No more is left of begun work than it takes by its new length.
pub(super) fn bound_remaining(task: &mut Task, given: bool, minutes_per_day: i64) -> Result<()> {
    if !outlasts(task) {
        return Ok(());
    }
    if given {
        let days = to_days(task.duration_minutes.unwrap_or(0), minutes_per_day);
        let detail = format!("more than the whole of {days} working days; leave duration and end out, they follow");
        return Err(Error::invalid("remainingDuration", "disagrees", detail));
    }
    task.remaining_minutes = task.duration_minutes;
    task.remaining_duration = task.duration_minutes.map(|minutes| to_days(minutes, minutes_per_day));
    Ok(())
}

/// How work on a task has ended, by what its status means; not at all while it is open.
pub(super) fn ending(status_kind: &str) -> Option<StatusKind> {
    [StatusKind::Done, StatusKind::Cancelled].into_iter().find(|kind| kind.as_str() == status_kind)
}
