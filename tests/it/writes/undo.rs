//! Taking changes back by their events, and doing them again.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn last(who: &Person<'_>) -> i64 {
    who.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].as_i64().unwrap()
}

async fn titles(who: &Person<'_>) -> Vec<String> {
    let mut all: Vec<String> = who.all("tasks").await.iter().map(|task| text(&task["title"])).collect();
    all.sort();
    all
}

both!(a_bulk_change_is_taken_back_and_done_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let (a, b) = (ada.task(&project, "a").await, ada.task(&project, "b").await);
    let task = async || ada.get(&format!("tasks/{a}")).await.expect(200);
    let was = task().await;
    let operations = json!([
        {"op": "update", "id": a, "title": "A", "priority": "high", "assigneeId": ada.id, "startDate": "2026-03-02", "duration": 3},
        {"op": "update", "id": a, "title": "AA", "dependsOn": [b]},
        {"op": "create", "projectId": project, "title": "new"},
        {"op": "update", "id": b, "status": "done"},
    ]);
    let answer = ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200);
    let done = task().await;
    let path = |batch: &Value| format!("batches/{}/undo", text(batch));
    let dry = ada.post(&format!("{}?dryRun=true", path(&answer["batchId"])), json!({})).await.expect(200);
    assert_eq!(dry["undone"], 4);
    assert_eq!(titles(&ada).await, ["AA", "b", "new"]);
    let undone = ada.post(&path(&answer["batchId"]), json!({})).await.expect(200);
    assert_eq!(titles(&ada).await, ["a", "b"]);
    let same = |x: &Value, y: &Value| {
        for name in [
            "title",
            "priority",
            "assigneeId",
            "assignments",
            "startDate",
            "endDate",
            "duration",
            "constraint",
            "dependsOn",
            "status",
        ] {
            assert_eq!(x[name], y[name], "{name}");
        }
    };
    same(&task().await, &was);
    let other = ada.get(&format!("tasks/{b}")).await.expect(200);
    assert_eq!((&other["status"], &other["percentComplete"]), (&was["status"], &json!(0)));
    ada.post(&path(&undone["batchId"]), json!({})).await.expect(200);
    assert_eq!(titles(&ada).await, ["AA", "b", "new"]);
    same(&task().await, &done);
});

both!(what_was_changed_since_stands_in_the_way, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let (a, b) = (ada.task(&project, "a").await, ada.task(&project, "b").await);
    let operations =
        json!([{"op": "update", "id": a, "title": "A"}, {"op": "update", "id": b, "title": "B", "priority": "low"}]);
    let batch = text(&ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200)["batchId"]);
    ada.patch(&format!("tasks/{b}"), json!({"title": "other", "description": "is no matter"})).await.expect(200);
    let events = last(&ada).await;
    let refused = ada.post(&format!("batches/{batch}/undo"), json!({})).await;
    assert_eq!(refused.header("content-type"), "application/problem+json");
    let refused = refused.problem(409, "undo_conflict");
    let conflicts = refused["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(
        (&conflicts[0]["objectId"], &conflicts[0]["field"], &conflicts[0]["code"]),
        (&json!(b), &json!("title"), &json!("changed"))
    );
    assert_eq!(titles(&ada).await, ["A", "other"], "all or nothing");
    assert_eq!(last(&ada).await, events);
    ada.patch(&format!("tasks/{b}"), json!({"title": "B"})).await.expect(200);
    ada.post(&format!("batches/{batch}/undo"), json!({})).await.expect(200);
    let b = ada.get(&format!("tasks/{b}")).await.expect(200);
    assert_eq!(
        (&b["title"], &b["priority"], &b["description"]),
        (&json!("b"), &json!("normal"), &json!("is no matter"))
    );
});

