//! Every type with answers that are right and wrong, and for any form and any answers: what is kept is
//! asked, is right, and stays as it is when it is handed in again.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn form(fields: Json) -> Vec<FormField> {
    <Vec<FormField> as Document>::read(&fields).unwrap()
}

fn of(data: &Json) -> Map<String, Json> {
    data.as_object().cloned().unwrap()
}

fn one(kind: &str, value: Json) -> Result<Json, String> {
    let options = if matches!(kind, "dropdown" | "multi_select") { json!(["a", "b", "c"]) } else { json!([]) };
    let fields = form(json!([{"id": "x", "label": "X", "type": kind, "options": options, "required": true}]));
    match read(&fields, &of(&json!({"x": value})), "EUR") {
        Ok(checked) => Ok(checked.data["x"].clone()),
        Err(faults) => {
            assert_eq!(faults[0].pointer, "/data/x");
            Err(faults[0].code.clone())
        }
    }
}

#[test]
fn every_type_takes_its_own_answers() {
    let id = "0123456789abcdef01234567";
    let right = [
        ("text", json!("x"), json!("x")),
        ("long_text", json!("a\nb"), json!("a\nb")),
        ("number", json!(1.50), json!(1.5)),
        ("checkbox", json!(false), json!(false)),
        ("date", json!("2026-03-01"), json!("2026-03-01")),
        ("dropdown", json!("b"), json!("b")),
        ("multi_select", json!(["c", "a", "a"]), json!(["a", "c"])),
        ("user", json!(id.to_uppercase()), json!(id)),
        ("url", json!(" https://example.org/a?b "), json!("https://example.org/a?b")),
        ("email", json!("Ada@Example.org"), json!("ada@example.org")),
        ("money", json!(12.5), json!({"amount": 12.5, "currency": "EUR"})),
        ("money", json!({"amount": 3, "currency": "USD"}), json!({"amount": 3, "currency": "USD"})),
        ("duration", json!("2 d"), json!("2d")),
        ("file", json!(id), json!(id)),
    ];
    for (kind, given, kept) in right {
        let found = one(kind, given.clone()).map(|value| value.to_string());
        assert_eq!(found, Ok(kept.to_string()), "{kind} {given}");
    }
}

#[test]
fn every_type_refuses_what_it_is_not() {
    let wrong = [
        ("text", json!(1), "type"),
        ("text", json!("x".repeat(1001)), "too_long"),
        ("text", json!("a\u{0}b"), "format"),
        ("text", json!([]), "type"),
        ("long_text", json!({}), "type"),
        ("number", json!("1"), "type"),
        ("number", json!(0.00001), "format"),
        ("checkbox", json!("true"), "type"),
        ("date", json!("2026-02-30"), "format"),
        ("date", json!("2026-03-01T00:00:00Z"), "format"),
        ("dropdown", json!("d"), "one_of"),
        ("dropdown", json!(["a"]), "type"),
        ("multi_select", json!("a"), "type"),
        ("multi_select", json!(["a", "d"]), "one_of"),
        ("user", json!("Ada"), "format"),
        ("url", json!("javascript:alert(1)"), "format"),
        ("url", json!("example.org"), "format"),
        ("url", json!("ftp://example.org"), "format"),
        ("email", json!("ada"), "format"),
        ("money", json!({"amount": 1, "currency": "EURO"}), "currency"),
        ("money", json!({"amount": 1, "tip": 1}), "format"),
        ("money", json!("12"), "type"),
        ("duration", json!("-2d"), "format"),
        ("duration", json!("50%"), "format"),
        ("duration", json!(2), "type"),
        ("file", json!("report.pdf"), "format"),
        ("dropdown", json!(""), "required"),
        ("multi_select", json!([]), "required"),
        ("number", Json::Null, "required"),
    ];
    for (kind, given, code) in wrong {
        assert_eq!(one(kind, given.clone()), Err(code.to_owned()), "{kind} {given}");
    }
}

fn chain() -> Vec<FormField> {
    form(json!([
        {"id": "urgent", "label": "Urgent?", "type": "checkbox"},
        {"id": "why", "label": "Why?", "type": "dropdown", "options": ["law", "money"], "required": true,
            "showIf": {"field": "urgent", "equals": true}},
        {"id": "loss", "label": "How much?", "type": "number", "required": true,
            "showIf": {"field": "why", "in": ["money"]}},
        {"id": "later", "label": "When?", "type": "date", "required": true,
            "showIf": {"field": "urgent", "equals": false}},
        {"id": "much", "label": "Who signs?", "type": "text", "showIf": {"field": "loss", "equals": 1e3}}
    ]))
}

