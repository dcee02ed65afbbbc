//! How an exception of a calendar comes back: as it is written in a request, and as the engine reads it.

use crate::field::array;
use guildhall_schedule as schedule;
use guildhall_schedule::{DayKind, MonthDay, Recurrence};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

/// Which days of an exception's period are met: `{"every": "week", "interval": 2, "days": ["fri"]}`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    pub every: Every,
    /// Every so many days, weeks or months, counted from the first day; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<u16>,
    /// Of a week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
    /// Of a year, 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<i8>,
    /// Of a month, 1 to 31; its last day stands for those it lacks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<i8>,
    /// Instead of `day`: the first, second, … of the days that `on` counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<Nth>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<On>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    #[default]
    Day,
    Week,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nth {
    First,
    Second,
    Third,
    Fourth,
    Last,
}

/// Days that are counted in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum On {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
    /// Any day.
    Day,
    /// Monday to Friday.
    Weekday,
    /// Saturday and Sunday.
    WeekendDay,
}

const DAYS: [(Weekday, On, jiff::civil::Weekday); 7] = [
    (Weekday::Mon, On::Mon, jiff::civil::Weekday::Monday),
    (Weekday::Tue, On::Tue, jiff::civil::Weekday::Tuesday),
    (Weekday::Wed, On::Wed, jiff::civil::Weekday::Wednesday),
    (Weekday::Thu, On::Thu, jiff::civil::Weekday::Thursday),
    (Weekday::Fri, On::Fri, jiff::civil::Weekday::Friday),
    (Weekday::Sat, On::Sat, jiff::civil::Weekday::Saturday),
    (Weekday::Sun, On::Sun, jiff::civil::Weekday::Sunday),
];
const NTH: [(Nth, schedule::Nth); 5] = [
    (Nth::First, schedule::Nth::First),
    (Nth::Second, schedule::Nth::Second),
    (Nth::Third, schedule::Nth::Third),
    (Nth::Fourth, schedule::Nth::Fourth),
    (Nth::Last, schedule::Nth::Last),
];
const LONGEST_INTERVAL: u16 = 999;

impl Repeat {
    /// As the engine reads it, or what would be right.
    pub fn engine(&self) -> Result<Recurrence, &'static str> {
        let Self { every, interval, days, month, day, nth, on } = self;
        let interval = interval.unwrap_or(1);
        if !(1..=LONGEST_INTERVAL).contains(&interval) {
            return Err("`interval` is 1 to 999");
        }
        let in_month = || match (day, nth, on) {
            (Some(day @ 1..=31), None, None) => Ok(MonthDay::Date(*day)),
            (None, Some(nth), Some(on)) => Ok(MonthDay::Nth(nth.engine(), on.engine())),
            _ => Err("it needs either `day`, 1 to 31, or `nth` and `on`, like \"last\" and \"fri\""),
        };
        let no_date = day.is_none() && nth.is_none() && on.is_none();
        match every {
            Every::Day if days.is_empty() && month.is_none() && no_date => Ok(Recurrence::Days { interval }),
            Every::Day => Err("every \"day\" takes `interval` alone"),
            Every::Week if !days.is_empty() && month.is_none() && no_date => {
                Ok(Recurrence::Weeks { interval, days: DAYS.map(|(day, ..)| days.contains(&day)) })
            }
            Every::Week => Err("every \"week\" takes `days`, like [\"fri\"], and `interval`"),
            Every::Month if days.is_empty() && month.is_none() => Ok(Recurrence::Months { interval, on: in_month()? }),
            Every::Month => Err("every \"month\" takes `interval` and either `day` or `nth` and `on`"),
            Every::Year => match month {
                Some(month @ 1..=12) if days.is_empty() && interval == 1 => {
                    Ok(Recurrence::Years { month: *month, on: in_month()? })
                }
                _ => Err("every \"year\" takes `month`, 1 to 12, and either `day` or `nth` and `on`"),
            },
        }
    }

    pub(super) fn schema() -> Schema {
        let words = |words: &[&str]| {
            let schema = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
            Schema::Object(schema.enum_values(Some(words.iter().copied())).build())
        };
        let number = |least: i64, most: u16| {
            let schema = ObjectBuilder::new().schema_type(SchemaType::new(Type::Integer));
            Schema::Object(schema.minimum(Some(least)).maximum(Some(i64::from(most))).build())
        };
        let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let on = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "day", "weekday", "weekend_day"];
        let object = ObjectBuilder::new()
            .description(Some("Which days from the first to the last are met; all of them when absent"))
            .property("every", words(&["day", "week", "month", "year"]))
            .property("interval", number(1, LONGEST_INTERVAL))
            .property("days", array(words(&week)))
            .property("month", number(1, 12))
            .property("day", number(1, 31))
            .property("nth", words(&["first", "second", "third", "fourth", "last"]))
            .property("on", words(&on));
        Schema::Object(object.required("every").build())
    }
}

