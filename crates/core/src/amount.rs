//! Exact decimals: i64 in 1/10,000 of the unit. Money, hours, units and percentages are all of this type.
//! They are parsed from their JSON text and printed as JSON numbers, never through a float.

use crate::entity::Entity;
use guildhall_store::{Bind, Cell, FromCell, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json};
use std::fmt;
use std::str::FromStr;

/// A number with at most 4 decimals and 15 significant digits, below 10^14; kept as 1/10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(pub i64);

const SCALE: i64 = 10_000;
const LIMIT: i128 = 100_000_000_000_000 * SCALE as i128;

impl Amount {
    /// A whole number of units.
    pub const fn whole(units: i32) -> Self {
        Self(units as i64 * SCALE)
    }
}

/// What an amount and its currency are kept with when one of them changes: the other, without which it would be
/// taken back to the same number of something else.
pub fn together<E: Entity>(one: &E, other: &E, currency: usize, amounts: &[usize]) -> Map<String, Json> {
    let changed = |field: &usize| !one.same(other, *field);
    let fields = match (changed(&currency), amounts.iter().any(changed)) {
        (true, _) => amounts,
        (false, true) => &[currency],
        (false, false) => &[],
    };
    fields.iter().map(|field| (E::FIELDS[*field].name.to_owned(), one.json(*field))).collect()
}

/// The whole number nearest to a quotient, a half to the even neighbour; 0 where the divisor is.
pub fn half_even(value: i128, by: i128) -> i128 {
    let (value, by) = if by < 0 { (-value, -by) } else { (value, by) };
    if by == 0 {
        return 0;
    }
    let (floor, rest) = (value.div_euclid(by), value.rem_euclid(by));
    let left = by - rest;
    floor + i128::from(rest > left || (rest == left && floor % 2 != 0))
}

/// 1/10,000 as a decimal without superfluous digits.
fn decimal(value: i128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if value < 0 { "-" } else { "" };
    let (units, rest) = (value.unsigned_abs() / 10_000, value.unsigned_abs() % 10_000);
    if rest == 0 {
        return write!(f, "{sign}{units}");
    }
    let decimals = format!("{rest:04}");
    write!(f, "{sign}{units}.{}", decimals.trim_end_matches('0'))
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal(self.0.into(), f)
    }
}

impl Amount {
    /// This many at a price each, or this long at a price per hour; none where it is too large to keep.
    pub fn at(self, price: Self) -> Option<Self> {
        let product = half_even(i128::from(self.0) * i128::from(price.0), SCALE.into());
        i64::try_from(product).ok().filter(|_| product.abs() < LIMIT).map(Self)
    }
}

/// What amounts add up to: exact, and with room for more than one amount may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Sum(pub i128);

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal(self.0, f)
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: serde_json::Number = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

impl FromStr for Amount {
    type Err = String;

    /// Reads a JSON number, also with an exponent, without rounding.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{}` is not a number", crate::error::shorten(text));
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((m, e)) => (m, e.parse::<i32>().map_err(|_| wrong())?),
            None => (text, 0),
        };
        let (negative, digits) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all: String = [whole, decimals].concat();
        if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let significant = all.trim_start_matches('0');
        if significant.is_empty() {
            return Ok(Self(0));
        }
        let kept = significant.trim_end_matches('0');
        if kept.len() > 15 {
            return Err("at most 15 significant digits".into());
        }
        let dropped = i64::try_from(significant.len() - kept.len()).map_err(|_| wrong())?;
        let shift = i64::from(exponent) + dropped - i64::try_from(decimals.len()).map_err(|_| wrong())? + 4;
        if shift < 0 {
            return Err("at most 4 decimals".into());
        }
        let too_large = || "must be below 100000000000000".to_owned();
        let power = u32::try_from(shift).ok().filter(|s| *s <= 20).ok_or_else(too_large)?;
        let value = kept.parse::<i128>().map_err(|_| wrong())? * 10_i128.pow(power);
        if value >= LIMIT {
            return Err(too_large());
        }
        let value = i64::try_from(value).map_err(|_| too_large())?;
        Ok(Self(if negative { -value } else { value }))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % SCALE == 0 {
            return serializer.serialize_i64(self.0 / SCALE);
        }
        let number: serde_json::Number = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        number.as_str().parse().map_err(serde::de::Error::custom)
    }
}

impl Bind for Amount {
    fn value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}
impl FromCell for Amount {
    fn from_cell(cell: Cell<'_>) -> guildhall_store::Result<Self> {
        i64::from_cell(cell).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_half_goes_to_the_even_neighbour_on_both_sides_of_zero() {
        for (value, by, expected) in
            [(5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (7, 3, 2), (-7, 3, -2), (1, 0, 0), (5, -2, -2)]
        {
            assert_eq!(half_even(value, by), expected, "{value} / {by}");
        }
        assert_eq!(Amount::whole(2).at(Amount(805_000)), Some(Amount(1_610_000)));
        assert_eq!(Amount(1).at(Amount(5_000)), Some(Amount(0)));
        assert_eq!(Amount::whole(1000).at(Amount(999_999_999_999_999_000)), None);
    }

    #[test]
    fn refuses_what_it_cannot_hold_exactly() {
        for text in ["0.00001", "1234567890123456", "1e14", "1e-5", "x", "1e99999999999", "--1", "."] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
        assert_eq!("1.50e2".parse(), Ok(Amount::whole(150)));
        assert_eq!("-0".parse(), Ok(Amount(0)));
        assert_eq!("99999999999999.9".parse(), Ok(Amount(999_999_999_999_999_000)));
    }

    proptest! {
        #[test]
        fn reads_back_what_it_prints(value in -999_999_999_999_999_i64..999_999_999_999_999) {
            prop_assert_eq!(Amount(value).to_string().parse(), Ok(Amount(value)));
            let json = serde_json::to_string(&Amount(value)).unwrap();
            prop_assert_eq!(json, Amount(value).to_string());
        }
    }
}