#[test]
fn what_is_not_asked_is_neither_looked_at_nor_kept() {
    let kept = |data: Json| {
        let read = read(&chain(), &of(&data), "EUR");
        read.map(|checked| Json::Object(checked.data)).map_err(|f| f.into_iter().map(|f| f.pointer).collect::<Vec<_>>())
    };
    assert_eq!(kept(json!({"later": "2026-03-01", "why": 7, "loss": "x"})), Ok(json!({"later": "2026-03-01"})));
    assert_eq!(kept(json!({"urgent": false})), Err(vec!["/data/later".into()]));
    assert_eq!(kept(json!({"urgent": true})), Err(vec!["/data/why".into()]));
    let all = json!({"urgent": true, "why": "money", "loss": 1000.00, "much": "Ada", "later": "no day"});
    let expected = json!({"urgent": true, "why": "money", "loss": 1000, "much": "Ada"});
    assert_eq!(kept(all).map(|kept| kept.to_string()), Ok(expected.to_string()));
    assert_eq!(kept(json!({"urgent": true, "why": "law", "loss": 5})), Ok(json!({"urgent": true, "why": "law"})));
    assert_eq!(
        kept(json!({"nope": 1, "a/b": 2, "later": "2026-03-01"})),
        Err(vec!["/data/a~1b".into(), "/data/nope".into()])
    );
}

/// Any answer: right for some type, or for none.
fn any_answer() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        (-5_i64..5).prop_map(|n| json!(n)),
        prop_oneof!["a", "b", "x", "2026-03-01", "3d", "https://example.org"].prop_map(Json::String),
        prop::collection::vec(prop_oneof!["a", "b", "x"], 0..3).prop_map(|v| json!(v)),
    ]
}

/// A form whose questions depend on each other in every way that can be published.
fn any_form() -> impl Strategy<Value = Vec<FormField>> {
    let field = (0_usize..8, any::<bool>(), prop::option::of((0_usize..6, any::<bool>())));
    prop::collection::vec(field, 1..7).prop_map(|drawn| {
        let kinds = ["text", "number", "checkbox", "date", "dropdown", "multi_select", "duration", "url"];
        let mut fields: Vec<FormField> = Vec::new();
        for (at, (kind, required, on)) in drawn.into_iter().enumerate() {
            let kind = kinds[kind];
            let options = if matches!(kind, "dropdown" | "multi_select") { json!(["a", "b"]) } else { json!([]) };
            let mut field =
                json!({"id": format!("f{at}"), "label": "?", "type": kind, "options": options, "required": required});
            if let Some((on, flip)) = on.filter(|(on, _)| *on < at) {
                let wanted = match fields[on].kind {
                    FieldKind::Checkbox => json!(flip),
                    FieldKind::Number => json!(1),
                    FieldKind::Date => json!("2026-03-01"),
                    FieldKind::Duration | FieldKind::Url => Json::Null,
                    _ => json!(if flip { "a" } else { "b" }),
                };
                if !wanted.is_null() {
                    field["showIf"] = json!({"field": format!("f{on}"), "equals": wanted});
                }
            }
            fields.extend(form(json!([field])));
        }
        fields
    })
}

proptest! {
    #[test]
    fn what_is_kept_is_asked_and_right_and_stays(fields in any_form(), answers in prop::collection::vec(any_answer(), 7)) {
        let data: Map<String, Json> = fields.iter().zip(answers).map(|(field, value)| (field.id.clone(), value)).collect();
        if let Ok(checked) = read(&fields, &data, "EUR") {
            for (at, field) in fields.iter().enumerate() {
                let asked = is_asked(field, &fields[..at], &checked.data);
                let kept = checked.data.get(&field.id);
                prop_assert!(kept.is_none() || asked, "{} is kept and was not asked", field.id);
                prop_assert!(kept.is_some() || !asked || !field.required, "{} is missing", field.id);
            }
            let again = read(&fields, &checked.data, "EUR");
            prop_assert_eq!(again.map(|again| again.data), Ok(checked.data));
        }
    }
}
