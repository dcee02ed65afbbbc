//! Projects, their custom fields, and what other documents are read with too.

use super::maps::{Learned, Maps, Skip, dangling};
use super::piece::{Built, Made};
use super::put::Out;
use super::words::{self, About};
use crate::mongo::{Collection, Document, as_unkept, id_text};
use guildhall_core::AnyId;
use guildhall_core::field::{Doc, Kind};
use guildhall_core::org::currency;
use guildhall_core::work::custom::{CustomValue, fits};
use guildhall_core::work::field_definition::Choice;
use guildhall_core::work::status::{Status, StatusKind};
use guildhall_core::work::{FieldDefinition, Project};
use serde_json::{Value, json};

type Done = Result<Made, Skip>;

/// Puts the product's word for a spelling into a field; another spelling is said.
pub(super) fn word<E: guildhall_core::Entity>(
    entity: &mut E,
    document: &Document,
    field: &str,
    about: About,
    out: &mut Out<'_>,
) -> bool {
    let Some(given) = out.text(document, field) else { return false };
    match words::known(about, given) {
        Some(own) => {
            if own != given {
                out.say(format!("`{field}`: “{given}” became {own}"));
            }
            out.put(entity, field, &json!(own))
        }
        None => {
            out.say(format!("`{field}`: “{}” is not known", guildhall_core::error::shorten(given)));
            false
        }
    }
}

/// A currency code that there is, in capital letters.
pub(super) fn money_code(document: &Document, out: &mut Out<'_>) -> Option<String> {
    let code = out.text(document, "currency")?.trim().to_ascii_uppercase();
    if currency::check("currency", &code).is_ok() {
        return Some(code);
    }
    out.say(format!("`currency`: {code} is no ISO 4217 code and was left out"));
    None
}

/// A text that must be there.
pub(super) fn text(document: &Document, field: &str) -> Result<String, Skip> {
    let found = document.get(field).and_then(|value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    found.filter(|text| !text.is_empty()).ok_or_else(|| format!("`{field}` is missing, and it cannot be empty"))
}

const PROJECT: &[&str] = &[
    "name",
    "description",
    "ownerId",
    "memberIds",
    "startDate",
    "endDate",
    "status",
    "priority",
    "visibility",
    "currency",
    "customFields",
];

pub(super) fn project(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let mut project =
        Project { name: crate::text::one_line(&text(document, "name")?).unwrap_or_default(), ..Project::default() };
    let name = json!(project.name);
    out.put(&mut project, "name", &name);
    out.copy(&mut project, document, &["description", "startDate", "endDate", "visibility"]);
    end_after_start(project.start_date, &mut project.end_date).into_iter().for_each(|remark| out.say(remark));
    project.owner_id = match document.reference("ownerId") {
        None => {
            out.say("`ownerId` is missing; the project is yours");
            maps.me
        }
        Some(_) => maps.required(document, "ownerId", Collection::User)?,
    };
    project.created_by = project.owner_id;
    project.member_ids = maps.people(document, "memberIds", out);
    word(&mut project, document, "status", About::Project, out);
    word(&mut project, document, "priority", About::Priority, out);
    project.currency = money_code(document, out);
    project.custom_fields.0 = values(maps, document, "project", None, out);
    for spelling in maps.spoken.get(&document.id).into_iter().flatten() {
        let statuses = &mut project.statuses.0;
        if statuses.len() < 100 && words::status(statuses, spelling).is_none() {
            let key = free_key(statuses, spelling);
            out.say(format!("tasks of it are “{spelling}”, which became a status of its own"));
            statuses.push(Status { key, name: spelling.chars().take(100).collect(), kind: StatusKind::Active });
        }
    }
    let learned = Learned::Project(project.statuses.0.clone());
    let title = project.name.clone();
    let built = Built::new(project, PROJECT).following(|new, _| end_after_start(new.start_date, &mut new.end_date));
    Ok(built.titled(&title, learned))
}

/// Leaves out an end that lies before the start, and says so.
pub(super) fn end_after_start<T: PartialOrd>(start: Option<T>, end: &mut Option<T>) -> Option<&'static str> {
    if start.zip(end.as_ref()).is_none_or(|(start, end)| start <= *end) {
        return None;
    }
    *end = None;
    Some("`endDate` lies before `startDate` and was left out")
}

fn free_key(statuses: &[Status], spelling: &str) -> String {
    let plain: String =
        words::plain(spelling).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(50).collect();
    let base = if plain.is_empty() { "status".to_owned() } else { plain };
    let numbered = (2..).map(|n| format!("{base}_{n}"));
    let free = |key: &String| !statuses.iter().any(|each| each.key == *key);
    std::iter::once(base.clone()).chain(numbered.take(1000)).find(free).unwrap_or(base)
}

