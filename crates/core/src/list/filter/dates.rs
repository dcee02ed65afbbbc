//! Dates as people say them: `today`, `-7d`, `startOfWeek(+1w)`. Days are those of the organization's time zone,
//! and weeks begin on Monday.

use super::Form;
use crate::field::Kind;
use crate::list::condition::{Operand, start_of};
use crate::sql::Arg;
use crate::time::{Day, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

/// Now, and where.
pub struct Clock<'z> {
    pub now: Timestamp,
    pub zone: &'z TimeZone,
}

/// A whole day, or an instant.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    Day(Date),
    At(Timestamp),
}

/// What can be said, for messages.
pub const KNOWN: &str = "a date like 2026-03-01, an instant, today, yesterday, tomorrow, now, -7d, +2w (h, d, w, mo, y), \
    or startOf… and endOf… with Day, Week, Month, Quarter or Year, like startOfWeek(-1w)";

impl Clock<'_> {
    /// Reads a relative date as a value of this kind; `None` if it is none.
    pub fn read(&self, form: &Form, kind: Kind) -> Option<Result<Operand, String>> {
        let moment = match form {
            Form::Word(text) => self.word(text)?,
            Form::Call(name, inside) => self.call(name, inside),
            Form::Quoted(_) => return None,
        };
        Some(moment.map(|moment| match (moment, kind) {
            (Moment::Day(day), Kind::Day) => Operand::One(Arg::Text(Day(day).to_string())),
            (Moment::At(at), Kind::Day) => Operand::One(Arg::Text(at.day_in(self.zone).to_string())),
            (Moment::Day(day), _) => Operand::Day(Day(day)),
            (Moment::At(at), _) => Operand::One(Arg::Int(at.0)),
        }))
    }

    fn today(&self) -> Date {
        self.now.day_in(self.zone).0
    }

    fn word(&self, text: &str) -> Option<Result<Moment, String>> {
        let split = text.find(['+', '-']).unwrap_or(text.len());
        let (base, offset) = text.split_at(split);
        let days = match base.to_ascii_lowercase().as_str() {
            "today" => Some(0),
            "yesterday" => Some(-1),
            "tomorrow" => Some(1),
            "now" => None,
            "" if !offset.is_empty() => None,
            _ => return None,
        };
        Some(self.moved(days, offset))
    }

    /// So many days from today, or now, moved by an offset.
    fn moved(&self, days: Option<i64>, offset: &str) -> Result<Moment, String> {
        let far = |_| "too far away".to_owned();
        let shift = if offset.is_empty() { None } else { Some(shift(offset)?) };
        let day = days.map(|days| self.today().checked_add(days.days())).transpose().map_err(far)?;
        match (day, shift) {
            (Some(day), None) => Ok(Moment::Day(day)),
            (Some(day), Some(Shift { span, whole_days: true })) => day.checked_add(span).map(Moment::Day).map_err(far),
            (day, shift) => {
                let from = day.map_or(self.now, |day| start_of(day, self.zone)).to_jiff().to_zoned(self.zone.clone());
                let at = from.checked_add(shift.map_or_else(Span::new, |shift| shift.span)).map_err(far)?;
                Ok(Moment::At(at.timestamp().into()))
            }
        }
    }

    fn call(&self, name: &str, inside: &str) -> Result<Moment, String> {
        let lower = name.to_ascii_lowercase();
        let (end, period) = match (lower.strip_prefix("startof"), lower.strip_prefix("endof")) {
            (Some(period), _) => (false, period),
            (_, Some(period)) => (true, period),
            _ => return Err(KNOWN.into()),
        };
        let far = |_| "too far away".to_owned();
        let mut day = self.today();
        if !inside.is_empty() {
            let shift = shift(inside)?;
            if !shift.whole_days {
                return Err("an offset in d, w, mo or y".into());
            }
            day = day.checked_add(shift.span).map_err(far)?;
        }
        let (start, length) = match period {
            "day" => (day, 1.day()),
            "week" => {
                (day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).map_err(far)?, 1.week())
            }
            "month" => (day.first_of_month(), 1.month()),
            "quarter" => {
                let into = i64::from((day.month() - 1) % 3);
                (day.first_of_month().checked_sub(into.months()).map_err(far)?, 3.months())
            }
            "year" => (day.first_of_year(), 1.year()),
            _ => return Err(KNOWN.into()),
        };
        if !end {
            return Ok(Moment::At(start_of(start, self.zone)));
        }
        let next = start_of(start.checked_add(length).map_err(far)?, self.zone);
        Ok(Moment::At(Timestamp(next.0 - 1_000)))
    }
}

struct Shift {
    span: Span,
    whole_days: bool,
}

/// Reads `-7d` or `+2w`.
fn shift(text: &str) -> Result<Shift, String> {
    let wrong = || "an offset like -7d or +2w, in h, d, w, mo or y".to_owned();
    let (sign, rest) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(rest), _) => (-1, rest),
        (_, Some(rest)) => (1, rest),
        _ => (1, text),
    };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, unit) = rest.split_at(end);
    let count: i64 = digits.parse().ok().filter(|count| *count <= 100_000).ok_or_else(wrong)?;
    let count = sign * count;
    let span = Span::new();
    let (span, whole_days) = match unit.to_ascii_lowercase().as_str() {
        "h" => (span.try_hours(count), false),
        "d" => (span.try_days(count), true),
        "w" => (span.try_weeks(count), true),
        "mo" => (span.try_months(count), true),
        "y" => (span.try_years(count), true),
        _ => return Err(wrong()),
    };
    span.map(|span| Shift { span, whole_days }).map_err(|_| "too far away".to_owned())
}
