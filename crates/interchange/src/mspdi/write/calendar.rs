//! Calendars: those of the plan, each standing for itself, then one for each person that adds nothing to the
//! calendar it builds on, as Project has it.

use super::Sheet;
use super::out::Out;
use crate::model::{CalendarException, Hours, PlannedCalendar, When};
use guildhall_schedule::{DayKind, MonthDay, Nth, Recurrence};
use jiff::civil::{Date, time};
use std::io;

/// What Project calls no calendar.
const NONE: i64 = -1;
/// Types of exceptions.
const DAILY: i64 = 1;
const YEARLY: i64 = 2;
const YEARLY_NTH: i64 = 3;
const MONTHLY: i64 = 4;
const MONTHLY_NTH: i64 = 5;
const WEEKLY: i64 = 6;

impl Sheet<'_> {
    /// Writes all calendars.
    pub(super) fn calendars(&self, out: &mut Out) -> io::Result<()> {
        out.within("Calendars", |out| {
            for calendar in &self.plan.calendars {
                let uid = self.calendars.get(&calendar.external_id).unwrap_or_default();
                out.within("Calendar", |out| base(calendar, uid, out))?;
            }
            for (person, uid) in self.plan.people.iter().zip(self.calendars.last() + 1..) {
                let own = person.calendar.as_ref().or(self.plan.project.calendar.as_ref());
                let Some(base) = own.and_then(|id| self.calendars.get(id)) else { continue };
                out.within("Calendar", |out| {
                    out.number("UID", uid)?;
                    out.text("Name", &person.name)?;
                    out.flag("IsBaseCalendar", false)?;
                    out.number("BaseCalendarUID", base)
                })?;
            }
            Ok(())
        })
    }

    /// The calendar that was written for the person at this place.
    pub(super) fn calendar_of_person(&self, at: i64) -> i64 {
        self.calendars.last() + 1 + at
    }
}

fn base(calendar: &PlannedCalendar, uid: i64, out: &mut Out) -> io::Result<()> {
    out.number("UID", uid)?;
    out.text("Name", &calendar.name)?;
    out.flag("IsBaseCalendar", true)?;
    out.number("BaseCalendarUID", NONE)?;
    out.within("WeekDays", |out| {
        // Sunday is Project's first day, and ours the last.
        let days = (1_i64..).zip(calendar.week.iter().cycle().skip(6).take(7));
        for (day, hours) in days {
            out.within("WeekDay", |out| {
                out.number("DayType", day)?;
                out.flag("DayWorking", !hours.is_empty())?;
                working_times(hours, out)
            })?;
        }
        Ok(())
    })?;
    if calendar.exceptions.is_empty() {
        return Ok(());
    }
    out.within("Exceptions", |out| calendar.exceptions.iter().try_for_each(|each| exception(each, out)))
}

fn exception(exception: &CalendarException, out: &mut Out) -> io::Result<()> {
    let repeat = exception.recurrence();
    let days = match repeat {
        Some(repeat) => i64::try_from(repeat.days(exception.from, exception.to).count()).unwrap_or(i64::MAX),
        None => exception.to.duration_since(exception.from).as_hours() / 24 + 1,
    };
    out.within("Exception", |out| {
        out.flag("EnteredByOccurrences", false)?;
        out.within("TimePeriod", |out| {
            out.moment("FromDate", Some(When::Local(exception.from.at(0, 0, 0, 0))))?;
            out.moment("ToDate", Some(When::Local(end_of(exception.to))))
        })?;
        out.number("Occurrences", days)?;
        out.text("Name", &exception.name)?;
        match repeat {
            Some(repeat) => recurrence(repeat, out)?,
            None => out.number("Type", DAILY)?,
        }
        out.flag("DayWorking", !exception.hours.is_empty())?;
        working_times(&exception.hours, out)
    })
}

/// In the order of the schema: type, period, days of the week, item and position, month, day of the month.
fn recurrence(repeat: Recurrence, out: &mut Out) -> io::Result<()> {
    match repeat {
        Recurrence::Days { interval } => {
            out.number("Type", DAILY)?;
            out.number("Period", i64::from(interval))
        }
        Recurrence::Weeks { interval, days } => {
            out.number("Type", WEEKLY)?;
            out.number("Period", i64::from(interval))?;
            // Sunday is the lowest bit.
            let bits = days.iter().enumerate().filter(|(_, met)| **met).map(|(day, _)| 1 << ((day + 1) % 7));
            out.number("DaysOfWeek", bits.sum::<i64>())
        }
        Recurrence::Months { interval, on } => {
            out.number("Type", if matches!(on, MonthDay::Date(_)) { MONTHLY } else { MONTHLY_NTH })?;
            out.number("Period", i64::from(interval))?;
            day_of_month(on, None, out)
        }
        Recurrence::Years { month, on } => {
            out.number("Type", if matches!(on, MonthDay::Date(_)) { YEARLY } else { YEARLY_NTH })?;
            day_of_month(on, Some(i64::from(month) - 1), out)
        }
    }
}

fn day_of_month(on: MonthDay, month: Option<i64>, out: &mut Out) -> io::Result<()> {
    if let MonthDay::Nth(nth, kind) = on {
        out.number(
            "MonthItem",
            match kind {
                DayKind::Any => 0,
                DayKind::MondayToFriday => 1,
                DayKind::Weekend => 2,
                DayKind::On(day) => i64::from(day.to_sunday_zero_offset()) + 3,
            },
        )?;
        out.number(
            "MonthPosition",
            match nth {
                Nth::First => 0,
                Nth::Second => 1,
                Nth::Third => 2,
                Nth::Fourth => 3,
                Nth::Last => 4,
            },
        )?;
    }
    if let Some(month) = month {
        out.number("Month", month)?;
    }
    match on {
        MonthDay::Date(day) => out.number("MonthDay", i64::from(day)),
        MonthDay::Nth(..) => Ok(()),
    }
}

fn end_of(day: Date) -> jiff::civil::DateTime {
    day.to_datetime(time(23, 59, 0, 0))
}

fn working_times(hours: &[Hours], out: &mut Out) -> io::Result<()> {
    if hours.is_empty() {
        return Ok(());
    }
    out.within("WorkingTimes", |out| {
        for each in hours {
            out.within("WorkingTime", |out| {
                out.time("FromTime", each.from)?;
                out.time("ToTime", each.to)
            })?;
        }
        Ok(())
    })
}
