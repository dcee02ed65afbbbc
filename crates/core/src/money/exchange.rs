//! Exchange rates: exact decimals with at most 10 places, kept and sent as text; and the conversion of amounts by
//! the rate of a day, rounded half to even. There is a rate or there is none: none is inverted, none crossed.

use crate::amount::half_even;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::field::{FieldType, Kind, Refused, simple};
use crate::time::Day;
use guildhall_store::{Bind, Cell, FromCell, StoreError, Value};
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use utoipa::openapi::schema::{Schema, Type};

/// Decimal places of a rate.
const PLACES: usize = 10;
const SCALE: i64 = 10_i64.pow(10);
/// Most digits before the point.
const MOST_DIGITS: usize = 8;

/// How much of another currency one unit is worth, in 1/10^10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ExchangeRate(i64);

impl ExchangeRate {
    /// An amount in the other currency.
    pub fn convert(self, amount: i128) -> i128 {
        half_even(amount * i128::from(self.0), SCALE.into())
    }
}

impl FromStr for ExchangeRate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "a decimal above 0 like \"1.0834\", with at most {MOST_DIGITS} digits before the point and {PLACES} after it"
            )
        };
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(places) || whole.len() > MOST_DIGITS || places.len() > PLACES {
            return Err(wrong());
        }
        let value: i64 = format!("{whole}{places:0<PLACES$}").parse().map_err(|_| wrong())?;
        if value > 0 { Ok(Self(value)) } else { Err(wrong()) }
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, places) = (self.0 / SCALE, self.0 % SCALE);
        if places == 0 {
            return write!(f, "{whole}");
        }
        let places = format!("{places:0PLACES$}");
        write!(f, "{whole}.{}", places.trim_end_matches('0'))
    }
}

impl Serialize for ExchangeRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FieldType for ExchangeRate {
    const KIND: Kind = Kind::Text;
    fn parse(value: &Json) -> Result<Self, Refused> {
        let text = value.as_str().ok_or_else(|| Refused::type_error("a decimal in a string like \"1.0834\"", value))?;
        text.parse().map_err(Refused::format)
    }
    fn schema() -> Schema {
        simple(Type::String, None)
    }
}

impl Bind for ExchangeRate {
    fn value(&self) -> Value<'_> {
        Value::Text(self.to_string().into())
    }
}

impl FromCell for ExchangeRate {
    fn from_cell(cell: Cell<'_>) -> guildhall_store::Result<Self> {
        String::from_cell(cell)?.parse().map_err(StoreError::Other)
    }
}

/// What other currencies are worth in one, day by day.
#[derive(Debug, Default)]
pub struct Exchange {
    currency: String,
    /// By currency, in the order of their days.
    rates: HashMap<String, Vec<(Day, ExchangeRate)>>,
}

impl Exchange {
    /// Reads every rate that leads to a currency, in one statement.
    pub async fn to(cx: &Ctx, currency: &str) -> Result<Self> {
        let sql = "SELECT base, date, rate FROM currency_rates WHERE organization_id = $1 AND quote = $2 \
            AND deleted_at IS NULL ORDER BY date";
        let mut rates: HashMap<String, Vec<(Day, ExchangeRate)>> = HashMap::new();
        for (base, day, rate) in cx.tx.rows::<(String, Day, ExchangeRate)>(sql, &[&currency]).await? {
            rates.entry(base).or_default().push((day, rate));
        }
        Ok(Self { currency: currency.to_owned(), rates })
    }

    /// The currency that it converts to.
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// An amount by the rate of a day; none where there is none.
    pub fn convert(&self, amount: i128, currency: &str, day: Day) -> Option<i128> {
        if currency == self.currency {
            return Some(amount);
        }
        let rates = self.rates.get(currency)?;
        let later = rates.partition_point(|(from, _)| *from <= day);
        let (_, rate) = rates.get(later.checked_sub(1)?)?;
        Some(rate.convert(amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rate_is_a_decimal_above_zero() {
        for text in ["", ".", "1.", ".5", "-1", "0", "0.00000000000", "0.00000000001", "123456789", "1e3", "1,5", " 1"]
        {
            assert!(text.parse::<ExchangeRate>().is_err(), "{text}");
        }
        assert_eq!("0.9213".parse::<ExchangeRate>().map(|rate| rate.convert(10_000)), Ok(9_213));
        assert_eq!("0.5".parse::<ExchangeRate>().map(|rate| rate.convert(-5)), Ok(-2));
    }

    #[test]
    fn the_rate_of_a_day_is_the_last_one_before_the_next() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let rates = vec![(day("2026-01-01"), "2".parse().unwrap()), (day("2026-02-01"), "3".parse().unwrap())];
        let exchange = Exchange { currency: "EUR".into(), rates: HashMap::from([("USD".to_owned(), rates)]) };
        let of = |on: &str| exchange.convert(10, "USD", day(on));
        assert_eq!((of("2025-12-31"), of("2026-01-01"), of("2026-01-31")), (None, Some(20), Some(20)));
        assert_eq!((of("2026-02-01"), of("2030-01-01")), (Some(30), Some(30)));
        assert_eq!(
            (exchange.convert(7, "EUR", day("2020-01-01")), exchange.convert(7, "CHF", day("2026-03-01"))),
            (Some(7), None)
        );
    }

    proptest! {
        #[test]
        fn a_rate_reads_back_what_it_prints(value in 1_i64..1_000_000_000_000_000_000) {
            prop_assert_eq!(ExchangeRate(value).to_string().parse(), Ok(ExchangeRate(value)));
        }
    }
}
