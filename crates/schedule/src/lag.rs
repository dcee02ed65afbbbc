//! Lag of a link as people write it: `2d`, `-4h`, `1ed`, `50%`; also a duration with a unit.
//! Amounts are exact decimals with up to four places; text in canonical form reads back equal.
//! Must stay true: parsing never rounds and never overflows, and says which part it refuses.

use crate::calendar::{Calendar, CalendarError};
use crate::instant::{Instant, MINUTE_US};
use crate::units::Units;
use std::fmt;
use std::str::FromStr;

/// Amounts are kept in ten-thousandths.
const SCALE: i64 = 10_000;
/// The largest amount of any unit.
const MAX_AMOUNT: i64 = 100_000_000;

/// Unit of a lag; the elapsed ones run 24 hours a day, 7 days a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LagUnit {
    /// `m`: working minutes.
    Minutes,
    /// `h`: working hours.
    Hours,
    /// `d`: working days.
    Days,
    /// `w`: working weeks.
    Weeks,
    /// `mo`: working months.
    Months,
    /// `em`: elapsed minutes.
    ElapsedMinutes,
    /// `eh`: elapsed hours.
    ElapsedHours,
    /// `ed`: elapsed days of 24 hours.
    ElapsedDays,
    /// `ew`: elapsed weeks of 7 days.
    ElapsedWeeks,
    /// `emo`: elapsed months of 30 days.
    ElapsedMonths,
    /// `%`: percent of the predecessor's duration, in working time.
    Percent,
    /// `e%`: percent of the predecessor's duration, in elapsed time.
    ElapsedPercent,
}

impl LagUnit {
    const ALL: [Self; 12] = [
        Self::Minutes,
        Self::Hours,
        Self::Days,
        Self::Weeks,
        Self::Months,
        Self::ElapsedMinutes,
        Self::ElapsedHours,
        Self::ElapsedDays,
        Self::ElapsedWeeks,
        Self::ElapsedMonths,
        Self::Percent,
        Self::ElapsedPercent,
    ];

    /// The unit as written behind the number.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Minutes => "m",
            Self::Hours => "h",
            Self::Days => "d",
            Self::Weeks => "w",
            Self::Months => "mo",
            Self::ElapsedMinutes => "em",
            Self::ElapsedHours => "eh",
            Self::ElapsedDays => "ed",
            Self::ElapsedWeeks => "ew",
            Self::ElapsedMonths => "emo",
            Self::Percent => "%",
            Self::ElapsedPercent => "e%",
        }
    }

    /// Whether the time runs 24/7 instead of in working hours.
    pub fn is_elapsed(self) -> bool {
        self.symbol().starts_with('e')
    }
}

/// Why a lag text is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LagError {
    /// There is no number in front of the unit.
    NumberExpected,
    /// The unit is missing or unknown; it holds what stood there.
    UnknownUnit(String),
    /// More than four digits behind the point.
    TooPrecise,
    /// More than 100 million units.
    TooLarge,
}

impl fmt::Display for LagError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NumberExpected => f.write_str("a lag begins with a number, as in \"2d\" or \"-4h\""),
            Self::UnknownUnit(unit) if unit.is_empty() => {
                f.write_str("a lag needs a unit: m h d w mo, em eh ed ew emo, %")
            }
            Self::UnknownUnit(unit) => {
                write!(f, "unknown unit {unit:?}: use m h d w mo, em eh ed ew emo, %")
            }
            Self::TooPrecise => f.write_str("a lag has at most four digits behind the point"),
            Self::TooLarge => f.write_str("the lag is too large"),
        }
    }
}

impl std::error::Error for LagError {}

/// An exact amount of time in one unit; negative is lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lag {
    ten_thousandths: i64,
    unit: LagUnit,
}

impl Default for Lag {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Lag {
    /// Ten-thousandths of its unit.
    pub(crate) fn parts(self) -> (i64, LagUnit) {
        (self.ten_thousandths, self.unit)
    }

    /// What has these parts.
    pub(crate) fn of_parts(ten_thousandths: i64, unit: LagUnit) -> Self {
        Self { ten_thousandths, unit }
    }

    /// No lag.
    pub const ZERO: Self = Self { ten_thousandths: 0, unit: LagUnit::Days };

    /// A whole number of units; none beyond 100 million.
    pub fn new(amount: i64, unit: LagUnit) -> Option<Self> {
        let within = (-MAX_AMOUNT..=MAX_AMOUNT).contains(&amount);
        within.then(|| Self { ten_thousandths: amount * SCALE, unit })
    }

    /// A lag of working minutes; saturates at 100 million.
    pub fn minutes(minutes: i64) -> Self {
        let amount = minutes.clamp(-MAX_AMOUNT, MAX_AMOUNT);
        Self { ten_thousandths: amount * SCALE, unit: LagUnit::Minutes }
    }

