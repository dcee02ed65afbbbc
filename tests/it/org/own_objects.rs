//! Permissions for one's own objects alone: they narrow lists, reads, counts, references and events alike.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(|row| text(&row["id"])).collect()
}

/// Bob holds a role of these permissions; with a task of his, one assigned to him, and one of neither.
async fn scene<'w>(ada: &'w Person<'_>, permissions: &[&str]) -> (Person<'w>, [String; 3]) {
    let project = ada.project("Website").await;
    let bob = ada.invite("Bob", "Editor").await;
    let own = bob.task(&project, "Own").await;
    let assigned = json!({"projectId": project, "title": "Assigned", "assigneeId": bob.id});
    let (assigned, other) = (ada.make("tasks", assigned).await, ada.task(&project, "Other").await);
    ada.make("roles", json!({"name": "Narrow", "permissions": permissions})).await;
    let held = ada.get(&format!("role-assignments?userId={}", bob.id)).await.expect(200);
    let path = format!("role-assignments/{}", text(&held["data"][0]["id"]));
    ada.patch(&path, json!({"role": "Narrow"})).await.expect(200);
    (bob, [own, assigned, other])
}

both!(who_reads_its_own_tasks_sees_no_others_anywhere, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held = ["event:read", "project:read", "project:read-open", "task:read:own", "comment:read", "comment:create"];
    let (bob, [own, assigned, other]) = scene(&ada, &held).await;
    for task in [&own, &other] {
        ada.make("comments", json!({"task": task, "content": "Said"})).await;
    }
    ada.patch(&format!("tasks/{own}"), json!({"dependsOn": [other]})).await.expect(200);
    let page = bob.get("tasks?count=true").await.expect(200);
    assert_eq!((ids(&page), &page["total"]), (vec![own.clone(), assigned.clone()], &json!(2)));
    bob.get(&format!("tasks/{other}")).await.problem(404, "not_found");
    let seen = bob.get(&format!("tasks/{own}")).await.expect(200);
    assert_eq!(
        (&seen["dependsOn"], &seen["hiddenDependencies"], &seen["can"]),
        (&json!([]), &json!(1), &json!(["comment"]))
    );
    assert_eq!(bob.get("comments?count=true").await.expect(200)["total"], 1, "comments are seen with their task");
    bob.post("comments", json!({"task": other, "content": "x"})).await.problem(422, "not_found");
    bob.post("comments", json!({"task": own, "content": "x"})).await.expect(201);
    let log = bob.get("events?after=0&limit=200").await.expect(200);
    let about = |id: &String| log["data"].as_array().unwrap().iter().any(|event| event["taskId"] == json!(id));
    assert!(about(&own) && about(&assigned) && !about(&other), "{log:#}");
    assert!(!log.to_string().contains(&other), "not as a predecessor either");
    let progress = bob.get("projects/progress").await;
    assert!(progress.status != 200 || progress.body.to_string().contains("\"tasks\":2"), "{:#}", progress.body);
    ada.patch(&format!("tasks/{assigned}"), json!({"assigneeId": ada.id})).await.expect(200);
    assert_eq!(ids(&bob.get("tasks").await.expect(200)), [own]);
});

both!(who_changes_its_own_tasks_changes_no_others, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held = ["project:read", "project:read-open", "task:read", "task:update:own", "task:delete:own"];
    let (bob, [own, assigned, other]) = scene(&ada, &held).await;
    for (task, can) in
        [(&own, json!(["update", "delete"])), (&assigned, json!(["update", "delete"])), (&other, json!([]))]
    {
        let path = format!("tasks/{task}");
        assert_eq!(bob.get(&path).await.expect(200)["can"], can);
        let fine = can != json!([]);
        let changed = bob.patch(&path, json!({"title": "Changed"})).await;
        assert_eq!(changed.status, if fine { 200 } else { 403 });
        assert!(!fine || changed.body["can"] == can);
        assert_eq!(bob.post(&format!("{path}/move"), json!({})).await.status, if fine { 200 } else { 403 });
        let link = format!("{path}/dependencies/{}", if *task == other { &own } else { &other });
        assert_eq!(bob.put(&link, json!({})).await.status, if fine { 200 } else { 403 });
        assert_eq!(bob.delete(&link).await.status, if fine { 200 } else { 403 });
        assert_eq!(bob.delete(&path).await.status, if fine { 204 } else { 403 });
        let restored = bob.post(&format!("{path}/restore"), json!({})).await.status;
        assert_eq!(restored, if fine { 200 } else { 404 });
    }
    bob.post("tasks", json!({"projectId": "0123456789abcdef01234567", "title": "x"})).await.problem(403, "forbidden");
});

both!(who_reads_its_own_projects_sees_no_others_and_nothing_in_them, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held = ["project:read:own", "project:read-open", "project:read-all", "task:read", "event:read"];
    let (bob, _) = scene(&ada, &held).await;
    assert_eq!(ids(&bob.get("projects").await.expect(200)), Vec::<String>::new());
    assert_eq!(ids(&bob.get("tasks").await.expect(200)), Vec::<String>::new());
    let owned = ada.make("projects", json!({"name": "Bob's", "ownerId": bob.id, "visibility": "private"})).await;
    let task = ada.task(&owned, "In it").await;
    assert_eq!(ids(&bob.get("projects").await.expect(200)), [owned]);
    assert_eq!(ids(&bob.get("tasks?populate=projectId").await.expect(200)), [task]);
});

both!(who_sees_its_own_tasks_puts_none_below_others, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held =
        ["project:read", "project:read-open", "task:read:own", "task:create", "task:update:own", "task:delete:own"];
    let (bob, [own, assigned, other]) = scene(&ada, &held).await;
    let below = |parent: &str| json!({"parentId": parent});
    bob.post(&format!("tasks/{own}/move"), below(&other)).await.problem(422, "not_found");
    let project = ada.get(&format!("tasks/{own}")).await.expect(200)["projectId"].clone();
    let body = json!({"projectId": project, "title": "Below", "parentId": other});
    bob.post("tasks", body).await.problem(422, "not_found");
    bob.post(&format!("tasks/{own}/move"), below(&assigned)).await.expect(200);
    // Where somebody else has put it, it may change its place among what it sees.
    ada.post(&format!("tasks/{own}/move"), below(&other)).await.expect(200);
    bob.post(&format!("tasks/{own}/move"), below(&other)).await.expect(200);
});
