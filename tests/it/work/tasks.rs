//! The life of a task.

use guildhall_tests::{both, text};
use serde_json::json;

both!(a_task_is_made_read_changed_trashed_and_restored, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Website relaunch").await;
    let made = ada
        .post("tasks", json!({"projectId": project, "title": "Draft the sitemap", "estimateCost": 12.34, "labels": []}))
        .await;
    assert!(made.header("location").ends_with(&text(&made.body["id"])));
    let task = made.expect(201);
    assert_eq!((task["key"].as_str(), task["status"].as_str()), (Some("WR-1"), Some("todo")));
    assert_eq!((task["estimateCost"].to_string(), task["currency"].as_str()), ("12.34".into(), Some("EUR")));
    let path = format!("tasks/{}", text(&task["id"]));
    let changed = ada.patch(&path, json!({"status": "done", "title": "Sitemap"})).await.expect(200);
    assert_eq!((changed["statusKind"].as_str(), changed["percentComplete"].as_i64()), (Some("done"), Some(100)));
    assert_eq!(changed["revision"], 2);
    ada.delete(&path).await.expect(204);
    ada.get(&path).await.problem(404, "not_found");
    assert_eq!(ada.all("tasks?deleted=true").await.len(), 1);
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(ada.all("tasks").await.len(), 1);
    let events = ada.get(&format!("events?objectId={}&after=0", text(&task["id"]))).await.expect(200);
    let actions: Vec<_> = events["data"].as_array().unwrap().iter().map(|e| text(&e["action"])).collect();
    assert_eq!(actions, ["created", "updated", "deleted", "restored"]);
});

both!(unknown_and_read_only_fields_are_refused_by_name, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Website relaunch").await;
    let body = json!({"projectId": project, "title": "x", "nope": 1, "key": "A-1"});
    let problem = ada.post("tasks", body).await.problem(422, "read_only");
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|e| text(&e["pointer"])).collect();
    assert_eq!(pointers, ["/key", "/nope"]);
    assert_eq!(ada.all("tasks").await.len(), 0);
});