    /// Its unit.
    pub fn unit(self) -> LagUnit {
        self.unit
    }

    /// Its amount in ten-thousandths of the unit.
    pub fn ten_thousandths(self) -> i64 {
        self.ten_thousandths
    }

    /// Whether it moves nothing.
    pub fn is_zero(self) -> bool {
        self.ten_thousandths == 0
    }

    /// Its minutes (working, or elapsed when the unit is), rounded to the nearest, half away from zero.
    pub fn to_minutes(self, units: Units, predecessor_minutes: i64) -> i64 {
        let micros = self.to_micros(units, predecessor_minutes);
        micros.saturating_add(micros.signum() * MINUTE_US / 2) / MINUTE_US
    }

    /// Its microseconds, so that a percentage or a fraction of a minute is not lost; whole milliseconds, as all
    /// moments are that people and programs exchange.
    pub(crate) fn to_micros(self, units: Units, predecessor_minutes: i64) -> i64 {
        let minutes = match self.unit {
            LagUnit::Minutes | LagUnit::ElapsedMinutes => 1,
            LagUnit::Hours | LagUnit::ElapsedHours => 60,
            LagUnit::Days => units.minutes_per_day,
            LagUnit::Weeks => units.minutes_per_week,
            LagUnit::Months => units.minutes_per_day.saturating_mul(units.days_per_month),
            LagUnit::ElapsedDays => 1_440,
            LagUnit::ElapsedWeeks => 10_080,
            LagUnit::ElapsedMonths => 43_200,
            LagUnit::Percent | LagUnit::ElapsedPercent => predecessor_minutes,
        };
        let hundredth = matches!(self.unit, LagUnit::Percent | LagUnit::ElapsedPercent);
        // A ten-thousandth of a minute is 6,000 microseconds, of a hundredth of one 60.
        let step = if hundredth { MINUTE_US / SCALE / 100 } else { MINUTE_US / SCALE };
        let micros = self.ten_thousandths.checked_mul(step).and_then(|one| one.checked_mul(minutes));
        match micros {
            Some(micros) => micros.saturating_add(micros.signum() * 500) / 1_000 * 1_000,
            None if (self.ten_thousandths < 0) == (minutes < 0) => i64::MAX,
            None => i64::MIN,
        }
    }
}

/// Moves a moment by a lag: working time in the calendar, elapsed time around the clock.
pub fn apply_lag(
    calendar: &Calendar,
    at: Instant,
    lag: Lag,
    predecessor_minutes: i64,
) -> Result<Instant, CalendarError> {
    let micros = lag.to_micros(calendar.units(), predecessor_minutes);
    if lag.unit.is_elapsed() {
        return at.plus(micros).ok_or(CalendarError::OutOfRange);
    }
    calendar.add_micros(at, micros)
}

impl fmt::Display for Lag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.ten_thousandths < 0 { "-" } else { "" };
        let amount = self.ten_thousandths.unsigned_abs();
        let (whole, fraction) = (amount / SCALE as u64, amount % SCALE as u64);
        write!(f, "{sign}{whole}")?;
        if fraction != 0 {
            write!(f, ".{}", format!("{fraction:04}").trim_end_matches('0'))?;
        }
        f.write_str(self.unit.symbol())
    }
}

impl FromStr for Lag {
    type Err = LagError;

    fn from_str(text: &str) -> Result<Self, LagError> {
        let text = text.trim();
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, unit) = rest.split_at(end);
        let amount = decimal(number)?;
        let unit = unit.trim_start();
        let known = LagUnit::ALL.into_iter().find(|known| known.symbol().eq_ignore_ascii_case(unit));
        let unit = known.ok_or_else(|| LagError::UnknownUnit(unit.chars().take(20).collect()))?;
        Ok(Self { ten_thousandths: if negative { -amount } else { amount }, unit })
    }
}

/// A decimal with up to four places, in ten-thousandths.
fn decimal(text: &str) -> Result<i64, LagError> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let missing = whole.is_empty() || (fraction.is_empty() && text.contains('.'));
    if missing || !digits(fraction) {
        return Err(LagError::NumberExpected);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 4 {
        return Err(LagError::TooPrecise);
    }
    let whole = whole.trim_start_matches('0');
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| LagError::TooLarge)? };
    let parts: i64 = format!("{fraction:0<4}").parse().unwrap_or(0);
    match whole.checked_mul(SCALE).and_then(|w| w.checked_add(parts)) {
        Some(amount) if amount <= MAX_AMOUNT * SCALE => Ok(amount),
        _ => Err(LagError::TooLarge),
    }
}
