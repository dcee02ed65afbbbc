//! What a value of each type of custom field is: how it reads, and the one form in which it is kept.

use super::Definition;
use crate::amount::Amount;
use crate::entity::AnyId;
use crate::field::{FieldType, Refused};
use crate::time::Day;
use crate::work::field_definition::{Choice, FieldKind};
use guildhall_schedule::{Lag, LagUnit, Units};
use serde_json::{Value as Json, json};

const LONGEST_LINE: usize = 1_000;
const LONGEST_URL: usize = 2_000;

fn range(detail: impl Into<String>) -> Refused {
    Refused { code: "range", detail: detail.into() }
}

/// Reads a value as its definition wants it; the answer is the form in which it is kept.
pub fn read(definition: &Definition, value: &Json) -> Result<Json, Refused> {
    match definition.kind {
        FieldKind::Text => line(value, LONGEST_LINE).map(Json::String),
        FieldKind::LongText => long(value, crate::entity::LONGEST_TEXT).map(Json::String),
        FieldKind::Number => Amount::parse(value).map(|amount| json!(amount)),
        FieldKind::Checkbox => bool::parse(value).map(Json::Bool),
        FieldKind::Date => Day::parse(value).map(|day| json!(day)),
        FieldKind::Dropdown => choice(definition, value).map(Json::String),
        FieldKind::MultiSelect => choices(definition, value),
        FieldKind::User => AnyId::parse(value).map(|id| json!(id)),
        FieldKind::Url => url(value).map(Json::String),
        FieldKind::Email => email(value).map(Json::String),
        FieldKind::Money => money(value),
        FieldKind::Duration => duration(value).map(Json::String),
    }
}

fn long(value: &Json, most: usize) -> Result<String, Refused> {
    let text = String::parse(value)?;
    if text.trim().is_empty() {
        return Err(Refused { code: "required", detail: "a value is not empty; null removes it".into() });
    }
    if text.chars().count() > most {
        return Err(Refused { code: "too_long", detail: format!("at most {most} characters") });
    }
    Ok(text)
}

fn line(value: &Json, most: usize) -> Result<String, Refused> {
    let text = long(value, most)?;
    if text.contains(['\n', '\r']) {
        return Err(Refused::format("one line of text"));
    }
    Ok(text)
}

fn choice(definition: &Definition, value: &Json) -> Result<String, Refused> {
    let text = String::parse(value)?;
    if definition.options.iter().any(|Choice(option)| *option == text) {
        return Ok(text);
    }
    let all: Vec<&str> = definition.options.iter().map(|Choice(option)| option.as_str()).collect();
    Err(Refused { code: "one_of", detail: format!("one of {}", all.join(", ")) })
}

/// Several choices, kept in the order of the definition.
fn choices(definition: &Definition, value: &Json) -> Result<Json, Refused> {
    let items = value.as_array().ok_or_else(|| Refused::type_error("an array", value))?;
    let chosen = items.iter().map(|item| choice(definition, item)).collect::<Result<Vec<String>, Refused>>()?;
    if chosen.is_empty() {
        return Err(Refused { code: "required", detail: "a value is not empty; null removes it".into() });
    }
    let ordered: Vec<&str> = definition
        .options
        .iter()
        .map(|Choice(option)| option.as_str())
        .filter(|o| chosen.iter().any(|c| c == o))
        .collect();
    if ordered.len() != chosen.len() {
        return Err(Refused { code: "duplicate", detail: "an option stands twice".into() });
    }
    Ok(json!(ordered))
}

fn url(value: &Json) -> Result<String, Refused> {
    let text = line(value, LONGEST_URL)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"\\^`{|}".contains(c);
    if host.chars().any(char::is_alphanumeric) && text.chars().all(plain) {
        return Ok(text);
    }
    Err(Refused { code: "url", detail: "an address like https://example.org/page".into() })
}

fn email(value: &Json) -> Result<String, Refused> {
    let text = String::parse(value)?;
    crate::org::account::normal_email("value", &text)
        .map_err(|_| Refused { code: "email", detail: "an address like name@example.org".into() })
}

/// An amount and its currency, which whoever asks fills in if it is not given.
fn money(value: &Json) -> Result<Json, Refused> {
    let object = value.as_object().ok_or_else(|| Refused::type_error("an object like {\"amount\": 12.5}", value))?;
    if let Some(other) = object.keys().find(|key| !matches!(key.as_str(), "amount" | "currency")) {
        return Err(Refused::format(format!("an amount has no field `{}`", crate::error::shorten(other))));
    }
    let amount = Amount::parse(object.get("amount").unwrap_or(&Json::Null))?;
    let currency = match object.get("currency").filter(|given| !given.is_null()) {
        Some(given) => Some(String::parse(given)?),
        None => None,
    };
    if currency.as_ref().is_some_and(|code| crate::org::currency::check("value", code).is_err()) {
        return Err(Refused { code: "currency", detail: "an ISO 4217 code in capital letters, like EUR".into() });
    }
    Ok(json!({"amount": amount, "currency": currency}))
}

fn duration(value: &Json) -> Result<String, Refused> {
    let text = value.as_str().ok_or_else(|| Refused::type_error("a text like \"2d\"", value))?;
    length(text).map(|lag| lag.to_string())
}

/// The minutes of a length of work, with 8 hours a day, 5 days a week, 20 days a month.
pub fn minutes(text: &str) -> Result<i64, Refused> {
    length(text).map(|lag| lag.to_minutes(Units::default(), 0))
}

fn length(text: &str) -> Result<Lag, Refused> {
    let lag: Lag = text.parse().map_err(|e: guildhall_schedule::LagError| Refused::format(e.to_string()))?;
    if lag.unit().is_elapsed() || lag.unit() == LagUnit::Percent {
        return Err(Refused::format("a length of work in m, h, d, w or mo, like \"2d\""));
    }
    if lag.ten_thousandths() < 0 {
        return Err(range("not below 0"));
    }
    Ok(lag)
}
