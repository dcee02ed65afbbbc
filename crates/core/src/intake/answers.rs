//! What somebody answered, against the questions of the version it was filled in with. Runs on the server
//! and believes no browser: an answer to a question that is not asked is neither looked at nor kept, and
//! what is kept has one form, whatever form it came in.

use super::form_field::{FieldKind, FormField, number};
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Fault, Result, shorten};
use crate::field::{Doc, Document, FieldType, Refused, object};
use crate::org::{User, account, currency, member};
use crate::time::Day;
use guildhall_schedule::{Lag, LagUnit};
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema};

/// Answers by the id of their question.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub Map<String, Json>);

impl Document for Answers {
    fn schema() -> Schema {
        let open = Some(AdditionalProperties::FreeForm(true));
        Schema::Object(ObjectBuilder::new().additional_properties(open).build())
    }
}

/// Answers as they are kept, and what they name that only the database knows.
#[derive(Debug, Default, PartialEq)]
pub struct Checked {
    pub data: Map<String, Json>,
    people: Vec<(String, Id<User>)>,
    files: Vec<(String, AnyId)>,
}

/// Checks answers completely: their form, and that the people and files they name are there. What was answered like
/// that before stays, whoever has left since.
pub async fn check(cx: &Ctx, fields: &[FormField], data: &Answers, old: Option<&Answers>) -> Result<Doc<Answers>> {
    let checked = read(fields, &data.0, &cx.settings.currency).map_err(Error::Invalid)?;
    let known = old.and_then(|old| read(fields, &old.0, &cx.settings.currency).ok()).unwrap_or_default();
    for (field, user) in checked.people.iter().filter(|one| !known.people.contains(one)) {
        member::require(cx, field, &[*user]).await?;
    }
    for (field, id) in checked.files.iter().filter(|one| !known.files.contains(one)) {
        let none = Err(Error::no_such(field, "file"));
        crate::entity_of!("File", E => crate::crud::require_reference::<E, _>(cx, field, Some(*id)).await, none)?;
    }
    Ok(Doc(Answers(checked.data)))
}

/// Where the answer to a question stands in the body, without the first slash.
fn place(id: &str) -> String {
    format!("data/{}", id.replace('~', "~0").replace('/', "~1"))
}

/// Reads the answers to the questions that are asked, in their order.
pub fn read(fields: &[FormField], data: &Map<String, Json>, currency: &str) -> Result<Checked, Vec<Fault>> {
    let mut out = Checked::default();
    let known: HashSet<&str> = fields.iter().map(|field| field.id.as_str()).collect();
    let unknown = data.keys().filter(|key| !known.contains(key.as_str()));
    let mut faults: Vec<Fault> = unknown
        .map(|key| Fault::at(&place(key), "unknown_field", format!("the form has no question `{}`", shorten(key))))
        .collect();
    for (at, field) in fields.iter().enumerate() {
        if !is_asked(field, &fields[..at], &out.data) {
            continue;
        }
        let given = data.get(&field.id).filter(|value| !is_empty(field, value));
        let Some(given) = given else {
            if field.required {
                faults.push(Fault::at(&place(&field.id), "required", format!("`{}` needs an answer", field.label)));
            }
            continue;
        };
        match answer(field, given, currency) {
            Ok(value) => {
                out.name(field, &value);
                out.data.insert(field.id.clone(), value);
            }
            Err(refused) => faults.push(Fault::at(&place(&field.id), refused.code, refused.detail)),
        }
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

impl Checked {
    fn name(&mut self, field: &FormField, value: &Json) {
        let id = || value.as_str().and_then(|text| text.parse::<AnyId>().ok());
        match field.kind {
            FieldKind::User => self.people.extend(id().map(|id| (place(&field.id), id.cast()))),
            FieldKind::File => self.files.extend(id().map(|id| (place(&field.id), id))),
            _ => {}
        }
    }
}

fn is_empty(field: &FormField, value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => field.kind == FieldKind::MultiSelect && items.is_empty(),
        _ => false,
    }
}

/// True if the answers so far bring the question up. A question whose own condition is on one that is not
/// asked is not asked either, because there is no answer to that one; an unticked box is answered with no.
fn is_asked(field: &FormField, earlier: &[FormField], given: &Map<String, Json>) -> bool {
    let Some(condition) = &field.show_if else { return true };
    let Some(at) = earlier.iter().position(|other| other.id == condition.field) else { return false };
    let on = &earlier[at];
    let unticked = Json::Bool(false);
    let answer = match given.get(&on.id) {
        None if on.kind == FieldKind::Checkbox && is_asked(on, &earlier[..at], given) => Some(&unticked),
        other => other,
    };
    answer.is_some_and(|answer| condition.wanted().any(|wanted| is_it(answer, wanted)))
}

fn is_it(answer: &Json, wanted: &Json) -> bool {
    match answer {
        Json::Array(chosen) => chosen.contains(wanted),
        Json::Number(_) => number(answer) == number(wanted),
        one => one == wanted,
    }
}

/// One answer in the form in which it is kept.
fn answer(field: &FormField, value: &Json, currency: &str) -> Result<Json, Refused> {
    match field.kind {
        FieldKind::Text => text(value, 1000),
        FieldKind::LongText => text(value, 20_000),
        FieldKind::Number => Amount::parse(value).map(|amount| amount.to_json()),
        FieldKind::Checkbox => bool::parse(value).map(Json::Bool),
        FieldKind::Date => Day::parse(value).map(|day| day.to_json()),
        FieldKind::Dropdown => option(field, value),
        FieldKind::MultiSelect => options(field, value),
        FieldKind::User | FieldKind::File => AnyId::parse(value).map(|id| id.to_json()),
        FieldKind::Url => url(value),
        FieldKind::Email => {
            let email = account::normal_email("data", string(value, "an e-mail address")?);
            email.map(Json::String).map_err(|_| Refused::format("an address like name@example.org"))
        }
        FieldKind::Money => money(value, currency),
        FieldKind::Duration => duration(value),
    }
}

fn string<'v>(value: &'v Json, expected: &str) -> Result<&'v str, Refused> {
    value.as_str().ok_or_else(|| Refused::type_error(expected, value))
}

