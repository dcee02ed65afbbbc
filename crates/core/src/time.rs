//! Instants and days. An instant is integer microseconds UTC, cut to milliseconds at its source, RFC 3339
//! with three decimals on the wire. A day has no time zone: `2026-03-01`, stored as that text.

use guildhall_store::{Bind, Cell, FromCell, StoreError, Value};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The system clock, in whole milliseconds.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_millisecond() * 1000)
    }

    /// This instant plus whole seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }

    /// Its text. Every answer holds some, so that it is put together digit by digit.
    fn encode(self, out: &mut [u8; 24]) -> &str {
        *out = *b"0000-00-00T00:00:00.000Z";
        let seconds = self.0.div_euclid(1_000_000);
        let time = seconds.rem_euclid(86_400);
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let parts = [
            (3, 4, year),
            (6, 2, month),
            (9, 2, day),
            (12, 2, time / 3600),
            (15, 2, time / 60 % 60),
            (18, 2, time % 60),
            (22, 3, self.0.rem_euclid(1_000_000) / 1000),
        ];
        for (last, digits, value) in parts {
            let mut rest = value;
            for digit in out[..=last].iter_mut().rev().take(digits) {
                *digit = b'0' + u8::try_from(rest.rem_euclid(10)).unwrap_or_default();
                rest /= 10;
            }
        }
        std::str::from_utf8(out).unwrap_or_default()
    }

    /// The day on which this instant falls in a time zone.
    pub fn day_in(self, zone: &jiff::tz::TimeZone) -> Day {
        Day(zone.to_datetime(self.to_jiff()).date())
    }

    /// The same instant for `jiff`; instants outside its range are cut to it.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::MAX)
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(value: jiff::Timestamp) -> Self {
        Self(value.as_millisecond() * 1000)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.encode(&mut [0; 24]))
    }
}

/// Days since 1970-01-01 to year, month, day (H. Hinnant, "chrono-compatible low-level date algorithms").
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + (month <= 2) as i64, month, day)
}

impl FromStr for Timestamp {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // RFC 3339 has offsets up to 23:59, the parser more.
        let offset =
            text.len().checked_sub(6).and_then(|at| text.get(at..)).and_then(|end| end.strip_prefix(['+', '-']));
        let beyond = offset.is_some_and(|offset| offset.get(..2).is_some_and(|hours| hours > "23"));
        let at: Option<jiff::Timestamp> = text.parse().ok().filter(|_| !beyond);
        let at = at.ok_or_else(|| {
            format!("`{}` is not an instant; write it like 2026-03-01T09:00:00.000Z", crate::error::shorten(text))
        })?;
        if !(0..=9999).contains(&at.to_zoned(jiff::tz::TimeZone::UTC).year()) {
            return Err("years run from 0000 to 9999".into());
        }
        Ok(at.into())
    }
}

/// A calendar day without a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub Date);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{}` is not a day; write it like 2026-03-01", crate::error::shorten(text));
        if text.len() != 10 {
            return Err(wrong());
        }
        text.parse().map(Self).map_err(|_| wrong())
    }
}

macro_rules! text_on_the_wire {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
text_on_the_wire!(Timestamp, Day);

impl Bind for Timestamp {
    fn value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}
impl FromCell for Timestamp {
    fn from_cell(cell: Cell<'_>) -> guildhall_store::Result<Self> {
        i64::from_cell(cell).map(Self)
    }
}
impl Bind for Day {
    fn value(&self) -> Value<'_> {
        Value::Text(self.to_string().into())
    }
}
impl FromCell for Day {
    fn from_cell(cell: Cell<'_>) -> guildhall_store::Result<Self> {
        String::from_cell(cell)?.parse().map_err(StoreError::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_instant_reads_back_what_it_prints(millis in -62_000_000_000_000_i64..250_000_000_000_000) {
            let at = Timestamp(millis * 1000);
            prop_assert_eq!(at.to_string(), at.to_jiff().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string());
            prop_assert_eq!(at.to_string().parse::<Timestamp>(), Ok(at));
        }
    }
}
