//! Values of a document, put into the fields of an entity: read as the field wants them, within its limits.
//! What does not fit is left out or made to fit, and the row says so.

use super::super::convert::fit;
use crate::mongo::{Document, as_unkept};
use guildhall_core::amount::Amount;
use guildhall_core::entity::{Entity, Field, LONGEST_TEXT};
use guildhall_core::error::shorten;
use guildhall_core::field::Kind;
use guildhall_core::time::{Day, Timestamp};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// Remarks on a row, and what they are made with.
pub(super) struct Out<'a> {
    pub remarks: Vec<String>,
    pub zone: &'a TimeZone,
}

impl Out<'_> {
    pub(super) fn say(&mut self, remark: impl Into<String>) {
        self.remarks.push(remark.into());
    }

    /// Puts several fields whose names are the same on both sides.
    pub(super) fn copy<E: Entity>(&mut self, entity: &mut E, document: &Document, names: &[&str]) {
        for name in names {
            if let Some(value) = document.get(name) {
                self.put(entity, name, value);
            }
        }
    }

    /// Reads a value; one that is there and cannot be read is said.
    pub(super) fn read<'d, T>(
        &mut self,
        document: &'d Document,
        name: &str,
        kind: Kind,
        read: impl FnOnce(&'d Value) -> Option<T>,
    ) -> Option<T> {
        let given = document.get(name)?;
        let found = read(given);
        if found.is_none() {
            self.left_out(name, given, kind_name(kind));
        }
        found
    }

    /// Reads a text.
    pub(super) fn text<'d>(&mut self, document: &'d Document, name: &str) -> Option<&'d str> {
        self.read(document, name, Kind::Text, Value::as_str)
    }

    /// Reads an instant.
    pub(super) fn instant(&mut self, document: &Document, name: &str) -> Option<Timestamp> {
        self.read(document, name, Kind::Instant, instant)
    }

    /// Reads a whole number.
    pub(super) fn integer(&mut self, document: &Document, name: &str) -> Option<i64> {
        self.read(document, name, Kind::Integer, integer)
    }

    fn left_out(&mut self, name: &str, value: &Value, expected: &str) {
        let said = as_unkept(value).map_or_else(|| shorten(&value.to_string()), str::to_owned);
        self.say(format!("`{name}`: {said} was left out ({expected})"));
    }

    /// A value of any form, with nothing in the places of what cannot be kept.
    pub(super) fn kept(&mut self, name: &str, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.kept(name, item)).collect(),
            Value::Object(_) if as_unkept(value).is_some() => {
                self.left_out(name, value, "a value that can be kept");
                Value::Null
            }
            Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), self.kept(name, value))).collect(),
            other => other.clone(),
        }
    }

    /// Puts a value into a field; true if the field took it.
    pub(super) fn put<E: Entity>(&mut self, entity: &mut E, name: &str, value: &Value) -> bool {
        let Some(index) = E::field(name) else { return false };
        let field = &E::FIELDS[index];
        let refused = match self.fitting(field, value) {
            None => Some(kind_name(field.kind).to_owned()),
            Some(value) => entity.parse(index, &value).err().map(|refused| refused.detail),
        };
        if let Some(expected) = &refused {
            self.left_out(name, value, expected);
        }
        refused.is_none()
    }

    /// The value in the field's own form.
    fn fitting(&mut self, field: &Field, value: &Value) -> Option<Value> {
        match field.kind {
            Kind::Text => {
                let text = match value {
                    Value::String(text) => text.clone(),
                    Value::Number(_) | Value::Bool(_) => value.to_string(),
                    _ => return None,
                };
                let most = if field.max == 0 { LONGEST_TEXT } else { field.max };
                let text = fit(&text, most, field.name, &mut self.remarks);
                let known = field.one_of.is_empty() || field.one_of.split('|').any(|each| each == text);
                known.then_some(Value::String(text))
            }
            Kind::Integer => integer(value).map(Value::from),
            Kind::Amount => self.amount(field.name, value),
            Kind::Boolean => boolean(value).map(Value::Bool),
            Kind::Instant => instant(value).map(|at| json!(at)),
            Kind::Day => day(value, self.zone).map(|day| json!(day)),
            Kind::Id | Kind::Document => Some(value.clone()).filter(|value| as_unkept(value).is_none()),
        }
    }

    /// An exact decimal; one with more than four decimals, as doubles have, is rounded.
    fn amount(&mut self, name: &str, value: &Value) -> Option<Value> {
        let text = match value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.trim().to_owned(),
            _ => return None,
        };
        if let Ok(amount) = text.parse::<Amount>() {
            return Some(json!(amount));
        }
        let rounded = format!("{:.4}", text.parse::<f64>().ok()?).parse::<Amount>().ok()?;
        self.say(format!("`{name}`: {} became {rounded}", shorten(&text)));
        Some(json!(rounded))
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "one of the known values, or a text",
        Kind::Integer => "a whole number",
        Kind::Amount => "a number",
        Kind::Boolean => "true or false",
        Kind::Instant => "a time",
        Kind::Day => "a day",
        Kind::Id => "an id",
        Kind::Document => "a document",
    }
}

pub(super) fn integer(value: &Value) -> Option<i64> {
    let whole = |number: f64| (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64);
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Number(number) => number.as_f64().map(|number| number != 0.0),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// An instant: RFC 3339, a bare date or time in UTC, or milliseconds since 1970.
pub(super) fn instant(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            let tries = [text.to_owned(), format!("{text}Z"), format!("{text}T00:00:00Z")];
            tries.iter().find_map(|text| text.replacen(' ', "T", 1).parse().ok())
        }
        Value::Number(number) => {
            let at = jiff::Timestamp::from_millisecond(number.as_i64()?).ok()?;
            (0..=9999).contains(&at.to_zoned(TimeZone::UTC).year()).then(|| at.into())
        }
        _ => None,
    }
}

/// A day. Midnight in UTC is how a day was mostly kept; any other time is meant in the organization's zone.
pub(super) fn day(value: &Value, zone: &TimeZone) -> Option<Day> {
    if let Some(day) = value.as_str().and_then(|text| text.parse::<Day>().ok()) {
        return Some(day);
    }
    let at = instant(value)?;
    let midnight = at.0.rem_euclid(86_400_000_000) == 0;
    Some(if midnight { at.day_in(&TimeZone::UTC) } else { at.day_in(zone) })
}
