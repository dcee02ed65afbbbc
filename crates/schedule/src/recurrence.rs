//! Exceptions that come back: every second Friday, the fourth Thursday of each November, 25 December.
//! The kinds are those that Microsoft Project keeps, so that a calendar goes there and back.
//! Must stay true: days come in order, each once, and none lies outside the period.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// How an exception comes back between its first and its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recurrence {
    /// Every so many days, beginning with the first.
    Days { interval: u16 },
    /// On these weekdays, from Monday, of every so many weeks; a week is seven days counted from the first day.
    Weeks { interval: u16, days: [bool; 7] },
    /// On one day of every so many months, beginning with that of the first day.
    Months { interval: u16, on: MonthDay },
    /// On one day of this month, 1 to 12, of every year.
    Years { month: i8, on: MonthDay },
}

/// One day of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MonthDay {
    /// 1 to 31; a month's last day stands for those it lacks.
    Date(i8),
    /// The first, second, … such day.
    Nth(Nth, DayKind),
}

/// Which of the days of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nth {
    First,
    Second,
    Third,
    Fourth,
    Last,
}

/// Kinds of days that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Any day.
    Any,
    /// Monday to Friday, whether worked or not.
    MondayToFriday,
    /// Saturday and Sunday.
    Weekend,
    /// This day of the week.
    On(Weekday),
}

impl Recurrence {
    /// Whether its numbers make sense: an interval of at least one, a day of the week, a day and month that exist.
    pub fn is_valid(&self) -> bool {
        match *self {
            Self::Days { interval } => interval > 0,
            Self::Weeks { interval, days } => interval > 0 && days.contains(&true),
            Self::Months { interval, on } => interval > 0 && on.is_valid(),
            Self::Years { month, on } => (1..=12).contains(&month) && on.is_valid(),
        }
    }

    /// The days that it meets, in order; none unless it is valid.
    pub fn days(self, from: Date, to: Date) -> Box<dyn Iterator<Item = Date>> {
        if !self.is_valid() {
            return Box::new(std::iter::empty());
        }
        let days: Box<dyn Iterator<Item = Date>> = match self {
            Self::Days { interval } => Box::new(every(from, i64::from(interval))),
            Self::Weeks { interval, days } => Box::new(
                every(from, 7 * i64::from(interval))
                    .take_while(move |week| *week <= to)
                    .flat_map(|week| every(week, 1).take(7))
                    .filter(move |day| days[monday_zero(day.weekday())]),
            ),
            Self::Months { interval, on } => {
                Box::new(months(from, i64::from(interval)).filter_map(move |first| on.of(first)))
            }
            Self::Years { month, on } => {
                let january = from.first_of_year();
                let first = january.checked_add((i64::from(month) - 1).months()).unwrap_or(january);
                Box::new(months(first, 12).filter_map(move |first| on.of(first)))
            }
        };
        Box::new(days.skip_while(move |day| *day < from).take_while(move |day| *day <= to))
    }
}

impl MonthDay {
    fn is_valid(self) -> bool {
        !matches!(self, Self::Date(day) if !(1..=31).contains(&day))
    }

    /// That day in the month of `first`.
    fn of(self, first: Date) -> Option<Date> {
        match self {
            Self::Date(day) => first.with().day(day.min(first.days_in_month())).build().ok(),
            Self::Nth(nth, kind) => {
                let days = every(first, 1).take(usize::from(first.days_in_month().unsigned_abs()));
                let mut days = days.filter(|day| kind.counts(*day));
                match nth {
                    Nth::First => days.next(),
                    Nth::Second => days.nth(1),
                    Nth::Third => days.nth(2),
                    Nth::Fourth => days.nth(3),
                    Nth::Last => days.last(),
                }
            }
        }
    }
}

impl DayKind {
    fn counts(self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        match self {
            Self::Any => true,
            Self::MondayToFriday => !weekend,
            Self::Weekend => weekend,
            Self::On(weekday) => day.weekday() == weekday,
        }
    }
}

fn monday_zero(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

/// This day and every so many after it.
fn every(day: Date, interval: i64) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day), move |day| day.checked_add(interval.days()).ok())
}

/// The first day of this month and of every so many after it.
fn months(day: Date, interval: i64) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day.first_of_month()), move |day| day.checked_add(interval.months()).ok())
}
