//! Projects, tasks and what hangs on tasks.

use super::maps::{Learned, Maps, Skip, dangling};
use super::piece::{Built, Made};
use super::put::Out;
use super::words::{self, About};
use crate::mongo::{Collection, Document, Entry, id_text};
use guildhall_core::AnyId;
use guildhall_core::amount::Amount;
use guildhall_core::field::Doc;
use guildhall_core::org::currency;
use guildhall_core::work::custom::{CustomValue, fits};
use guildhall_core::work::field_definition::Choice;
use guildhall_core::work::status::{self, Status, StatusKind};
use guildhall_core::work::task::sides::Assignment;
use guildhall_core::work::{FieldDefinition, Project, Task};
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
    let Some(given) = document.get(field).and_then(Value::as_str) else { return false };
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
    let code = document.get("currency")?.as_str()?.trim().to_ascii_uppercase();
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
    if project.start_date.zip(project.end_date).is_some_and(|(start, end)| start > end) {
        project.end_date = None;
        out.say("`endDate` lies before `startDate` and was left out");
    }
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
    Ok(Built::new(project, PROJECT).titled(&title, learned))
}

fn free_key(statuses: &[Status], spelling: &str) -> String {
    let plain: String =
        words::plain(spelling).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(50).collect();
    let base = if plain.is_empty() { "status".to_owned() } else { plain };
    let numbered = (2..).map(|n| format!("{base}_{n}"));
    let free = |key: &String| !statuses.iter().any(|each| each.key == *key);
    std::iter::once(base.clone()).chain(numbered.take(1000)).find(free).unwrap_or(base)
}

const TASK: &[&str] = &[
    "title",
    "description",
    "status",
    "statusKind",
    "priority",
    "assignments",
    "startDate",
    "endDate",
    "dueDate",
    "duration",
    "baselineStart",
    "baselineEnd",
    "estimateHours",
    "actualHours",
    "estimateCost",
    "actualCost",
    "currency",
    "customFields",
    "percentComplete",
    "milestone",
];
/// The part of a task's fingerprint that its links are.
pub(super) const LINKS: usize = TASK.len();

pub(super) fn task(maps: &Maps, document: &Document, entry: &Entry, out: &mut Out<'_>) -> Done {
    let home: AnyId = maps.required::<Project>(document, "projectId", Collection::Project)?.cast();
    let mut task = Task { project_id: home.cast(), ..Task::default() };
    let title = crate::text::one_line(&text(document, "title")?).unwrap_or_default();
    out.put(&mut task, "title", &json!(title));
    let plain = ["description", "startDate", "endDate", "dueDate", "baselineStart", "baselineEnd"];
    out.copy(&mut task, document, &plain);
    out.copy(
        &mut task,
        document,
        &["estimateHours", "actualHours", "estimateCost", "actualCost", "duration", "milestone"],
    );
    task.parent_id = above(maps, document, entry, Collection::Task, out).filter(|parent| {
        let same = maps.homes.get(&parent.cast()) == Some(&home);
        if !same {
            out.say("the task above it is in another project; it stands at the top of its own");
        }
        same
    });
    place(maps, document, &mut task, home, out);
    for (name, amount) in [
        ("estimateHours", &mut task.estimate_hours),
        ("actualHours", &mut task.actual_hours),
        ("estimateCost", &mut task.estimate_cost),
        ("actualCost", &mut task.actual_cost),
        ("duration", &mut task.duration),
    ] {
        if amount.is_some_and(|amount| amount.0 < 0) {
            *amount = None;
            out.say(format!("`{name}` is below 0 and was left out"));
        }
    }
    task.duration_minutes = task.duration.map(|days| minutes(days, maps.minutes_per_day));
    word(&mut task, document, "priority", About::Priority, out);
    task.currency = money_code(document, out);
    if task.currency.is_none() && (task.estimate_cost.is_some() || task.actual_cost.is_some()) {
        task.currency = Some(maps.currency.clone());
    }
    task.custom_fields.0 = values(maps, document, "task", Some(home), out);
    task.created_by = maps.optional(document, "createdBy", Collection::User, out).unwrap_or(maps.me);
    task.rank = maps.ranks.get(&document.id).cloned().unwrap_or_default();
    let links = document.references_of("dependsOn");
    let dated = task.start_date.is_some() || task.end_date.is_some();
    task.schedule_mode = if dated && links.is_empty() { "manual" } else { "auto" }.into();
    let made = Built::new(task, TASK).with(json!(links)).following(|new, target| {
        new.duration_minutes = new.duration.and(target.duration_minutes);
        new.assignee_id = new.assignments.first().map(|each| each.user_id);
    });
    Ok(made.titled(&title, Learned::Task(home)))
}

/// Working days in minutes.
fn minutes(days: Amount, per_day: i64) -> i64 {
    i64::try_from(i128::from(days.0) * i128::from(per_day) / 10_000).unwrap_or(i64::MAX)
}

/// Who works on it and how far it is.
fn place(maps: &Maps, document: &Document, task: &mut Task, home: AnyId, out: &mut Out<'_>) {
    for user_id in maps.people(document, "assigneeId", out) {
        task.assignments.push(Assignment { user_id, units: Amount::whole(1), work: None });
    }
    task.assignee_id = task.assignments.first().map(|each| each.user_id);
    let statuses = maps.statuses.get(&home).cloned().unwrap_or_else(status::defaults);
    let given = document.get("status").and_then(Value::as_str);
    let found = given.and_then(|given| words::status(&statuses, given));
    if let (Some(given), Some(found)) = (given, found)
        && found.key != given
    {
        out.say(format!("`status`: “{given}” became {}", found.key));
    }
    if let (Some(given), None) = (given, found) {
        out.say(format!("`status`: “{}” is none of the project's", guildhall_core::error::shorten(given)));
    }
    if let Some(status) = found.or_else(|| status::initial(&statuses)) {
        task.status.clone_from(&status.key);
        task.status_kind = status.kind.as_str().into();
    }
    if task.status_kind == StatusKind::Done.as_str() {
        task.percent_complete = Amount::whole(100);
    }
    if let Some(given) = document.get("percentComplete") {
        let was = task.percent_complete;
        out.put(task, "percentComplete", given);
        if !(0..=1_000_000).contains(&task.percent_complete.0) {
            task.percent_complete = was;
            out.say("`percentComplete` runs from 0 to 100 and was left out");
        }
    }
}

/// What a document stands below, if that comes in.
pub(super) fn above<T>(
    maps: &Maps,
    document: &Document,
    entry: &Entry,
    of: Collection,
    out: &mut Out<'_>,
) -> Option<guildhall_store::Id<T>> {
    let id = entry.parent.as_ref()?;
    if maps.cut.contains(&(of, document.id.clone())) {
        out.say("what it stands below stands below it too; that was left out");
        return None;
    }
    let found = maps.get(of, id);
    if found.is_none() {
        out.say(dangling("parentId", id, of));
    }
    found.map(guildhall_store::Id::cast)
}

/// Values of custom fields, as far as they fit their definitions.
fn values(maps: &Maps, document: &Document, model: &str, home: Option<AnyId>, out: &mut Out<'_>) -> Vec<CustomValue> {
    let given: Vec<(String, Value)> = match document.get("customFields") {
        Some(Value::Array(items)) => items.iter().filter_map(custom_value).collect(),
        Some(Value::Object(map)) => map.iter().map(|(id, value)| (id.clone(), value.clone())).collect(),
        _ => return Vec::new(),
    };
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
