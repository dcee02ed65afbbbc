//! Calendar exceptions: ranges of days without overlap, and recurring ones written out.
//!
//! The first exception to name a day wins, as a calendar's own do over its base's. A recurrence is
//! written out occurrence by occurrence, at most [`MAX_RANGES`] for one calendar and within the
//! file's [`Budget`], so that a small file can't ask for endless work; the caller hears when that
//! was not enough.

use std::collections::BTreeMap;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::model::{CalendarException, Hours};

/// Most ranges of days in one calendar: a century of weekly exceptions.
const MAX_RANGES: usize = 5_200;

/// Days and ranges that one file may make us look at.
#[derive(Debug)]
pub(crate) struct Budget(u32);

impl Default for Budget {
    fn default() -> Self {
        Self(2_000_000)
    }
}

impl Budget {
    fn spend(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 > 0
    }
}

/// Days of a calendar that differ from its week.
#[derive(Debug, Default, Clone)]
pub(crate) struct Exceptions {
    /// By first day; disjoint.
    ranges: BTreeMap<Date, CalendarException>,
}

impl Exceptions {
    /// Adds an exception on those of its days that no earlier one has; false when there are too
    /// many.
    pub(crate) fn add(&mut self, exception: &CalendarException, budget: &mut Budget) -> bool {
        let Some(free) = self.free_days(exception.from, exception.to, budget) else {
            return false;
        };
        for (from, to) in free {
            if self.ranges.len() >= MAX_RANGES {
                return false;
            }
            let range = CalendarException { from, to, ..exception.clone() };
            self.ranges.insert(from, range);
        }
        true
    }

    /// The parts of a period that no range covers; none when looking for them takes too long.
    fn free_days(&self, from: Date, to: Date, budget: &mut Budget) -> Option<Vec<(Date, Date)>> {
        let mut free = Vec::new();
        let before = self.ranges.range(..from).next_back().map(|(_, range)| range);
        let inside = self.ranges.range(from..=to).map(|(_, range)| range);
        let mut next = Some(from);
        for taken in before.into_iter().chain(inside) {
            if !budget.spend() {
                return None;
            }
            let Some(start) = next else {
                break;
            };
            if taken.from > start {
                free.push((start, taken.from.yesterday().ok()?));
            }
            if taken.to >= start {
                next = taken.to.tomorrow().ok();
            }
        }
        if let Some(start) = next.filter(|start| *start <= to) {
            free.push((start, to));
        }
        Some(free)
    }

    /// How many ranges there are.
    pub(crate) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// All ranges, in order of their first day.
    pub(crate) fn into_vec(self) -> Vec<CalendarException> {
        self.ranges.into_values().collect()
    }

    /// All ranges, in order of their first day.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &CalendarException> {
        self.ranges.values()
    }
}

/// An `Exception` element of Project 2007 and later.
#[derive(Debug, Default, Clone)]
pub(super) struct RawException {
    pub line: u64,
    pub name: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub hours: Vec<Hours>,
    /// 1 daily, 2 yearly by date, 3 yearly by position, 4 monthly by date, 5 monthly by position,
    /// 6 weekly; others stand for the plain period.
    pub kind: i64,
    /// Number of occurrences, when the exception was entered that way.
    pub occurrences: Option<i64>,
    /// Every how many days, weeks or months.
    pub period: i64,
    /// Bit mask, 1 is Sunday.
    pub days_of_week: i64,
    /// 0 is January.
    pub month: i64,
    /// 1 to 31; a month's last day stands for those it lacks.
    pub month_day: i64,
    /// 0 any day, 1 weekday, 2 weekend day, 3 Sunday … 9 Saturday.
    pub month_item: i64,
    /// 0 first … 3 fourth, 4 last.
    pub month_position: i64,
}

impl RawException {
    /// Writes the exception out into `target`; false when it did not fit or makes no sense.
    pub(super) fn expand(&self, target: &mut Exceptions, budget: &mut Budget) -> bool {
        let (Some(from), Some(to)) = (self.from.or(self.to), self.to.or(self.from)) else {
            return false;
        };
        if to < from {
            return false;
        }
        let period = self.period.max(1);
        if !(2..=6).contains(&self.kind) && (self.kind != 1 || period == 1) {
            return target.add(&self.on(from, to), budget);
        }
        let mut left = self.occurrences.filter(|count| *count > 0).unwrap_or(i64::MAX);
        for day in self.candidates(from, to, period) {
            if left == 0 {
                break;
            }
            if !budget.spend() {
                return false;
            }
            let Some(day) = day.filter(|day| (from..=to).contains(day)) else {
                continue;
            };
            left -= 1;
            if !target.add(&self.on(day, day), budget) {
                return false;
            }
        }
        true
    }

    fn on(&self, from: Date, to: Date) -> CalendarException {
        CalendarException { from, to, hours: self.hours.clone(), name: self.name.clone() }
    }

    /// The days the recurrence meets, with a none for each day or month that it passes over.
    fn candidates(&self, from: Date, to: Date, period: i64) -> Box<dyn Iterator<Item = Option<Date>> + '_> {
        match self.kind {
            1 => Box::new(step(from, to, period).map(Some)),
            6 => Box::new(step(from, to, 1).zip(0..).map(move |(day, index): (Date, i64)| {
                let bit = day.weekday().to_sunday_zero_offset();
                let meets = (index / 7) % period == 0 && self.days_of_week >> bit & 1 == 1;
                meets.then_some(day)
            })),
            _ => Box::new(self.months(from, to, period)),
        }
    }

    /// One day in each month that the recurrence meets.
    fn months(&self, from: Date, to: Date, period: i64) -> impl Iterator<Item = Option<Date>> + '_ {
        let yearly = self.kind <= 3;
        let last = months_of(to) - months_of(from);
        let step = if yearly { 1 } else { usize::try_from(period).unwrap_or(usize::MAX) };
        (0..=last).step_by(step).map(move |offset| {
            let first = from.first_of_month().checked_add(offset.months()).ok()?;
            if yearly && i64::from(first.month()) - 1 != self.month {
                return None;
            }
            self.day_in(first)
        })
    }

    /// The day that the recurrence means in the month of `first`.
    fn day_in(&self, first: Date) -> Option<Date> {
        if self.kind == 2 || self.kind == 4 {
            let day = self.month_day.clamp(1, i64::from(first.days_in_month()));
            return first.with().day(i8::try_from(day).ok()?).build().ok();
        }
        let fits = |day: &Date| match self.month_item {
            0 => true,
            1 => !is_weekend(*day),
            2 => is_weekend(*day),
            item => i64::from(day.weekday().to_sunday_zero_offset()) + 3 == item,
        };
        let mut days = step(first, first.last_of_month(), 1).filter(fits);
        match usize::try_from(self.month_position).ok()? {
            position @ 0..=3 => days.nth(position),
            _ => days.last(),
        }
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn months_of(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

/// Every `period`th day from `from` to `to`.
fn step(from: Date, to: Date, period: i64) -> impl Iterator<Item = Date> {
    let next = move |day: &Date| {
        let days = jiff::Span::new().try_days(period).ok()?;
        day.checked_add(days).ok()
    };
    std::iter::successors(Some(from), next).take_while(move |day| *day <= to)
}
