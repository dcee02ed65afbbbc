//! Spreads work over working time. No minute is lost: what has no working time to stand in stands where it begins.

use super::ask::WorkloadPeriod;
use guildhall_schedule::{Calendar, Instant};
use jiff::tz::TimeZone;

/// Where each period begins, and at last where the last one ends.
#[derive(Debug, Clone)]
pub(super) struct Edges(Vec<Instant>);

/// Minutes of some of the periods, from the first of them on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub first: usize,
    pub minutes: Vec<i64>,
}

/// The moment at which a day begins.
pub(super) fn midnight(day: crate::time::Day, zone: &TimeZone) -> Instant {
    day.0.to_zoned(zone.clone()).map_or(Instant(i64::MAX), |at| Instant(at.timestamp().as_microsecond()))
}

impl Edges {
    pub fn of(periods: &[WorkloadPeriod], zone: &TimeZone) -> Self {
        let starts = periods.iter().map(|period| midnight(period.from, zone));
        let end = periods.last().and_then(|period| period.to.0.tomorrow().ok());
        let end = end.map_or(Instant(i64::MAX), |day| midnight(crate::time::Day(day), zone));
        Self(starts.chain([end]).collect())
    }

    /// Working minutes of each period.
    pub fn capacity(&self, calendar: &Calendar) -> Vec<i64> {
        self.0.windows(2).map(|pair| calendar.between(pair[0], pair[1])).collect()
    }

    /// Spreads work over the working time between two moments, as far as that lies in the periods.
    pub fn spread(&self, work: i64, (from, to): (Instant, Instant), calendar: &Calendar) -> Option<Stretch> {
        let whole = calendar.between(from, to);
        if whole <= 0 {
            return self.period(from).map(|first| Stretch { first, minutes: vec![work] });
        }
        let done = |edge: Instant| match edge {
            edge if edge <= from => 0,
            edge if edge >= to => work,
            edge => part(work, calendar.between(from, edge), whole),
        };
        let first = self.0.partition_point(|edge| *edge <= from).saturating_sub(1);
        let last = self.0.partition_point(|edge| *edge < to).min(self.0.len() - 1);
        if first >= last {
            return None;
        }
        let done: Vec<i64> = self.0[first..=last].iter().map(|edge| done(*edge)).collect();
        Some(Stretch { first, minutes: done.windows(2).map(|pair| pair[1] - pair[0]).collect() })
    }

    /// The period that a moment is in.
    fn period(&self, at: Instant) -> Option<usize> {
        let later = self.0.partition_point(|edge| *edge <= at);
        later.checked_sub(1).filter(|period| *period + 1 < self.0.len())
    }
}

fn part(work: i64, part: i64, whole: i64) -> i64 {
    let minutes = i128::from(work) * i128::from(part) / i128::from(whole);
    i64::try_from(minutes).unwrap_or(work)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Day;
    use proptest::prelude::*;

    fn days(first: &str, count: usize) -> Edges {
        let start: Day = first.parse().unwrap();
        let days = std::iter::successors(Some(start), |day| day.0.tomorrow().ok().map(Day)).take(count);
        let periods: Vec<WorkloadPeriod> = days.map(|day| WorkloadPeriod { from: day, to: day }).collect();
        Edges::of(&periods, &TimeZone::UTC)
    }

    fn at(text: &str) -> Instant {
        Instant(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn work_stands_where_work_is_done() {
        let (week, calendar) = (days("2026-03-05", 5), Calendar::standard(TimeZone::UTC));
        assert_eq!(week.capacity(&calendar), [480, 480, 0, 0, 480]);
        let to_monday = (at("2026-03-05T13:00:00Z"), at("2026-03-09T17:00:00Z"));
        let spread = week.spread(600, to_monday, &calendar).unwrap();
        assert_eq!((spread.first, &*spread.minutes), (0, &[120, 240, 0, 0, 240][..]));
        let point = (at("2026-03-07T08:00:00Z"), at("2026-03-07T08:00:00Z"));
        assert_eq!(week.spread(60, point, &calendar), Some(Stretch { first: 2, minutes: vec![60] }));
        let before = (at("2026-03-02T08:00:00Z"), at("2026-03-04T17:00:00Z"));
        assert_eq!(week.spread(60, before, &calendar), None);
    }

    proptest! {
        #[test]
        fn no_minute_is_lost_or_made(work in 0_i64..1_000_000, start in 0_i64..20_000, length in 0_i64..20_000) {
            let (range, calendar) = (days("2026-03-01", 60), Calendar::standard(TimeZone::UTC));
            let from = Instant(at("2026-03-01T00:00:00Z").0 + start * 60_000_000);
            let spread = range.spread(work, (from, Instant(from.0 + length * 60_000_000)), &calendar).unwrap();
            prop_assert_eq!(spread.minutes.iter().sum::<i64>(), work);
            prop_assert!(spread.minutes.iter().all(|minutes| *minutes >= 0));
        }
    }
}
