//! Every field of every body, as the OpenAPI document tells them, with values of every wrong kind: 422 that
//! points at the field, and nothing stored.

use crate::rules::raw::{Raw, difference};
use crate::rules::recipe::{Body, Ids, furnish};
use crate::rules::walk::{Operation, operations, send};
use guildhall_tests::{Person, World, both};
use serde_json::{Value, json};

/// The JSON types that a schema takes; none for any.
fn types(schema: &Value) -> Vec<&str> {
    let choices = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
    if let Some(choices) = choices {
        return choices.iter().flat_map(types).collect();
    }
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The part of the schema that is not null.
fn present(schema: &Value) -> &Value {
    let choices = schema["oneOf"].as_array().into_iter().flatten();
    choices.clone().find(|one| one["type"] != "null").unwrap_or(schema)
}

/// True if no such value may be taken.
fn is_wrong(schema: &Value, required: bool, value: &Value) -> bool {
    let (types, kind) = (types(schema), type_of(value));
    if types.is_empty() {
        return false;
    }
    if kind == "null" {
        // In a merge patch null takes a field back to its default.
        return required;
    }
    let fits = types.iter().any(|t| *t == kind || (*t == "number" && kind == "integer"));
    let one = present(schema);
    let bound = one.get("enum").is_some() || one.get("pattern").is_some() || one.get("format").is_some();
    !fits || (kind == "string" && (bound || value.as_str().is_some_and(|text| text.contains('\0'))))
}

/// Values of every kind, and numbers that fit nowhere.
fn values() -> Vec<Value> {
    let mut all = vec![json!(null), json!(true), json!(7), json!(-1), json!(1.5), json!("nonsense"), json!("a\0b")];
    all.extend([
        json!(""),
        json!("x".repeat(200_001)),
        json!([]),
        json!([7]),
        json!([null]),
        json!([[]]),
        json!(["x", "x"]),
    ]);
    all.extend([json!({}), json!({"a": 1}), json!([{}]), json!([{"nope": 1}]), json!({"type": "SNET", "date": "x"})]);
    for number in
        ["1e400", "-1e400", "1e-400", "123456789012345678901234567890", "9223372036854775807", "0.00001", "1e14"]
    {
        all.push(serde_json::from_str(number).unwrap());
    }
    all
}

async fn one_field(ada: &Person<'_>, operation: &Operation, ids: &Ids, field: &str, schema: &Value) -> usize {
    let Body::Json(right) = operation.body(ids) else { return 0 };
    let required = operation.schema["required"].as_array().is_some_and(|names| names.contains(&json!(field)));
    let path = operation.at(&ada.organization, ids, false);
    let mut tried = 0;
    for value in values() {
        let wrong = is_wrong(schema, required, &value);
        let mut body = right.clone();
        body[field] = value;
        // What may be right is only rehearsed: it must not break anything either.
        let path = if wrong { path.clone() } else { format!("{path}?dryRun=true") };
        let answer = send(ada, &operation.method, &path, Body::Json(body.clone())).await;
        let shown: String = body[field].to_string().chars().take(60).collect();
        let told = format!("{} {field} = {shown}: {} {:#}", operation.id, answer.status, answer.body);
        assert!(!wrong || answer.status == 422, "{told}");
        assert!(matches!(answer.status, 200 | 201 | 404 | 409 | 422), "{told}");
        if answer.status == 422 {
            let pointer = answer.body["errors"][0]["pointer"].as_str().unwrap_or_default();
            let first = pointer.trim_start_matches('/').split('/').next();
            assert!(!wrong || first == Some(field), "{told}");
            assert!(answer.body["errors"][0]["code"].is_string() && answer.body.to_string().len() < 4_000, "{told}");
        }
        tried += 1;
    }
    tried
}

both!(every_field_refuses_what_it_is_not, |world: World| async move {
    let ada = world.founder("Ada").await;
    let ids = furnish(&ada, "Ada").await;
    let raw = Raw::open(&world).await;
    let before = raw.dump(&ada.organization).await;
    let (mut fields, mut tried) = (0, 0);
    for operation in operations(&world).await.iter().filter(|o| o.in_organization() && o.rehearses()) {
        for (field, schema) in operation.schema["properties"].as_object().into_iter().flatten() {
            fields += 1;
            tried += one_field(&ada, operation, &ids, field, schema).await;
        }
        let changed = difference(&before, &raw.dump(&ada.organization).await);
        assert!(changed.is_empty(), "{} stored something: {changed:#?}", operation.id);
    }
    assert!(fields > 80, "only {fields} fields");
    println!("{fields} fields, {tried} values");
});

both!(every_body_refuses_fields_that_are_not_its_own, |world: World| async move {
    let ada = world.founder("Ada").await;
    let ids = furnish(&ada, "Ada").await;
    let raw = Raw::open(&world).await;
    let before = raw.dump(&ada.organization).await;
    for operation in operations(&world).await.iter().filter(|o| o.in_organization()) {
        let Body::Json(right) = operation.body(&ids) else { continue };
        let path = operation.at(&ada.organization, &ids, false);
        for body in [json!([]), json!(null), json!(7), json!("x"), json!([right]), json!(["x", "y"])] {
            let answer = send(&ada, &operation.method, &path, Body::Json(body)).await;
            let told = format!("{}: {} {:#}", operation.id, answer.status, answer.body);
            assert_eq!((answer.status, &answer.body["errors"][0]["pointer"]), (422, &json!("")), "{told}");
        }
        for (field, value) in [
            ("nope", json!(1)),
            ("organizationId", json!("0123456789abcdef01234567")),
            ("createdAt", json!("2020-01-01T00:00:00Z")),
            ("revision", json!(1)),
            ("can", json!([])),
            ("path", json!("00")),
            ("deletedAt", json!(null)),
            ("deleted_at", json!(null)),
            ("tokenHash", json!("00")),
            ("accountId", json!("0123456789abcdef01234567")),
        ] {
            let mut body = right.clone();
            body[field] = value;
            let answer = send(&ada, &operation.method, &path, Body::Json(body)).await;
            let told = format!("{} {field}: {} {:#}", operation.id, answer.status, answer.body);
            assert!(matches!(answer.body["code"].as_str(), Some("unknown_field" | "read_only")), "{told}");
            assert_eq!(
                (answer.status, &answer.body["errors"][0]["pointer"]),
                (422, &json!(format!("/{field}"))),
                "{told}"
            );
        }
    }
    assert_eq!(difference(&before, &raw.dump(&ada.organization).await), Vec::<String>::new());
});
