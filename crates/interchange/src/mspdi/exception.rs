//! Calendar exceptions: ranges of days without overlap, and those that come back.
//!
//! The first exception to name a day wins, as a calendar's own do over its base's. A recurrence stays one where
//! nothing else has a day of it, and else is written out day by day: at most [`MAX_RANGES`] for one calendar and
//! within the file's [`Budget`], so that a small file can't ask for endless work; the caller hears when that was not
//! enough.

use std::collections::BTreeMap;

use guildhall_core::work::calendar::Repeat;
use guildhall_schedule::{DayKind, MonthDay, Nth, Recurrence};
use jiff::civil::{Date, Weekday};

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
    /// By first day; disjoint. Days of those that come back stand here one by one.
    ranges: BTreeMap<Date, CalendarException>,
    recurring: Vec<CalendarException>,
}

impl Exceptions {
    /// Adds an exception on those of its days that no earlier one has; false when there are too
    /// many.
    pub(crate) fn add(&mut self, exception: &CalendarException, budget: &mut Budget) -> bool {
        match exception.recurrence() {
            Some(repeat) => self.add_recurring(exception, repeat, budget),
            None => self.add_range(exception, budget),
        }
    }

    fn add_recurring(&mut self, exception: &CalendarException, repeat: Recurrence, budget: &mut Budget) -> bool {
        let mut days = Vec::new();
        for day in repeat.days(exception.from, exception.to) {
            if days.len() == MAX_RANGES || !budget.spend() {
                return false;
            }
            days.push(day);
        }
        let whole = days.iter().all(|day| !self.covers(*day)) && self.ranges.len() + days.len() <= MAX_RANGES;
        for day in days {
            let repeat = exception.repeat.clone().filter(|_| whole);
            let one = CalendarException { from: day, to: day, repeat, ..exception.clone() };
            if whole {
                self.ranges.insert(day, one);
            } else if !self.add_range(&one, budget) {
                return false;
            }
        }
        if whole {
            self.recurring.push(exception.clone());
        }
        true
    }

    fn covers(&self, day: Date) -> bool {
        self.ranges.range(..=day).next_back().is_some_and(|(_, range)| range.to >= day)
    }

    fn add_range(&mut self, exception: &CalendarException, budget: &mut Budget) -> bool {
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

    /// All, in order of their first day.
    pub(crate) fn into_vec(self) -> Vec<CalendarException> {
        let plain = self.ranges.into_values().filter(|range| range.repeat.is_none());
        let mut all: Vec<CalendarException> = plain.chain(self.recurring).collect();
        all.sort_by_key(|exception| exception.from);
        all
    }

    /// All, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &CalendarException> {
        self.ranges.values().filter(|range| range.repeat.is_none()).chain(&self.recurring)
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
    /// Adds the exception to `target`; false when it did not fit or makes no sense.
    pub(super) fn expand(&self, target: &mut Exceptions, budget: &mut Budget) -> bool {
        let (Some(from), Some(to)) = (self.from.or(self.to), self.to.or(self.from)) else {
            return false;
        };
        if to < from {
            return false;
        }
        let plain = CalendarException { from, to, hours: self.hours.clone(), name: self.name.clone(), repeat: None };
        let Some(repeat) = self.recurrence() else {
            return target.add(&plain, budget);
        };
        if !repeat.is_valid() {
            return false;
        }
        if let Some(count) = self.occurrences.filter(|count| *count > 0) {
            return self.so_many(count, &plain, repeat, target, budget);
        }
        let kept = Repeat::from(repeat);
        if kept.engine() == Ok(repeat) {
            return target.add(&CalendarException { repeat: Some(kept), ..plain }, budget);
        }
        // An interval longer than a calendar keeps: a few days.
        repeat.days(from, to).all(|day| target.add(&CalendarException { from: day, to: day, ..plain.clone() }, budget))
    }

    /// Lets it end with so many occurrences.
    fn so_many(
        &self,
        count: i64,
        plain: &CalendarException,
        repeat: Recurrence,
        target: &mut Exceptions,
        budget: &mut Budget,
    ) -> bool {
        let count = usize::try_from(count).unwrap_or(usize::MAX).min(MAX_RANGES + 1);
        let mut last = None;
        for day in repeat.days(plain.from, plain.to).take(count) {
            if !budget.spend() {
                return false;
            }
            last = Some(day);
        }
        let Some(last) = last else { return true };
        let ending = Self { to: Some(last), occurrences: None, ..self.clone() };
        ending.expand(target, budget)
    }

    /// How it comes back; none when it is the plain period.
    fn recurrence(&self) -> Option<Recurrence> {
        let interval = u16::try_from(self.period.max(1)).unwrap_or(u16::MAX);
        let date = MonthDay::Date(i8::try_from(self.month_day.clamp(1, 31)).unwrap_or(1));
        let month = i8::try_from(self.month.clamp(0, 11)).unwrap_or_default() + 1;
        match self.kind {
            1 if interval > 1 => Some(Recurrence::Days { interval }),
            2 => Some(Recurrence::Years { month, on: date }),
            3 => Some(Recurrence::Years { month, on: self.position() }),
            4 => Some(Recurrence::Months { interval, on: date }),
            5 => Some(Recurrence::Months { interval, on: self.position() }),
            6 => {
                // Monday is bit 1 and comes first here.
                let days = std::array::from_fn(|day| self.days_of_week >> ((day + 1) % 7) & 1 == 1);
                Some(Recurrence::Weeks { interval, days })
            }
            _ => None,
        }
    }

    fn position(&self) -> MonthDay {
        let nth = match self.month_position {
            0 => Nth::First,
            1 => Nth::Second,
            2 => Nth::Third,
            3 => Nth::Fourth,
            _ => Nth::Last,
        };
        let kind = match self.month_item {
            1 => DayKind::MondayToFriday,
            2 => DayKind::Weekend,
            item @ 3..=9 => i8::try_from(item - 3)
                .ok()
                .and_then(|day| Weekday::from_sunday_zero_offset(day).ok())
                .map_or(DayKind::Any, DayKind::On),
            _ => DayKind::Any,
        };
        MonthDay::Nth(nth, kind)
    }
}
