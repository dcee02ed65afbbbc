//! The questions of a form: what each asks, and when it is asked. A question may depend on an answer given
//! before it and on none after it, so that no two wait for each other.

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::error::{Error, Fault, Result};
use crate::field::{Document, array, simple};
use crate::time::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::HashSet;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

/// One question of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct FormField {
    /// Names the answer in `data`; made when absent, and kept from version to version.
    #[serde(default)]
    pub id: String,
    pub label: String,
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// What can be chosen, for dropdown and multi_select.
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Asked only if an earlier answer is as it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<ShowIf>,
}

/// What a question takes for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    LongText,
    Number,
    Checkbox,
    Date,
    Dropdown,
    MultiSelect,
    User,
    Url,
    Email,
    Money,
    Duration,
    File,
}

const KINDS: [&str; 13] = [
    "text",
    "long_text",
    "number",
    "checkbox",
    "date",
    "dropdown",
    "multi_select",
    "user",
    "url",
    "email",
    "money",
    "duration",
    "file",
];

impl FieldKind {
    fn chooses(self) -> bool {
        matches!(self, Self::Dropdown | Self::MultiSelect)
    }
}

/// The answer that brings a question up: one of `equals` and `in`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowIf {
    /// Id of an earlier question.
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<Json>,
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    pub any_of: Option<Vec<Json>>,
}

impl ShowIf {
    /// The answers that bring the question up.
    pub fn wanted(&self) -> impl Iterator<Item = &Json> {
        self.equals.iter().chain(self.any_of.iter().flatten())
    }
}

fn any() -> Schema {
    Schema::Object(ObjectBuilder::new().schema_type(SchemaType::AnyValue).build())
}

impl Document for FormField {
    fn schema() -> Schema {
        let kinds = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(KINDS));
        let text = || simple(Type::String, None);
        let condition =
            ObjectBuilder::new().property("field", text()).property("equals", any()).property("in", array(any()));
        let object = ObjectBuilder::new()
            .property("id", text())
            .property("label", text())
            .property("type", Schema::Object(kinds.build()))
            .property("options", array(text()))
            .property("required", simple(Type::Boolean, None))
            .property("help", text())
            .property("showIf", Schema::Object(condition.required("field").build()));
        Schema::Object(object.required("label").required("type").build())
    }
}

const MOST_FIELDS: usize = 200;
const MOST_OPTIONS: usize = 500;

/// Gives ids to the questions that have none, and refuses what cannot be published.
pub fn complete(fields: &mut [FormField], cx: &Ctx) -> Result<()> {
    for field in fields.iter_mut().filter(|field| field.id.is_empty()) {
        field.id = cx.new_id::<FormField>().to_string();
    }
    let faults = faults(fields);
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// What keeps questions from being published.
pub fn faults(fields: &[FormField]) -> Vec<Fault> {
    if fields.len() > MOST_FIELDS {
        return vec![Fault::at("fields", "too_many", format!("at most {MOST_FIELDS} questions"))];
    }
    let mut ids = HashSet::new();
    let mut out = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        let mut fault = |name: &str, code: &str, detail: String| {
            out.push(Fault::at(&format!("fields/{at}/{name}"), code, detail));
        };
        if let Err(detail) = plain(&field.id, 100) {
            fault("id", "format", detail);
        } else if !ids.insert(field.id.as_str()) {
            fault("id", "duplicate", "two questions have the same id".into());
        }
        if let Err(detail) = plain(&field.label, 500) {
            fault("label", "format", detail);
        }
        if field.help.as_ref().is_some_and(|help| help.chars().count() > 2000 || help.contains('\0')) {
            fault("help", "too_long", "at most 2000 characters".into());
        }
        if let Err((code, detail)) = options(field) {
            fault("options", code, detail);
        }
        if let Some(condition) = &field.show_if
            && let Err(detail) = condition_fits(condition, &fields[..at])
        {
            fault("showIf", "condition", detail);
        }
    }
    out
}

/// A text that is there, of one line.
fn plain(text: &str, most: usize) -> Result<(), String> {
    let fits = !text.trim().is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(format!("a text of 1 to {most} characters on one line")) }
}

