//! Custom fields: definitions, values and what is refused.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn define(who: &Person<'_>, name: &str, kind: &str, more: Value) -> String {
    let mut body = json!({"name": name, "type": kind});
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    who.make("field-definitions", body).await
}

fn one(field: &str, value: Value) -> Value {
    json!({"customFields": [{"fieldId": field, "value": value}]})
}

both!(values_are_checked_against_their_definition, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let stranger = world.founder("Mallory").await;
    let project = ada.project("Fields").await;
    let task = ada.task(&project, "t").await;
    let options = json!({"options": ["low", "high"]});
    let long = "x".repeat(1_001);
    for (kind, more, right, kept, wrong) in [
        (
            "text",
            json!({}),
            json!("a"),
            json!("a"),
            vec![json!(1), json!(""), json!(long), json!("a\nb"), json!("a\0")],
        ),
        ("long_text", json!({}), json!("a\nb"), json!("a\nb"), vec![json!([]), json!(" ")]),
        ("number", json!({}), json!(12.5), json!(12.5), vec![json!("1"), json!(0.00001), json!(true)]),
        ("checkbox", json!({}), json!(false), json!(false), vec![json!(0), json!("true")]),
        ("date", json!({}), json!("2026-03-01"), json!("2026-03-01"), vec![json!("2026-02-30"), json!("1.3.2026")]),
        ("dropdown", options.clone(), json!("high"), json!("high"), vec![json!("medium"), json!(["high"])]),
        (
            "multi_select",
            options,
            json!(["high", "low"]),
            json!(["low", "high"]),
            vec![json!(["high", "high"]), json!([]), json!("high"), json!(["x"])],
        ),
        ("user", json!({}), json!(bob.id), json!(bob.id), vec![json!(stranger.id), json!("Bob"), json!(7)]),
        (
            "url",
            json!({}),
            json!("https://a.example/x?y=1"),
            json!("https://a.example/x?y=1"),
            vec![json!("javascript:alert(1)"), json!("https://"), json!("a.example")],
        ),
        ("email", json!({}), json!("Bob@Example.com"), json!("bob@example.com"), vec![json!("bob"), json!("a@b@c")]),
        (
            "money",
            json!({}),
            json!({"amount": 9.99}),
            json!({"amount": 9.99, "currency": "EUR"}),
            vec![
                json!(9),
                json!({"amount": "9"}),
                json!({"amount": 1, "currency": "EURO"}),
                json!({"currency": "EUR"}),
            ],
        ),
        (
            "duration",
            json!({}),
            json!("2D"),
            json!("2d"),
            vec![json!(2), json!("2"), json!("-1d"), json!("50%"), json!("1ed")],
        ),
    ] {
        let field = define(&ada, kind, kind, more).await;
        let set = ada.patch(&format!("tasks/{task}"), one(&field, right)).await.expect(200);
        let values = set["customFields"].as_array().unwrap();
        assert_eq!(values.last().unwrap(), &json!({"fieldId": field, "value": kept}), "{kind}");
        for value in wrong {
            let refused = ada.patch(&format!("tasks/{task}"), one(&field, value.clone())).await.expect(422);
            assert_eq!(refused["errors"][0]["pointer"], "/customFields/0/value", "{kind} {value}");
        }
    }
    let read = ada.get(&format!("tasks/{task}")).await.expect(200);
    assert_eq!(read["customFields"].as_array().unwrap().len(), 12, "each change named one and left the others");
    for value in read["customFields"].as_array().unwrap() {
        ada.patch(&format!("tasks/{task}"), one(&text(&value["fieldId"]), Value::Null)).await.expect(200);
    }
    assert_eq!(ada.get(&format!("tasks/{task}")).await.expect(200)["customFields"], json!([]));
});

