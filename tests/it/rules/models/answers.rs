//! Each field of the document asked for over HTTP, and what comes is of the kind that the document says.

use super::super::recipe::Ids;
use super::document::{Field, Model};
use guildhall_core::{Entity, entity_of};
use guildhall_tests::Person;
use serde_json::{Value, json};

/// Checks one model.
pub async fn check(who: &Person<'_>, ids: &Ids, model: &Model, wrong: &mut Vec<String>) {
    for field in &model.fields {
        let what = format!("{}.{}", model.name, field.name);
        let Some((of, name)) = model.api(field) else { continue };
        let rows = rows(who, ids, &of).await;
        if rows.is_empty() {
            wrong.push(format!("{what}: there is no {of}"));
        }
        for row in &rows {
            match row.get(&name) {
                None => wrong.push(format!("{what}: {row} has no `{name}`")),
                Some(value) if !right(field, value) => wrong.push(format!("{what}: {value} is no {}", field.kind)),
                Some(_) => {}
            }
        }
        let set = |row: &&Value| row.get(&name).is_some_and(|value| !value.is_null());
        if field.required && !rows.iter().any(|row| set(&row)) {
            wrong.push(format!("{what} is required, and null everywhere"));
        }
    }
}

/// Some objects as the API shows them.
async fn rows(who: &Person<'_>, ids: &Ids, of: &str) -> Vec<Value> {
    let list = |answer: Value, at: &str| answer[at].as_array().cloned().unwrap_or_default();
    match of {
        "Organization" => vec![who.get("").await.expect(200)],
        "User" => vec![who.get("/api/v1/me").await.expect(200)],
        "MembershipView" => list(who.get("/api/v1/me").await.expect(200), "memberships"),
        "FileVersion" => list(who.get(&format!("files/{}/versions", ids.of("files", false))).await.expect(200), "data"),
        model => {
            let path = entity_of!(model, E => <E as Entity>::PATH, panic!("{model} is no model of ours"));
            list(who.get(&format!("{path}?limit=50")).await.expect(200), "data")
        }
    }
}

/// True if a value is what the document says, or null.
fn right(field: &Field, value: &Value) -> bool {
    if value.is_null() {
        return true;
    }
    if let Some((_, inner)) = field.name.split_once("[].").filter(|_| value.is_array()) {
        let parts = value.as_array().into_iter().flatten();
        // What a part may leave out is left out.
        return parts.filter_map(|part| part.get(inner)).all(|part| kind(field, part));
    }
    kind(field, value)
}

fn kind(field: &Field, value: &Value) -> bool {
    let id =
        |value: &Value| value.as_str().is_some_and(|id| id.len() == 24 && id.bytes().all(|c| c.is_ascii_hexdigit()));
    match field.kind.split([' ', ',']).next().unwrap_or_default() {
        _ if value.is_null() => true,
        "ObjectId" if value.is_object() => id(&value["id"]),
        "ObjectId" => id(value),
        "Date" => value.as_str().is_some_and(|text| text.len() >= 10 && text.as_bytes()[4] == b'-'),
        "Number" => value.is_number() || *value == json!(0),
        "Boolean" => value.is_boolean(),
        "Array" if field.kind.contains("ObjectId") => value.as_array().is_some_and(|ids| ids.iter().all(id)),
        "Array" if field.api.is_some() => true,
        "Array" => value.is_array(),
        "Object" => value.is_object(),
        _ if field.kind.contains("Object") => value.is_object() || value.is_string(),
        _ => value.is_string(),
    }
}