fn text(value: &Json, most: usize) -> Result<Json, Refused> {
    let text = String::parse(value)?;
    if text.chars().count() > most {
        return Err(Refused { code: "too_long", detail: format!("at most {most} characters") });
    }
    Ok(Json::String(text))
}

fn option(field: &FormField, value: &Json) -> Result<Json, Refused> {
    let text = string(value, "one of the options")?;
    if field.options.iter().any(|option| option == text) {
        return Ok(value.clone());
    }
    let some: Vec<&str> = field.options.iter().take(20).map(String::as_str).collect();
    Err(Refused { code: "one_of", detail: format!("one of {}", some.join(", ")) })
}

/// The chosen options in the order of the form.
fn options(field: &FormField, value: &Json) -> Result<Json, Refused> {
    let chosen = value.as_array().ok_or_else(|| Refused::type_error("an array of options", value))?;
    for one in chosen {
        option(field, one)?;
    }
    let kept = field.options.iter().filter(|option| chosen.iter().any(|one| one.as_str() == Some(option)));
    Ok(kept.map(|option| Json::String(option.clone())).collect())
}

fn url(value: &Json) -> Result<Json, Refused> {
    let text = string(value, "an address")?.trim();
    let fits = text.len() <= 2048
        && url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if fits { Ok(text.into()) } else { Err(Refused::format("an address like https://example.org/page")) }
}

/// An amount with its currency.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Money {
    amount: Amount,
    currency: Option<String>,
}

fn money(value: &Json, own: &str) -> Result<Json, Refused> {
    let money = match value {
        Json::Object(_) => object::<Money>(value)?,
        _ => Money { amount: Amount::parse(value)?, currency: None },
    };
    let code = money.currency.unwrap_or_else(|| own.to_owned());
    currency::check("currency", &code).map_err(|error| Refused { code: "currency", detail: error.to_string() })?;
    Ok(serde_json::json!({"amount": money.amount, "currency": code}))
}

fn duration(value: &Json) -> Result<Json, Refused> {
    let wrong = || Refused::format("a length of time like \"2d\", \"4h\", \"30m\" or \"1w\"");
    let lag: Lag = string(value, "a length of time like \"2d\"")?.parse().map_err(|_| wrong())?;
    if lag.ten_thousandths() < 0 || matches!(lag.unit(), LagUnit::Percent | LagUnit::ElapsedPercent) {
        return Err(wrong());
    }
    Ok(lag.to_string().into())
}

#[cfg(test)]
mod tests;