/// Values of custom fields, as far as they fit their definitions.
pub(super) fn values(
    maps: &Maps,
    document: &Document,
    model: &str,
    home: Option<AnyId>,
    out: &mut Out<'_>,
) -> Vec<CustomValue> {
    let listed = |given: &Value| match given {
        Value::Array(items) => Some(items.iter().filter_map(custom_value).collect()),
        Value::Object(map) if as_unkept(given).is_none() => {
            Some(map.iter().map(|(id, value)| (id.clone(), value.clone())).collect())
        }
        _ => None,
    };
    let given: Vec<(String, Value)> = out.read(document, "customFields", Kind::Document, listed).unwrap_or_default();
    let mut kept: Vec<CustomValue> = Vec::new();
    for (id, mut value) in given.into_iter().filter(|(_, value)| !value.is_null()) {
        let named = maps.get(Collection::FieldDefinition, &id).and_then(|id| maps.fields.get(&id));
        let by_name = || maps.fields.values().find(|field| field.name == id && field.applies_to == model);
        let Some(field) = named.or_else(by_name) else {
            out.say(dangling("customFields", &id, Collection::FieldDefinition));
            continue;
        };
        if field.kind == "user"
            && let Some(person) = id_text(&value).and_then(|id| maps.get(Collection::User, &id))
        {
            value = json!(person);
        }
        if field.kind == "date" {
            value = super::put::day(&value, out.zone).map_or(value, |day| json!(day));
        }
        let elsewhere =
            field.project_id.is_some_and(|project| Some(project.cast()) != home) || field.applies_to != model;
        match fits(field, &value) {
            _ if elsewhere || kept.iter().any(|each| each.field_id == field.id.cast()) => {
                out.say(format!("`customFields`: {} is no field of it, or stands twice", field.name));
            }
            Ok(mut value) => {
                if field.kind == "money" && value["currency"].is_null() {
                    value["currency"] = json!(maps.currency);
                }
                kept.push(CustomValue { field_id: field.id.cast(), value });
            }
            Err(refused) => out.say(format!("`customFields`: {} was left out: {}", field.name, refused.detail)),
        }
    }
    kept
}

fn custom_value(item: &Value) -> Option<(String, Value)> {
    let id = ["fieldId", "field", "fieldDefinition", "definitionId", "id", "name"]
        .iter()
        .find_map(|name| id_text(item.get(*name)?))?;
    Some((id, item.get("value").cloned().unwrap_or(Value::Null)))
}

const FIELD: &[&str] = &["name", "options", "required"];

pub(super) fn field_definition(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let name = text(document, "name")?;
    let mut field = FieldDefinition { project_id: optional_home(maps, document)?, ..FieldDefinition::default() };
    out.put(&mut field, "name", &json!(name));
    if !word(&mut field, document, "type", About::Field, out) {
        out.say("`type`: it became a text");
        field.kind = "text".into();
    }
    out.copy(&mut field, document, &["required", "model"]);
    let mut options: Vec<Choice> = Vec::new();
    for choice in choices(document.get("options")) {
        if !options.iter().any(|Choice(own)| *own == choice) {
            options.push(Choice(choice));
        }
    }
    options.truncate(500);
    match (matches!(field.kind.as_str(), "dropdown" | "multi_select"), options.is_empty()) {
        (true, true) => {
            out.say("`type`: without options it became a text");
            field.kind = "text".into();
        }
        (true, false) => field.options = Doc(options),
        (false, true) => {}
        (false, false) => out.say(format!("`options`: a field of type {} has none", field.kind)),
    }
    let id = field.id;
    let learned = Learned::Field(Box::new(FieldDefinition { id, ..field.clone() }));
    Ok(Built::new(field, FIELD).titled(&name, learned))
}

/// The project of something that may have one; one that is named must be there.
pub(super) fn optional_home(maps: &Maps, document: &Document) -> Result<Option<guildhall_store::Id<Project>>, Skip> {
    document.reference("projectId").map(|_| maps.required(document, "projectId", Collection::Project)).transpose()
}

/// What can be chosen: texts, or documents with a label or a value.
pub(super) fn choices(value: Option<&Value>) -> Vec<String> {
    let Some(Value::Array(items)) = value else { return Vec::new() };
    let text = |item: &Value| match item {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(map) => {
            ["label", "name", "value"].iter().find_map(|name| map.get(*name)?.as_str().map(str::to_owned))
        }
        _ => None,
    };
    let fits =
        |text: &String| !text.trim().is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control);
    items.iter().filter_map(text).filter(fits).collect()
}
