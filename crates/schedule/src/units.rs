//! How many minutes a day, a week and a month of work have: what turns "2d" into minutes.
//! Derived from a calendar unless a project states its own.
//! Must stay true: every figure is at least one minute, so no division can fail.

/// Length of one working day, week and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Units {
    /// Minutes of one working day.
    pub minutes_per_day: i64,
    /// Minutes of one working week.
    pub minutes_per_week: i64,
    /// Working days of one month.
    pub days_per_month: i64,
}

impl Default for Units {
    fn default() -> Self {
        Self { minutes_per_day: 480, minutes_per_week: 2400, days_per_month: 20 }
    }
}

impl Units {
    /// Working days as whole minutes, rounded to the nearest; none when not finite or too large.
    pub fn minutes(&self, days: f64) -> Option<i64> {
        let minutes = (days * self.minutes_per_day as f64).round();
        (minutes.is_finite() && minutes.abs() < 9e15).then_some(minutes as i64)
    }

    /// Working minutes as days.
    pub fn days(&self, minutes: i64) -> f64 {
        minutes as f64 / self.minutes_per_day.max(1) as f64
    }
}