both!(single_events_are_taken_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let parent = ada.task(&project, "parent").await;
    let child = ada.make("tasks", json!({"projectId": project, "parentId": parent, "title": "child"})).await;
    let undo = async |seq: i64| ada.post(&format!("events/{seq}/undo"), json!({})).await;
    ada.delete(&format!("tasks/{parent}")).await.expect(204);
    undo(last(&ada).await).await.expect(200);
    assert_eq!(titles(&ada).await, ["child", "parent"]);
    let first = ada.task(&project, "first").await;
    ada.post(&format!("tasks/{child}/move"), json!({"parentId": null, "after": first})).await.expect(200);
    undo(last(&ada).await).await.expect(200);
    assert_eq!(ada.get(&format!("tasks/{child}")).await.expect(200)["parentId"], json!(parent));
    let made = last(&ada).await;
    ada.delete(&format!("tasks/{first}")).await.expect(204);
    ada.delete(&format!("tasks/{first}?purge=true")).await.expect(204);
    undo(last(&ada).await).await.problem(409, "undo_conflict");
    let founding = undo(1).await.problem(409, "undo_conflict");
    assert_eq!(founding["conflicts"][0]["code"], "not_undoable", "an organization is not lost by a slip");
    let gone = undo(made + 1).await.problem(409, "undo_conflict");
    assert_eq!(gone["conflicts"][0]["code"], "gone");
    for nothing in [
        "events/999999/undo",
        "events/0/undo",
        "events/x/undo",
        "batches/x/undo",
        "batches/0123456789abcdef01234567/undo",
    ] {
        ada.post(nothing, json!({})).await.expect(404);
    }
});

both!(a_move_goes_back_to_its_place, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, other) = (ada.project("Web").await, ada.project("Other").await);
    let mut ids = Vec::new();
    for title in ["a", "b", "c"] {
        ids.push(ada.task(&project, title).await);
    }
    let order = async || -> Vec<String> {
        let list = ada.get(&format!("tasks?projectId={project}&sort=rank")).await.expect(200);
        list["data"].as_array().unwrap().iter().map(|task| text(&task["title"])).collect()
    };
    ada.post(&format!("tasks/{}/move", ids[0]), json!({"after": ids[1]})).await.expect(200);
    assert_eq!(order().await, ["b", "a", "c"]);
    ada.post(&format!("events/{}/undo", last(&ada).await), json!({})).await.expect(200);
    assert_eq!(order().await, ["a", "b", "c"]);
    ada.post(&format!("tasks/{}/move", ids[1]), json!({"projectId": other, "parentId": null})).await.expect(200);
    ada.post(&format!("events/{}/undo", last(&ada).await), json!({})).await.expect(200);
    assert_eq!(order().await, ["a", "b", "c"]);
});

both!(only_who_may_takes_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    let operations =
        json!([{"op": "create", "projectId": open, "title": "a"}, {"op": "create", "projectId": closed, "title": "b"}]);
    let batch = text(&ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200)["batchId"]);
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    let (vic, ed) = (ada.invite("Vic", "Viewer").await, ada.invite("Ed", "Editor").await);
    let secret = ada.task(&closed, "secret").await;
    let hidden = last(&ada).await;
    let path = format!("batches/{batch}/undo");
    ed.post(&path, json!({})).await.problem(403, "forbidden");
    vic.post(&path, json!({})).await.problem(403, "forbidden");
    ed.post(&format!("events/{hidden}/undo"), json!({})).await.expect(404);
    let label = ada.make("labels", json!({"name": "x"})).await;
    let seq = last(&ada).await;
    vic.post(&format!("events/{seq}/undo"), json!({})).await.problem(403, "forbidden");
    ed.post(&format!("events/{seq}/undo"), json!({})).await.expect(200);
    ada.get(&format!("labels/{label}")).await.expect(404);
    ada.get(&format!("tasks/{secret}")).await.expect(200);
    let mallory = world.founder("Mallory").await;
    mallory.post(&path, json!({})).await.expect(404);
    assert_eq!(titles(&ada).await, ["a", "b", "secret"]);
});
