//! MSPDI calendars as the file has them: the week, exceptions old and new, and work weeks.
//!
//! A calendar says only what differs from its base; `resolve` puts the two together. Working times
//! that make no sense are left out and reported, since a plan without them still stands.

use std::io::BufRead;

use jiff::civil::{Date, Time, Weekday, time};

use super::{
    Line,
    exception::{Budget, Exceptions, RawException},
};
use crate::{
    error::InterchangeError,
    model::{CalendarException, Hours},
    notices::Notices,
    xml::Xml,
};

type Result<T> = std::result::Result<T, InterchangeError>;

/// Longest work week period that is written out, in days.
const MAX_WORK_WEEK_DAYS: usize = 1_100;

/// A `Calendar` element.
#[derive(Debug, Default)]
pub(super) struct RawCalendar {
    pub line: u64,
    pub uid: Option<i64>,
    pub name: Option<String>,
    pub base: Option<i64>,
    /// Stands for itself; its `BaseCalendarUID` is -1, or 0 in newer files.
    pub is_base: bool,
    /// Monday to Sunday; none is the base's.
    pub week: [Option<Vec<Hours>>; 7],
    exceptions: Vec<RawException>,
    old_exceptions: Vec<RawException>,
    work_weeks: Vec<WorkWeek>,
}

#[derive(Debug, Default)]
struct WorkWeek {
    name: String,
    from: Option<Date>,
    to: Option<Date>,
    week: [Option<Vec<Hours>>; 7],
}

/// A `WeekDay` element: a day of the week, or an exception in the form before Project 2007.
#[derive(Default)]
struct RawDay {
    kind: i64,
    working: bool,
    period: (Option<Date>, Option<Date>),
    hours: Vec<Hours>,
}

impl RawCalendar {
    /// Reads the element that was just entered.
    pub(super) fn read(xml: &mut Xml<impl BufRead>, notices: &mut Notices) -> Result<Self> {
        let mut calendar = Self { line: xml.line(), ..Self::default() };
        while let Some(name) = xml.child()? {
            match name.as_str() {
                "UID" => calendar.uid = xml.integer()?,
                "Name" => calendar.name = xml.line_of_text()?,
                "IsBaseCalendar" => calendar.is_base = xml.boolean()?,
                "BaseCalendarUID" => calendar.base = xml.integer()?.filter(|uid| *uid >= 0),
                "WeekDays" => calendar.read_week(xml, notices)?,
                "Exceptions" => {
                    while xml.child()?.is_some() {
                        calendar.exceptions.push(read_exception(xml, notices)?);
                    }
                }
                "WorkWeeks" => {
                    while xml.child()?.is_some() {
                        calendar.work_weeks.push(read_work_week(xml, notices)?);
                    }
                }
                _ => xml.skip()?,
            }
        }
        Ok(calendar)
    }

    /// Whether it says anything that its base does not.
    pub(super) fn deviates(&self) -> bool {
        self.week.iter().any(Option::is_some)
            || !self.exceptions.is_empty()
            || !self.old_exceptions.is_empty()
            || !self.work_weeks.is_empty()
    }

    fn read_week(&mut self, xml: &mut Xml<impl BufRead>, notices: &mut Notices) -> Result<()> {
        while xml.child()?.is_some() {
            let line = xml.line();
            let day = read_day(xml, notices)?;
            match weekday_index(day.kind) {
                Some(index) => self.week[index] = Some(day.week_hours()),
                None if day.kind == 0 => self.old_exceptions.push(RawException {
                    line,
                    from: day.period.0,
                    to: day.period.1,
                    hours: day.exception_hours(),
                    ..RawException::default()
                }),
                None => notices.add(Line(line), "unknown_day_type", "a weekday has an unknown DayType"),
            }
        }
        Ok(())
    }

    /// Its own exceptions: those of Project 2007 and later, else the older form, then work weeks.
    pub(super) fn own_exceptions(&self, budget: &mut Budget, notices: &mut Notices) -> Exceptions {
        let mut all = Exceptions::default();
        let explicit = match self.exceptions.is_empty() {
            true => &self.old_exceptions,
            false => &self.exceptions,
        };
        for exception in explicit {
            if !exception.expand(&mut all, budget) {
                let detail =
                    format!("the calendar exception “{}” has no usable period or too many days", exception.name);
                notices.add(Line(exception.line), "calendar_exception_skipped", detail);
            }
        }
        for work_week in &self.work_weeks {
            if !work_week.expand(&mut all, budget) {
                let detail = format!("the work week “{}” is too long or has no days", work_week.name);
                notices.add(Line(self.line), "work_week_skipped", detail);
            }
        }
        all
    }
}

impl RawDay {
    fn week_hours(self) -> Vec<Hours> {
        match (self.working, self.hours.is_empty()) {
            (false, _) => Vec::new(),
            (true, true) => default_hours(),
            (true, false) => self.hours,
        }
    }

    fn exception_hours(self) -> Vec<Hours> {
        if self.working { self.hours } else { Vec::new() }
    }
}

impl WorkWeek {
    /// Writes the weeks out day by day; a day that the work week does not define keeps its hours.
    fn expand(&self, target: &mut Exceptions, budget: &mut Budget) -> bool {
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return false;
        };
        let next = |day: &Date| day.tomorrow().ok();
        let days: Vec<Date> =
            std::iter::successors(Some(from), next).take_while(|day| *day <= to).take(MAX_WORK_WEEK_DAYS + 1).collect();
        if days.is_empty() || days.len() > MAX_WORK_WEEK_DAYS {
            return false;
        }
        days.into_iter().all(|day| {
            let index = day.weekday().to_monday_zero_offset().unsigned_abs();
            self.week[usize::from(index)].as_ref().is_none_or(|hours| {
                let (hours, name) = (hours.clone(), self.name.clone());
                let exception = CalendarException { from: day, to: day, hours, name, repeat: None };
                target.add(&exception, budget)
            })
        })
    }
}

