//! The value types of MSPDI: numbers, dates, ISO 8601 durations and money, from their text.
//!
//! Each function gives none for text that is not of its type, never a guess; money and units are
//! exact in 1/10,000 and never pass through a float.

use jiff::civil::{Date, DateTime, Time};

/// An integer; a fraction of zeros (`4800.0`) is allowed.
pub(super) fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    whole.parse().ok()
}

/// An `xs:boolean`.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.trim() {
        "1" | "true" => Some(true),
        "0" | "false" | "" => Some(false),
        _ => None,
    }
}

/// A decimal number times `10^digits`, rounded half to even.
pub(super) fn decimal(text: &str, digits: i32) -> Option<i64> {
    let text = text.trim();
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let negative = mantissa.starts_with('-');
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let value: i128 = format!("{whole}{fraction}").parse().ok()?;
    let places = i32::try_from(fraction.len()).ok()?;
    let shift = exponent.checked_add(digits)?.checked_sub(places)?;
    let scaled = if value == 0 {
        0
    } else if shift >= 0 {
        value.checked_mul(10_i128.checked_pow(shift.unsigned_abs())?)?
    } else {
        10_i128.checked_pow(shift.unsigned_abs()).map_or(0, |divisor| divide_half_even(value, divisor))
    };
    i64::try_from(if negative { -scaled } else { scaled }).ok()
}

fn divide_half_even(value: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (value / divisor, value % divisor);
    let twice = rest.saturating_mul(2);
    let up = twice > divisor || (twice == divisor && quotient % 2 == 1);
    quotient + i128::from(up)
}

/// Money in 1/10,000 of the unit; MSPDI writes hundredths of the unit, whatever the currency.
pub(super) fn money(text: &str) -> Option<i64> {
    decimal(text, 2)
}

/// Assignment units in 1/10,000; MSPDI writes 1 for full time.
pub(super) fn units(text: &str) -> Option<i64> {
    decimal(text, 4)
}

/// An `xs:dateTime` as wall-clock time; a zone, which Project never writes, is passed over.
pub(super) fn date_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let Some((day, clock)) = text.split_once('T') else {
        return Some(text.parse::<Date>().ok()?.to_datetime(Time::midnight()));
    };
    let date: Date = day.parse().ok()?;
    let clock = clock.find(['Z', '+', '-']).map_or(clock, |end| &clock[..end]);
    if clock == "24:00:00" {
        return Some(date.tomorrow().ok()?.to_datetime(Time::midnight()));
    }
    Some(date.to_datetime(clock.parse().ok()?))
}

/// An `xs:time`; `24:00:00` is midnight, which ends a day's last stretch.
pub(super) fn time(text: &str) -> Option<Time> {
    match text.trim() {
        "24:00:00" => Some(Time::midnight()),
        other => other.parse().ok(),
    }
}

/// An ISO 8601 duration in tenths of a second, a day being `day` minutes.
///
/// Project writes hours, minutes and seconds only; years and months have no length and are none.
pub(super) fn duration(text: &str, day: i64) -> Option<i64> {
    let text = text.trim();
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let text = text.strip_prefix('P')?;
    let (days, clock) = text.split_once('T').unwrap_or((text, ""));
    let mut total: i64 = 0;
    for (part, in_clock) in [(days, false), (clock, true)] {
        let mut rest = part;
        while let Some(end) = rest.find(|char: char| char.is_ascii_alphabetic()) {
            let amount = decimal(&rest[..end], 1)?;
            let seconds = match (&rest[end..=end], in_clock) {
                ("D", false) => day.checked_mul(60)?,
                ("H", true) => 3_600,
                ("M", true) => 60,
                ("S", true) => 1,
                ("Y" | "M", false) if amount == 0 => 0,
                _ => return None,
            };
            total = total.checked_add(amount.checked_mul(seconds)?)?;
            rest = &rest[end + 1..];
        }
        if !rest.is_empty() {
            return None;
        }
    }
    (days.len() + clock.len() > 0).then_some(sign * total)
}

/// Tenths of a second in whole minutes, rounded, and whether something was lost.
pub(super) fn minutes(tenths: i64) -> (i64, bool) {
    let rest = tenths.rem_euclid(600);
    (tenths.div_euclid(600) + i64::from(rest >= 300), rest != 0)
}

/// The unit of a duration or lag, from `DurationFormat` or `LagFormat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub unit: Unit,
    /// Runs day and night.
    pub elapsed: bool,
    /// Shown with a question mark.
    pub estimated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Percent,
}

impl Format {
    /// Reads the code: 3 and 4 minutes … 11 and 12 months, 19 and 20 percent, 21 none (days),
    /// the even ones elapsed, 32 more for an estimate.
    pub(super) fn of(code: i64) -> Option<Self> {
        let (base, estimated) = if code > 32 { (code - 32, true) } else { (code, false) };
        let unit = match base {
            3 | 4 => Unit::Minutes,
            5 | 6 => Unit::Hours,
            7 | 8 | 21 => Unit::Days,
            9 | 10 => Unit::Weeks,
            11 | 12 => Unit::Months,
            19 | 20 => Unit::Percent,
            _ => return None,
        };
        Some(Self { unit, elapsed: base % 2 == 0, estimated })
    }
}
