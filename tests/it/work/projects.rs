//! Projects: members, statuses, and what goes along into the trash.

use guildhall_tests::{World, both};
use serde_json::json;

both!(a_project_takes_everything_along, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Launch").await;
    let task = ada.task(&project, "t").await;
    ada.make("comments", json!({"task": task, "content": "hello"})).await;
    ada.make("checklists", json!({"taskId": task, "title": "list", "items": [{"text": "one"}]})).await;
    let path = format!("projects/{project}");
    ada.delete(&path).await.expect(204);
    for collection in ["projects", "tasks", "comments", "checklists"] {
        assert!(ada.all(collection).await.is_empty(), "{collection}");
        assert_eq!(ada.all(&format!("{collection}?deleted=true")).await.len(), 1, "{collection}");
    }
    ada.post(&format!("tasks/{task}/restore"), json!({})).await.problem(409, "project_in_trash");
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    for collection in ["projects", "tasks", "comments", "checklists"] {
        assert_eq!(ada.all(collection).await.len(), 1, "{collection}");
    }
    ada.delete(&format!("{path}?purge=true")).await.problem(409, "not_in_trash");
    ada.delete(&path).await.expect(204);
    ada.delete(&format!("{path}?purge=true")).await.expect(204);
    for collection in ["projects", "tasks", "comments", "checklists"] {
        assert!(ada.all(&format!("{collection}?deleted=true")).await.is_empty(), "{collection}");
    }
    ada.post("projects", json!({"name": "Other", "key": "LAUN"})).await.expect(201);
});

both!(statuses_in_use_stay_and_kinds_reach_the_tasks, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Launch").await;
    let task = ada.task(&project, "t").await;
    let path = format!("projects/{project}");
    ada.patch(&path, json!({"statuses": [{"key": "new", "name": "New", "kind": "open"}]})).await.problem(422, "in_use");
    ada.patch(&path, json!({"statuses": [{"key": "todo", "name": "To do", "kind": "done"}]})).await.expect(200);
    assert_eq!(ada.get(&format!("tasks/{task}")).await.expect(200)["statusKind"], "done");
    let refused = ada.patch(&format!("tasks/{task}"), json!({"status": "nope"})).await.problem(422, "one_of");
    assert_eq!(refused["errors"][0]["pointer"], "/status");
    for (body, code) in [
        (json!({"statuses": []}), "statuses"),
        (json!({"key": "no"}), "format"),
        (json!({"startDate": "2026-03-02", "endDate": "2026-03-01"}), "before_start"),
        (json!({"startDate": "2026-02-30"}), "format"),
        (json!({"visibility": "secret"}), "one_of"),
        (json!({"ownerId": "0123456789abcdef01234567"}), "not_found"),
        (json!({"currency": "XYZ"}), "currency"),
    ] {
        ada.patch(&path, body.clone()).await.problem(422, code);
    }
});

both!(money_is_exact_and_always_has_a_currency, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Money", "currency": "CHF"})).await;
    let task = ada.task(&project, "t").await;
    let path = format!("tasks/{task}");
    let priced = ada.patch(&path, json!({"estimateCost": 99999999999.9999})).await.expect(200);
    assert_eq!((priced["estimateCost"].to_string(), &priced["currency"]), ("99999999999.9999".into(), &json!("CHF")));
    ada.patch(&path, json!({"currency": "EUR"})).await.problem(422, "amounts");
    ada.patch(&path, json!({"currency": "EUR", "estimateCost": 5})).await.expect(200);
    ada.patch(&path, json!({"estimateCost": 0.00001})).await.problem(422, "format");
    ada.patch(&path, json!({"estimateCost": -1})).await.problem(422, "range");
});

both!(checklist_items_have_routes_of_their_own, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Lists").await;
    let task = ada.task(&project, "t").await;
    let list = ada.make("checklists", json!({"taskId": task, "title": "Before launch"})).await;
    let items = format!("checklists/{list}/items");
    let one = ada.post(&items, json!({"text": "one"})).await.expect(201)["items"][0]["id"].as_str().unwrap().to_owned();
    ada.post(&items, json!({"text": "two"})).await.expect(201);
    ada.post(&items, json!({"text": "one and a half", "after": one})).await.expect(201);
    let ticked = ada.patch(&format!("{items}/{one}"), json!({"done": true})).await.expect(200);
    let texts: Vec<_> = ticked["items"].as_array().unwrap().iter().map(|i| i["text"].as_str().unwrap()).collect();
    assert_eq!((texts, &ticked["items"][0]["done"]), (vec!["one", "one and a half", "two"], &json!(true)));
    ada.delete(&format!("{items}/{one}")).await.expect(200);
    ada.delete(&format!("{items}/{one}")).await.problem(404, "not_found");
    ada.post(&items, json!({"text": ""})).await.problem(422, "text");
});

both!(a_project_whose_owner_has_left_can_be_changed, |world: World| async move {
    let ada = world.founder("Ada").await;
    let [bob, carol] = [ada.invite("Bob", "Editor").await, ada.invite("Carol", "Editor").await];
    let body = json!({"name": "P", "ownerId": bob.id, "memberIds": [bob.id]});
    let project = ada.make("projects", body).await;
    ada.delete(&format!("members/{}", bob.id)).await.expect(204);
    let path = format!("projects/{project}");
    assert_eq!(ada.patch(&path, json!({"description": "x"})).await.expect(200)["description"], "x");
    ada.put(&format!("{path}/members/{}", carol.id), json!({})).await.expect(200);
    ada.patch(&path, json!({"memberIds": [carol.id, bob.id]})).await.problem(422, "not_found");
    ada.patch(&path, json!({"ownerId": carol.id})).await.expect(200);
    ada.patch(&path, json!({"ownerId": bob.id})).await.problem(422, "not_found");
});

both!(an_id_of_zeros_is_nobodys, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("P").await;
    let zeros = "0".repeat(24);
    let body = json!({"projectId": project, "amount": 5, "userId": zeros});
    ada.post("expenses", body).await.problem(422, "not_found");
    ada.post("labels", json!({"id": zeros, "name": "x"})).await.problem(422, "format");
    ada.get(&format!("tasks/{zeros}")).await.problem(404, "not_found");
});