impl From<Recurrence> for Repeat {
    fn from(repeat: Recurrence) -> Self {
        let several = |interval: u16| (interval != 1).then_some(interval);
        let blank = |every| Self { every, ..Self::default() };
        match repeat {
            Recurrence::Days { interval } => Self { interval: several(interval), ..blank(Every::Day) },
            Recurrence::Weeks { interval, days } => {
                let met = DAYS.iter().zip(days).filter(|(_, met)| *met).map(|((day, ..), _)| *day);
                Self { interval: several(interval), days: met.collect(), ..blank(Every::Week) }
            }
            Recurrence::Months { interval, on } => Self { interval: several(interval), ..blank(Every::Month).on(on) },
            Recurrence::Years { month, on } => Self { month: Some(month), ..blank(Every::Year).on(on) },
        }
    }
}

impl Repeat {
    fn on(self, day: MonthDay) -> Self {
        match day {
            MonthDay::Date(day) => Self { day: Some(day), ..self },
            MonthDay::Nth(nth, kind) => {
                let nth = NTH.iter().find(|(_, engine)| *engine == nth).map(|(word, _)| *word);
                Self { nth, on: Some(On::of(kind)), ..self }
            }
        }
    }
}

impl Nth {
    fn engine(self) -> schedule::Nth {
        NTH.iter().find(|(word, _)| *word == self).map_or(schedule::Nth::Last, |(_, engine)| *engine)
    }
}

impl On {
    fn engine(self) -> DayKind {
        match self {
            Self::Weekday => DayKind::MondayToFriday,
            Self::WeekendDay => DayKind::Weekend,
            day => DAYS.iter().find(|(_, on, _)| *on == day).map_or(DayKind::Any, |(.., day)| DayKind::On(*day)),
        }
    }

    fn of(kind: DayKind) -> Self {
        match kind {
            DayKind::Any => Self::Day,
            DayKind::MondayToFriday => Self::Weekday,
            DayKind::Weekend => Self::WeekendDay,
            DayKind::On(day) => DAYS.iter().find(|(.., engine)| *engine == day).map_or(Self::Day, |(_, on, _)| *on),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Recurrence, String> {
        let repeat: Repeat = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let engine = repeat.engine().map_err(str::to_owned)?;
        assert_eq!(Repeat::from(engine).engine(), Ok(engine), "what is written reads back: {text}");
        Ok(engine)
    }

    #[test]
    fn each_kind_is_read_and_written() {
        for text in [
            r#"{"every":"day","interval":2}"#,
            r#"{"every":"week","days":["mon","fri"]}"#,
            r#"{"every":"month","interval":3,"day":31}"#,
            r#"{"every":"month","nth":"last","on":"fri"}"#,
            r#"{"every":"month","nth":"first","on":"weekend_day"}"#,
            r#"{"every":"year","month":12,"day":25}"#,
            r#"{"every":"year","month":11,"nth":"fourth","on":"thu"}"#,
        ] {
            let written = serde_json::to_string(&Repeat::from(read(text).unwrap())).unwrap();
            assert_eq!(written, text);
        }
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        for text in [
            r#"{}"#,
            r#"{"every":"decade"}"#,
            r#"{"every":"day","interval":0}"#,
            r#"{"every":"day","interval":1000}"#,
            r#"{"every":"day","days":["fri"]}"#,
            r#"{"every":"week"}"#,
            r#"{"every":"week","days":["fri"],"day":3}"#,
            r#"{"every":"month"}"#,
            r#"{"every":"month","day":0}"#,
            r#"{"every":"month","day":3,"nth":"first","on":"fri"}"#,
            r#"{"every":"month","nth":"first"}"#,
            r#"{"every":"month","day":3,"month":4}"#,
            r#"{"every":"year","day":3}"#,
            r#"{"every":"year","month":13,"day":3}"#,
            r#"{"every":"year","month":1,"day":3,"interval":2}"#,
            r#"{"every":"year","month":1,"day":3,"until":"2027"}"#,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
