//! A lag as MSPDI has it: tenths of a minute, or whole percent, and the unit in which it is shown.

use super::super::links::Units;
use guildhall_schedule::{Lag, LagUnit};

/// Ten-thousandths of a unit in tenths of a minute.
const TENTHS_PER_UNIT: i128 = 1_000;
/// Lags are kept in ten-thousandths.
const SCALE: i64 = 10_000;

/// `LinkLag` and `LagFormat`; a percentage that is not whole becomes the time that it is now.
pub(super) fn of(lag: Lag, here: Units, predecessor_minutes: i64) -> (i64, i64) {
    let amount = lag.ten_thousandths();
    let (minutes, format) = match lag.unit() {
        LagUnit::Percent | LagUnit::ElapsedPercent if amount % SCALE == 0 => {
            return (amount / SCALE, if lag.unit().is_elapsed() { 20 } else { 19 });
        }
        LagUnit::Percent => return (share(amount, predecessor_minutes), 3),
        LagUnit::ElapsedPercent => return (share(amount, predecessor_minutes), 4),
        LagUnit::Minutes => (1, 3),
        LagUnit::ElapsedMinutes => (1, 4),
        LagUnit::Hours => (60, 5),
        LagUnit::ElapsedHours => (60, 6),
        LagUnit::Days => (here.day, 7),
        LagUnit::ElapsedDays => (Units::ELAPSED.day, 8),
        LagUnit::Weeks => (here.week, 9),
        LagUnit::ElapsedWeeks => (Units::ELAPSED.week, 10),
        LagUnit::Months => (here.month, 11),
        LagUnit::ElapsedMonths => (Units::ELAPSED.month, 12),
    };
    (rounded(i128::from(amount) * i128::from(minutes), TENTHS_PER_UNIT), format)
}

/// That many percent of a duration, in tenths of a minute.
fn share(amount: i64, minutes: i64) -> i64 {
    rounded(i128::from(amount) * i128::from(minutes), TENTHS_PER_UNIT * 100)
}

fn rounded(value: i128, divisor: i128) -> i64 {
    let half = divisor / 2 * value.signum();
    i64::try_from((value + half) / divisor).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lag_is_tenths_of_a_minute_or_whole_percent() {
        let long = Units { day: 600, week: 3_000, month: 12_000 };
        for (text, here, expected) in [
            ("0d", Units::STANDARD, (0, 7)),
            ("2d", Units::STANDARD, (9_600, 7)),
            ("2d", long, (12_000, 7)),
            ("-4h", long, (-2_400, 5)),
            ("1.5ed", Units::STANDARD, (21_600, 8)),
            ("1emo", long, (432_000, 12)),
            ("0.5m", Units::STANDARD, (5, 3)),
            ("50%", Units::STANDARD, (50, 19)),
            ("-25e%", Units::STANDARD, (-25, 20)),
            ("12.5%", Units::STANDARD, (600, 3)),
        ] {
            assert_eq!(of(text.parse().unwrap(), here, 480), expected, "{text}");
        }
    }
}
