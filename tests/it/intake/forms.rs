//! Form templates: what can be published, versions that never change, and where they go with their project.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(a_request_keeps_the_version_it_was_filled_in_with, |world: World| async move {
    let ada = world.founder("Ada").await;
    let first = json!([{"id": "why", "label": "Why?", "type": "text", "required": true}]);
    let form = ada.make("form-templates", json!({"name": "Purchase", "fields": first})).await;
    let path = format!("form-templates/{form}");
    let old = ada.make("form-requests", json!({"templateId": form, "data": {"why": "new chairs"}})).await;
    let renamed = ada.patch(&path, json!({"name": "Purchases", "fields": first})).await.expect(200);
    assert_eq!(renamed["version"], 1, "a name is no question");
    let second = json!([{"id": "why", "label": "Why?", "type": "text"}, {"label": "How much?", "type": "money", "required": true}]);
    let changed = ada.patch(&path, json!({"fields": second})).await.expect(200);
    assert_eq!(changed["version"], 2);
    let price = text(&changed["fields"][1]["id"]);
    let versions = ada.get(&format!("{path}/versions")).await.expect(200);
    assert_eq!(versions["data"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&versions["data"][0]["version"], &versions["data"][0]["fields"][0]["required"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(versions["data"][0]["fields"].as_array().map(Vec::len), Some(1));
    assert_eq!(versions["data"][1]["fields"], changed["fields"]);
    let page = ada.get(&format!("{path}/versions?limit=1")).await.expect(200);
    let next = ada.get(&format!("{path}/versions?limit=1&cursor={}", text(&page["nextCursor"]))).await.expect(200);
    assert_eq!(next["data"][0]["version"], 2);

    // The old request answers the old questions, whatever was published since.
    let old = format!("form-requests/{old}");
    assert_eq!(ada.get(&old).await.expect(200)["templateVersion"], 1);
    let refused = ada.patch(&old, json!({"data": {&price: 5}})).await.expect(422);
    assert_eq!(refused["errors"][0]["pointer"], format!("/data/{price}"));
    let kept = ada.patch(&old, json!({"data": {"why": "better chairs"}})).await.expect(200);
    assert_eq!((&kept["templateVersion"], &kept["data"]), (&json!(1), &json!({"why": "better chairs"})));
    ada.patch(&old, json!({"data": {"why": null}})).await.expect(422);
    let body = json!({"templateId": form, "data": {"why": "x", &price: 12.5}});
    let new = ada.post("form-requests", body).await.expect(201);
    assert_eq!(
        (&new["templateVersion"], &new["data"][&price]),
        (&json!(2), &json!({"amount": 12.5, "currency": "EUR"}))
    );
});

both!(what_cannot_be_published_says_where_it_is_wrong, |world: World| async move {
    let ada = world.founder("Ada").await;
    let cases = [
        (json!({"name": " "}), "/name"),
        (json!({"name": "F", "fields": "none"}), "/fields"),
        (json!({"name": "F", "fields": [{"label": "A", "type": "essay"}]}), "/fields"),
        (json!({"name": "F", "fields": [{"label": "A", "type": "dropdown"}]}), "/fields/0/options"),
        (
            json!({"name": "F", "fields": [{"id": "a", "label": "A", "type": "text"}, {"id": "a", "label": "B", "type": "text"}]}),
            "/fields/1/id",
        ),
        (
            json!({"name": "F", "fields": [{"label": "A", "type": "text", "showIf": {"field": "b", "equals": 1}}]}),
            "/fields/0/showIf",
        ),
        (json!({"name": "F", "version": 4}), "/version"),
        (json!({"name": "F", "projectId": "0123456789abcdef01234567"}), "/projectId"),
    ];
    for (body, pointer) in cases {
        let refused = ada.post("form-templates", body.clone()).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{body}");
    }
    let made = ada.post("form-templates", json!({"name": "Empty"})).await.expect(201);
    assert_eq!((&made["version"], &made["fields"], &made["createdBy"]), (&json!(1), &json!([]), &json!(ada.id)));
});

both!(forms_go_with_their_project_and_requests_with_their_form, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Office").await;
    let form = ada.make("form-templates", json!({"name": "Chairs", "projectId": project})).await;
    let request = ada.make("form-requests", json!({"templateId": form, "data": {}})).await;
    let alone = ada.make("form-requests", json!({"templateId": form, "data": {}})).await;
    ada.delete(&format!("form-requests/{alone}")).await.expect(204);
    let (form, request) = (format!("form-templates/{form}"), format!("form-requests/{request}"));
    for above in [form.clone(), format!("projects/{project}")] {
        ada.delete(&above).await.expect(204);
        for path in [&form, &request] {
            ada.get(path).await.problem(404, "not_found");
        }
        let code = if above == form { "template_in_trash" } else { "project_in_trash" };
        let inner = if above == form { &request } else { &form };
        ada.post(&format!("{inner}/restore"), json!({})).await.problem(409, code);
        ada.post(&format!("{above}/restore"), json!({})).await.expect(200);
        for path in [&form, &request] {
            ada.get(path).await.expect(200);
        }
        let trash = ada.all("form-requests?deleted=true").await;
        assert_eq!(trash.len(), 1, "what was thrown away by itself stays away: {trash:?}");
    }
    ada.delete(&format!("projects/{project}")).await.expect(204);
    ada.delete(&format!("projects/{project}?purge=true")).await.expect(204);
    let left: Vec<Value> = ada.all("form-templates?deleted=true").await;
    assert!(left.is_empty() && ada.all("form-requests?deleted=true").await.is_empty(), "{left:?}");
    let again = ada.make("form-templates", json!({"name": "Desks"})).await;
    ada.make("form-requests", json!({"templateId": again, "data": {}})).await;
    ada.delete(&format!("form-templates/{again}")).await.expect(204);
    ada.delete(&format!("form-templates/{again}?purge=true")).await.expect(204);
    assert!(ada.all("form-requests?deleted=true").await.is_empty());
});