both!(faults_point_at_their_place, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, other) = (ada.project("One").await, ada.project("Two").await);
    let field = define(&ada, "n", "number", json!({"projectId": project})).await;
    let of_projects = define(&ada, "n", "number", json!({"model": "project"})).await;
    let elsewhere = ada.task(&other, "t").await;
    let task = ada.task(&project, "t").await;
    let right = json!({"fieldId": field, "value": 1});
    for (path, values, pointer, code) in [
        (
            &task,
            json!([right, {"fieldId": "0123456789abcdef01234567", "value": 1}]),
            "/customFields/1/fieldId",
            "not_found",
        ),
        (&task, json!([{"fieldId": of_projects, "value": 1}]), "/customFields/0/fieldId", "not_found"),
        (&elsewhere, json!([right]), "/customFields/0/fieldId", "not_found"),
        (&task, json!([right, right]), "/customFields/1/fieldId", "duplicate"),
        (&task, json!([{"fieldId": "x", "value": 1}]), "/customFields/0/fieldId", "format"),
        (&task, json!([{"fieldId": field}]), "/customFields/0/value", "required"),
        (&task, json!([right, 7]), "/customFields/1", "type"),
        (&task, json!([{"fieldId": field, "value": 1, "x": 1}]), "/customFields/0", "unknown_field"),
        (&task, json!({}), "/customFields", "type"),
    ] {
        let refused = ada.patch(&format!("tasks/{path}"), json!({"customFields": values})).await.problem(422, code);
        assert_eq!(refused["errors"][0]["pointer"], pointer);
    }
    ada.patch(&format!("projects/{project}"), one(&of_projects, json!(3))).await.expect(200);
    ada.patch(&format!("projects/{project}"), one(&field, json!(3))).await.problem(422, "not_found");
    for (body, pointer) in [
        (json!({"name": "n", "type": "colour"}), "/type"),
        (json!({"name": "x", "type": "dropdown"}), "/options"),
        (json!({"name": "x", "type": "dropdown", "options": ["a", "a"]}), "/options"),
        (json!({"name": "x", "type": "text", "options": ["a"]}), "/options"),
        (json!({"name": "x", "type": "text", "projectId": "0123456789abcdef01234567"}), "/projectId"),
    ] {
        let refused = ada.post("field-definitions", body).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], pointer);
    }
    let again = json!({"name": "n", "type": "text", "projectId": project});
    ada.post("field-definitions", again).await.problem(409, "taken");
    ada.patch(&format!("field-definitions/{field}"), json!({"type": "text"})).await.problem(422, "read_only");
});

both!(what_is_required_is_asked_for_when_something_new_is_made, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, other) = (ada.project("One").await, ada.project("Two").await);
    let before = ada.task(&project, "before").await;
    let field = define(&ada, "Cost centre", "text", json!({"projectId": project, "required": true})).await;
    let body = json!({"projectId": project, "title": "t"});
    let refused = ada.post("tasks", body.clone()).await.problem(422, "required");
    assert_eq!(refused["errors"][0]["pointer"], "/customFields");
    ada.task(&other, "another project has no such field").await;
    ada.patch(&format!("tasks/{before}"), json!({"title": "still"})).await.expect(200);
    let mut right = body;
    right["customFields"] = json!([{"fieldId": field, "value": "4711"}]);
    let made = ada.make("tasks", right).await;
    let refused = ada.patch(&format!("tasks/{made}"), one(&field, Value::Null)).await.problem(422, "required");
    assert_eq!(refused["errors"][0]["pointer"], "/customFields/0/value");
    ada.patch(&format!("tasks/{made}"), json!({"customFields": null})).await.problem(422, "required");
});

both!(a_definition_that_changes_or_goes_leaves_the_values, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("One").await;
    let field = define(&ada, "Size", "dropdown", json!({"options": ["S", "L"]})).await;
    let values = one(&field, json!("S"));
    let task =
        ada.make("tasks", json!({"projectId": project, "title": "t", "customFields": values["customFields"]})).await;
    let path = format!("tasks/{task}");
    let definition = format!("field-definitions/{field}");
    ada.patch(&definition, json!({"options": ["M", "L"]})).await.expect(200);
    ada.patch(&path, values.clone()).await.expect(200);
    let kept = |task: Value| assert_eq!(task["customFields"], values["customFields"]);
    kept(ada.get(&path).await.expect(200));
    ada.patch(&path, one(&field, json!("X"))).await.problem(422, "one_of");
    ada.delete(&definition).await.expect(204);
    kept(ada.get(&path).await.expect(200));
    ada.patch(&path, one(&field, json!("L"))).await.problem(422, "not_in_force");
    ada.delete(&format!("{definition}?purge=true")).await.expect(204);
    kept(ada.get(&path).await.expect(200));
    ada.patch(&path, one(&field, Value::Null)).await.expect(200);
    // With its project a definition goes, comes back, and is purged.
    let own = define(&ada, "Own", "number", json!({"projectId": project})).await;
    ada.patch(&path, one(&own, json!(1))).await.expect(200);
    let home = format!("projects/{project}");
    ada.delete(&home).await.expect(204);
    ada.get(&format!("field-definitions/{own}")).await.expect(404);
    ada.post(&format!("{home}/restore"), json!({})).await.expect(200);
    ada.get(&format!("field-definitions/{own}")).await.expect(200);
    ada.delete(&home).await.expect(204);
    ada.delete(&format!("{home}?purge=true")).await.expect(204);
    assert_eq!(ada.all("field-definitions?deleted=true").await, Vec::<Value>::new());
});