fn options(field: &FormField) -> Result<(), (&'static str, String)> {
    let count = field.options.len();
    match (field.kind.chooses(), count) {
        (false, 0) => return Ok(()),
        (false, _) => return Err(("options", "only dropdown and multi_select have options".into())),
        (true, 0) => return Err(("required", "what can be chosen is missing".into())),
        (true, _) if count > MOST_OPTIONS => return Err(("too_many", format!("at most {MOST_OPTIONS} options"))),
        (true, _) => {}
    }
    for option in &field.options {
        plain(option, 200).map_err(|detail| ("format", format!("each option is {detail}")))?;
    }
    let once: HashSet<&String> = field.options.iter().collect();
    if once.len() == count { Ok(()) } else { Err(("duplicate", "an option stands twice".into())) }
}

fn condition_fits(condition: &ShowIf, earlier: &[FormField]) -> Result<(), String> {
    if condition.equals.is_some() == condition.any_of.is_some() {
        return Err("give one of `equals` and `in`".into());
    }
    let Some(asked) = earlier.iter().find(|field| field.id == condition.field) else {
        return Err("`field` is the id of a question that stands before this one".into());
    };
    if condition.wanted().next().is_none() || condition.wanted().count() > MOST_OPTIONS {
        return Err(format!("`in` has 1 to {MOST_OPTIONS} values"));
    }
    let fits = |wanted: &Json| match asked.kind {
        FieldKind::Checkbox => wanted.is_boolean(),
        FieldKind::Dropdown | FieldKind::MultiSelect => {
            wanted.as_str().is_some_and(|text| asked.options.iter().any(|option| option == text))
        }
        FieldKind::Number => number(wanted).is_some(),
        FieldKind::Text => wanted.is_string(),
        FieldKind::Date => wanted.as_str().is_some_and(|text| text.parse::<Day>().is_ok()),
        _ => false,
    };
    match condition.wanted().find(|wanted| !fits(wanted)) {
        None => Ok(()),
        Some(wrong) => {
            let shown = crate::error::shorten(&wrong.to_string());
            Err(format!("{shown} can never be the answer to `{}`, or nothing can depend on it", asked.id))
        }
    }
}

/// A JSON number, exactly.
pub fn number(value: &Json) -> Option<Amount> {
    value.as_number()?.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(fields: &Json) -> Vec<FormField> {
        <Vec<FormField> as Document>::read(fields).unwrap()
    }

    #[test]
    fn what_cannot_be_published_is_named_where_it_stands() {
        let cases = [
            (json!([{"id": "a", "label": " ", "type": "text"}]), "/fields/0/label", "format"),
            (json!([{"id": "a", "label": "A", "type": "dropdown"}]), "/fields/0/options", "required"),
            (json!([{"id": "a", "label": "A", "type": "text", "options": ["x"]}]), "/fields/0/options", "options"),
            (
                json!([{"id": "a", "label": "A", "type": "dropdown", "options": ["x", "x"]}]),
                "/fields/0/options",
                "duplicate",
            ),
            (
                json!([{"id": "a", "label": "A", "type": "text"}, {"id": "a", "label": "B", "type": "text"}]),
                "/fields/1/id",
                "duplicate",
            ),
            (
                json!([{"id": "a", "label": "A", "type": "text", "showIf": {"field": "a", "equals": "x"}}]),
                "/fields/0/showIf",
                "condition",
            ),
            (
                json!([{"id": "a", "label": "A", "type": "checkbox"},
                {"id": "b", "label": "B", "type": "text", "showIf": {"field": "a", "equals": "yes"}}]),
                "/fields/1/showIf",
                "condition",
            ),
            (
                json!([{"id": "a", "label": "A", "type": "checkbox"},
                {"id": "b", "label": "B", "type": "text", "showIf": {"field": "a"}}]),
                "/fields/1/showIf",
                "condition",
            ),
            (
                json!([{"id": "a", "label": "A", "type": "file"},
                {"id": "b", "label": "B", "type": "text", "showIf": {"field": "a", "equals": "x"}}]),
                "/fields/1/showIf",
                "condition",
            ),
        ];
        for (fields, pointer, code) in cases {
            let found = faults(&read(&fields));
            assert_eq!(found.len(), 1, "{fields}: {found:?}");
            assert_eq!((found[0].pointer.as_str(), found[0].code.as_str()), (pointer, code), "{fields}");
        }
    }

    #[test]
    fn every_kind_has_its_name_in_the_schema() {
        for name in KINDS {
            let kind: FieldKind = serde_json::from_value(json!(name)).unwrap();
            assert_eq!(serde_json::to_value(kind).unwrap(), json!(name));
        }
    }
}
