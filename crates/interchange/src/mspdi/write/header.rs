//! The fields of the `Project` element itself, and the row that stands for the project among its tasks.

use super::Sheet;
use super::out::{Out, local};
use crate::model::{PlannedCalendar, When};
use crate::mspdi::header::{BEFORE_START, LAG_CALENDAR, ZONE_OF};
use crate::mspdi::links::Units;
use jiff::civil::{Time, time};
use std::io;

/// The version whose elements are written: Project 2010.
const SAVE_VERSION: i64 = 14;

impl<'s> Sheet<'s> {
    /// Writes the header.
    pub(super) fn header(&self, out: &mut Out) -> io::Result<()> {
        let project = &self.plan.project;
        self.rules(out)?;
        out.number("SaveVersion", SAVE_VERSION)?;
        if is_guid(&project.external_id) {
            out.text("Name", &project.name)?;
            out.text("GUID", &project.external_id)?;
        } else {
            out.text("UID", &project.external_id)?;
            out.text("Name", &project.name)?;
        }
        out.text("Title", &project.name)?;
        out.flag("ScheduleFromStart", true)?;
        out.moment("StartDate", project.start)?;
        out.moment("FinishDate", self.finish())?;
        out.number("CriticalSlackLimit", project.critical_slack)?;
        if let Some(code) = &project.currency {
            out.text("CurrencySymbol", code)?;
            out.text("CurrencyCode", code)?;
        }
        if let Some(uid) = project.calendar.as_deref().and_then(|id| self.calendars.get(id)) {
            out.number("CalendarUID", uid)?;
        }
        let calendar = self.plan.calendars.iter().find(|each| Some(&each.external_id) == project.calendar.as_ref());
        let (from, to) = calendar.and_then(day).unwrap_or((time(8, 0, 0, 0), time(17, 0, 0, 0)));
        out.time("DefaultStartTime", from)?;
        out.time("DefaultFinishTime", to)?;
        let units = calendar.map_or(Units::STANDARD, |each| Units::of(&each.week));
        out.number("MinutesPerDay", units.day)?;
        out.number("MinutesPerWeek", units.week)?;
        out.number("DaysPerMonth", units.month / units.day.max(1))?;
        out.number("DurationFormat", super::task::DAYS)
    }

    /// Rules that Project has no element for.
    fn rules(&self, out: &mut Out) -> io::Result<()> {
        let rules = self.plan.project.rules;
        let lags = rules.lag_calendar.map(|hours| (LAG_CALENDAR, hours));
        let early = rules.before_start.then_some((BEFORE_START, "true"));
        let zone = |each: &'s PlannedCalendar| {
            let uid = self.calendars.get(each.external_id.as_str())?;
            Some((format!("{ZONE_OF}{uid}"), each.time_zone.as_deref()?))
        };
        let zones: Vec<_> = self.plan.calendars.iter().filter_map(zone).collect();
        let zones = zones.iter().map(|(name, zone)| (name.as_str(), *zone));
        let all: Vec<_> = [lags, early].into_iter().flatten().chain(zones).collect();
        if all.is_empty() { Ok(()) } else { out.instruction(&all) }
    }

    /// The row of the project, whose notes are the project's.
    pub(super) fn project_row(&self, out: &mut Out) -> io::Result<()> {
        let project = &self.plan.project;
        out.within("Task", |out| {
            out.number("UID", 0)?;
            out.number("ID", 0)?;
            out.text("Name", &project.name)?;
            out.flag("IsNull", false)?;
            out.text("WBS", "0")?;
            out.text("OutlineNumber", "0")?;
            out.number("OutlineLevel", 0)?;
            out.moment("Start", project.start)?;
            out.moment("Finish", self.finish())?;
            out.flag("Summary", true)?;
            if project.description.is_empty() { Ok(()) } else { out.text("Notes", &project.description) }
        })
    }

    /// When the last task is finished; without any the project ends as it begins.
    fn finish(&self) -> Option<When> {
        let last = self.plan.tasks.iter().filter_map(|task| task.finish).max_by_key(|when| local(*when));
        last.or(self.plan.project.start)
    }
}

/// When work begins and ends on the first working day of the week.
fn day(calendar: &PlannedCalendar) -> Option<(Time, Time)> {
    let hours = calendar.week.iter().find(|hours| !hours.is_empty())?;
    Some((hours.first()?.from, hours.last()?.to))
}

/// `6B720F6F-6403-6D0B-7648-413F53265467`
fn is_guid(id: &str) -> bool {
    let lengths = id.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