fn read_day(xml: &mut Xml<impl BufRead>, notices: &mut Notices) -> Result<RawDay> {
    let mut day = RawDay { kind: -1, ..RawDay::default() };
    while let Some(name) = xml.child()? {
        match name.as_str() {
            "DayType" => day.kind = xml.integer()?.unwrap_or(-1),
            "DayWorking" => day.working = xml.boolean()?,
            "TimePeriod" => day.period = read_period(xml)?,
            "WorkingTimes" => day.hours = read_hours(xml, notices)?,
            _ => xml.skip()?,
        }
    }
    Ok(day)
}

fn read_exception(xml: &mut Xml<impl BufRead>, notices: &mut Notices) -> Result<RawException> {
    let mut exception = RawException { line: xml.line(), ..RawException::default() };
    let (mut by_occurrences, mut occurrences, mut working) = (false, None, true);
    while let Some(name) = xml.child()? {
        match name.as_str() {
            "EnteredByOccurrences" => by_occurrences = xml.boolean()?,
            "Occurrences" => occurrences = xml.integer()?,
            "TimePeriod" => (exception.from, exception.to) = read_period(xml)?,
            "Name" => exception.name = xml.line_of_text()?.unwrap_or_default(),
            "Type" => exception.kind = xml.integer()?.unwrap_or_default(),
            "DayWorking" => working = xml.boolean()?,
            "Period" => exception.period = xml.integer()?.unwrap_or_default(),
            "DaysOfWeek" => exception.days_of_week = xml.integer()?.unwrap_or_default(),
            "Month" => exception.month = xml.integer()?.unwrap_or_default(),
            "MonthDay" => exception.month_day = xml.integer()?.unwrap_or_default(),
            "MonthItem" => exception.month_item = xml.integer()?.unwrap_or_default(),
            "MonthPosition" => exception.month_position = xml.integer()?.unwrap_or_default(),
            "WorkingTimes" => exception.hours = read_hours(xml, notices)?,
            _ => xml.skip()?,
        }
    }
    exception.occurrences = occurrences.filter(|_| by_occurrences);
    if !working {
        exception.hours.clear();
    }
    Ok(exception)
}

fn read_work_week(xml: &mut Xml<impl BufRead>, notices: &mut Notices) -> Result<WorkWeek> {
    let mut work_week = WorkWeek::default();
    while let Some(name) = xml.child()? {
        match name.as_str() {
            "Name" => work_week.name = xml.line_of_text()?.unwrap_or_default(),
            "TimePeriod" => (work_week.from, work_week.to) = read_period(xml)?,
            "WeekDays" => {
                while xml.child()?.is_some() {
                    let day = read_day(xml, notices)?;
                    if let Some(index) = weekday_index(day.kind) {
                        work_week.week[index] = Some(day.week_hours());
                    }
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok(work_week)
}

fn read_period(xml: &mut Xml<impl BufRead>) -> Result<(Option<Date>, Option<Date>)> {
    let mut period = (None, None);
    while let Some(name) = xml.child()? {
        match name.as_str() {
            "FromDate" => period.0 = xml.date()?.map(|moment| moment.date()),
            "ToDate" => period.1 = xml.date()?.map(|moment| moment.date()),
            _ => xml.skip()?,
        }
    }
    Ok(period)
}

/// Working times in order; a stretch that ends before it begins, or begins within the one before,
/// is left out and reported.
fn read_hours(xml: &mut Xml<impl BufRead>, notices: &mut Notices) -> Result<Vec<Hours>> {
    let line = xml.line();
    let mut all: Vec<Hours> = Vec::new();
    while xml.child()?.is_some() {
        let (mut from, mut to) = (None, None);
        while let Some(name) = xml.child()? {
            match name.as_str() {
                "FromTime" => from = xml.time()?,
                "ToTime" => to = xml.time()?,
                _ => xml.skip()?,
            }
        }
        if let (Some(from), Some(to)) = (from, to) {
            all.push(Hours { from, to });
        }
    }
    let count = all.len();
    all.sort_by_key(|hours| hours.from);
    let mut kept: Vec<Hours> = Vec::new();
    for hours in all {
        let free = kept.last().is_none_or(|before| before.to != Time::midnight() && before.to <= hours.from);
        if free && (hours.to == Time::midnight() || hours.from < hours.to) {
            kept.push(hours);
        }
    }
    if kept.len() < count {
        let detail = "working times that overlap or end before they begin were left out";
        notices.add(Line(line), "bad_working_time", detail);
    }
    Ok(kept)
}

fn weekday_index(day_type: i64) -> Option<usize> {
    let offset = i8::try_from(day_type).ok()?.checked_sub(1)?;
    let weekday = Weekday::from_sunday_zero_offset(offset).ok()?;
    Some(usize::from(weekday.to_monday_zero_offset().unsigned_abs()))
}

/// Project's default day: 08:00 to 12:00 and 13:00 to 17:00.
pub(super) fn default_hours() -> Vec<Hours> {
    vec![
        Hours { from: time(8, 0, 0, 0), to: time(12, 0, 0, 0) },
        Hours { from: time(13, 0, 0, 0), to: time(17, 0, 0, 0) },
    ]
}
