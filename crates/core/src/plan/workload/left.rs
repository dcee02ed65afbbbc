//! What is left of a task's work, share by share, in minutes.

use super::read::Planned;
use crate::amount::half_even;
use guildhall_schedule::{Calendar, Instant};

/// Hours in ten-thousandths make this many ten-thousandths of a minute.
const MINUTES: i128 = 60;
/// A whole in ten-thousandths.
const ONE: i128 = 10_000;

impl Planned {
    /// Working minutes of its duration: as stated, else those between its dates, else a day of one that has a date.
    pub(super) fn minutes(&self, calendar: &Calendar) -> i64 {
        match (self.duration_minutes, self.start, self.end) {
            (Some(minutes), ..) => minutes.max(0),
            (None, None, None) => 0,
            (None, ..) if self.milestone => 0,
            (None, Some(start), Some(end)) => calendar.between(Instant(start.0), Instant(end.0)).max(0),
            (None, ..) => calendar.units().minutes_per_day,
        }
    }

    /// What is left of the work of each share, or of the whole where nobody has one. A share's own work counts;
    /// what else is estimated is split by how much of their time people give. Without an estimate people work
    /// for the duration, with that much of their time.
    pub(super) fn left(&self, calendar: &Calendar) -> Vec<i64> {
        let (part, whole) = self.fraction();
        let rest = |work: i128| {
            let left = half_even(work.saturating_mul(part), whole * ONE);
            i64::try_from(left).unwrap_or(i64::MAX)
        };
        self.work(calendar).into_iter().map(rest).collect()
    }

    /// How much of it is not done: what remains of the duration, else what the percentage leaves.
    fn fraction(&self) -> (i128, i128) {
        match (self.remaining_minutes, self.duration_minutes) {
            (Some(left), Some(whole)) if whole > 0 => (left.clamp(0, whole).into(), whole.into()),
            _ => ((1_000_000 - self.percent_complete.clamp(0, 1_000_000)).into(), 1_000_000),
        }
    }

    /// Work of each share in ten-thousandths of a minute.
    fn work(&self, calendar: &Calendar) -> Vec<i128> {
        let minutes = i128::from(self.minutes(calendar));
        if self.shares.is_empty() {
            return vec![self.estimate.map_or(minutes * ONE, |hours| i128::from(hours) * MINUTES)];
        }
        let stated: i128 = self.shares.iter().filter_map(|share| share.work).map(i128::from).sum();
        let rest = self.estimate.map(|hours| (i128::from(hours) - stated).max(0) * MINUTES);
        let others = self.shares.iter().filter(|share| share.work.is_none());
        let units: i128 = others.clone().map(|share| i128::from(share.units)).sum();
        let count = i128::try_from(others.count()).unwrap_or(1).max(1);
        let of_share = |share: &super::read::Share| match (share.work, rest) {
            (Some(hours), _) => i128::from(hours) * MINUTES,
            (None, Some(rest)) if units > 0 => rest * i128::from(share.units) / units,
            (None, Some(rest)) => rest / count,
            (None, None) => minutes * i128::from(share.units),
        };
        self.shares.iter().map(of_share).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::Share;
    use super::*;
    use guildhall_store::Id;

    fn task(estimate: Option<i64>, shares: &[(i64, Option<i64>)]) -> Planned {
        let share = |(units, work): &(i64, Option<i64>)| Share { user: Id::default(), units: *units, work: *work };
        Planned {
            id: Id::default(),
            key: String::new(),
            title: String::new(),
            project: Id::default(),
            project_calendar: None,
            start: None,
            end: None,
            duration_minutes: Some(960),
            remaining_minutes: None,
            percent_complete: 0,
            estimate,
            calendar: None,
            milestone: false,
            shares: shares.iter().map(share).collect(),
        }
    }

    fn left(task: &Planned) -> Vec<i64> {
        task.left(&Calendar::standard(jiff::tz::TimeZone::UTC))
    }

    #[test]
    fn an_estimate_is_split_and_a_duration_is_not() {
        let hours = |hours: i64| Some(hours * 10_000);
        assert_eq!(left(&task(hours(10), &[])), [600]);
        assert_eq!(left(&task(hours(10), &[(10_000, None), (5_000, None)])), [400, 200]);
        assert_eq!(left(&task(hours(10), &[(10_000, hours(4)), (10_000, None), (10_000, None)])), [240, 180, 180]);
        assert_eq!(left(&task(hours(10), &[(0, None), (0, None)])), [300, 300]);
        assert_eq!(left(&task(hours(2), &[(10_000, hours(4)), (10_000, None)])), [240, 0]);
        assert_eq!(left(&task(None, &[(10_000, None), (5_000, None)])), [960, 480]);
        assert_eq!(left(&task(None, &[])), [960]);
    }

    #[test]
    fn what_is_done_is_not_left() {
        let half = Planned { percent_complete: 500_000, ..task(Some(100_000), &[(10_000, None)]) };
        assert_eq!(left(&half), [300]);
        assert_eq!(left(&Planned { remaining_minutes: Some(240), ..half.clone() }), [150]);
        assert_eq!(left(&Planned { duration_minutes: Some(0), remaining_minutes: Some(240), ..half }), [300]);
    }
}
