//! The rules by which a project is scheduled, as the engine takes them.

use super::Project;
use crate::error::{Error, Result};
use guildhall_schedule::{Calendar, Instant, LagCalendar, Options};

/// The most working days of float that can count as critical.
const MOST_DAYS: i64 = 1_000;

pub(super) fn check(project: &Project) -> Result<()> {
    if !(0..=MOST_DAYS * 10_000).contains(&project.critical_slack.0) {
        return Err(Error::invalid("criticalSlack", "range", format!("from 0 to {MOST_DAYS} working days")));
    }
    Ok(())
}

impl Project {
    /// In whose working hours lags run.
    pub fn lags_run_in(&self) -> LagCalendar {
        match self.lag_calendar.as_str() {
            "predecessor" => LagCalendar::Predecessor,
            "project" => LagCalendar::Project,
            "24_hour" => LagCalendar::Elapsed,
            _ => LagCalendar::Successor,
        }
    }

    /// Its rules, with the project's calendar as the network's first.
    pub fn schedule_rules(&self, start: Instant, calendar: &Calendar) -> Options {
        let slack = i128::from(self.critical_slack.0) * i128::from(calendar.units().minutes_per_day) / 10_000;
        Options {
            critical_threshold: i64::try_from(slack).unwrap_or(i64::MAX),
            lag_calendar: self.lags_run_in(),
            allow_before_project_start: self.allow_before_project_start,
            ..Options::starting(start)
        }
    }
}
