//! `as_of`: objects and lists as they were.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn now(who: &Person<'_>) -> i64 {
    who.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].as_i64().unwrap()
}

fn column(page: &Value, name: &str) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(|row| text(&row[name])).collect()
}

both!(an_object_is_read_as_it_was, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Website").await;
    let before = now(&ada).await;
    let task = ada.make("tasks", json!({"projectId": project, "title": "First", "priority": "high"})).await;
    let path = format!("tasks/{task}");
    let was = ada.get(&path).await.expect(200);
    let first = now(&ada).await;
    ada.patch(&path, json!({"title": "Second", "priority": null, "assigneeId": ada.id})).await.expect(200);
    let second = now(&ada).await;
    ada.delete(&path).await.expect(204);
    let trashed = now(&ada).await;
    ada.delete(&format!("{path}?purge=true")).await.expect(204);
    let at = async |seq: i64| ada.get(&format!("{path}?as_of={seq}")).await;
    at(before).await.problem(404, "not_found");
    let mut old = at(first).await.expect(200);
    assert_eq!(old["can"], json!([]));
    old["can"] = was["can"].clone();
    old["updatedAt"] = was["updatedAt"].clone();
    assert_eq!(old, was, "every field as it was");
    let changed = at(second).await.expect(200);
    assert_eq!(
        (&changed["title"], &changed["assigneeId"], &changed["revision"]),
        (&json!("Second"), &json!(ada.id), &json!(2))
    );
    assert!(at(trashed).await.expect(200)["deletedAt"].is_string());
    at(trashed + 1).await.problem(404, "not_found");
    let event = ada.get(&format!("events?objectId={task}")).await.expect(200);
    let instant = text(&event["data"][1]["at"]);
    assert_eq!(ada.get(&format!("{path}?as_of={instant}")).await.expect(200)["title"], "Second");
    ada.get(&format!("{path}?as_of=1999-01-01T00:00:00Z")).await.problem(404, "not_found");
    ada.get(&format!("{path}?as_of=yesterday")).await.problem(400, "bad_parameter");
    ada.get(&format!("{path}?as_of={first}&populate=projectId")).await.problem(400, "bad_parameter");
});

both!(a_list_is_read_as_it_was, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, other) = (ada.project("Website").await, ada.project("Other").await);
    let root = ada.task(&project, "Root").await;
    let child = ada.make("tasks", json!({"projectId": project, "parentId": root, "title": "Child"})).await;
    let grandchild = ada.make("tasks", json!({"projectId": project, "parentId": child, "title": "Grandchild"})).await;
    let comment = ada.make("comments", json!({"task": grandchild, "content": "Said"})).await;
    let full = now(&ada).await;
    ada.post(&format!("tasks/{root}/move"), json!({"projectId": other})).await.expect(200);
    let moved = now(&ada).await;
    ada.delete(&format!("tasks/{root}")).await.expect(204);
    let trashed = now(&ada).await;
    ada.task(&project, "Later").await;
    let list = async |query: String| ada.get(&query).await.expect(200);
    let page = list(format!("tasks?as_of={full}&projectId={project}")).await;
    assert_eq!(column(&page, "title"), ["Root", "Child", "Grandchild"]);
    assert_eq!(page["data"][2]["ancestors"], json!([root, child]));
    assert_eq!(list(format!("tasks?as_of={moved}&projectId={project}")).await["data"], json!([]));
    let page = list(format!("tasks?as_of={moved}&projectId={other}&fields=title")).await;
    assert_eq!(page["data"][1], json!({"id": child, "title": "Child"}), "a move takes along what is below");
    assert_eq!(list(format!("tasks?as_of={trashed}")).await["data"], json!([]));
    let page = list(format!("tasks?as_of={trashed}&deleted=true")).await;
    assert_eq!(column(&page, "title"), ["Root", "Child", "Grandchild"]);
    assert_eq!(list(format!("comments?as_of={trashed}")).await["data"], json!([]));
    assert_eq!(column(&list(format!("comments?as_of={moved}")).await, "id"), [comment]);
    let first = list(format!("tasks?as_of={full}&limit=2")).await;
    let rest = list(format!("tasks?as_of={full}&limit=2&cursor={}", text(&first["nextCursor"]))).await;
    assert_eq!((column(&first, "title").len(), column(&rest, "title")), (2, vec!["Grandchild".to_owned()]));
    for unfit in ["sort=title", "q=x", "populate=projectId", "title[gt]=x", "count=true", "cursor=x"] {
        let answer = ada.get(&format!("tasks?as_of={full}&{unfit}")).await;
        assert_eq!(answer.status, 400, "{unfit}: {:#}", answer.body);
    }
    for collection in ["projects", "members", "role-assignments", "labels", "calendars", "checklists", "invitations"] {
        list(format!("{collection}?as_of={full}")).await;
    }
    assert_eq!(column(&list(format!("members?as_of={full}")).await, "name"), ["Ada"]);
});

both!(the_past_is_hidden_from_who_does_not_see_the_present, |world: World| async move {
    let ada = world.founder("Ada").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    let (seen, hidden) = (ada.task(&open, "Seen").await, ada.task(&closed, "Hidden").await);
    ada.patch(&format!("tasks/{seen}"), json!({"dependsOn": [hidden]})).await.expect(200);
    let then = now(&ada).await;
    let names = async || column(&vic.get(&format!("tasks?as_of={then}")).await.expect(200), "title");
    assert_eq!(names().await, ["Seen", "Hidden"]);
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    assert_eq!(names().await, ["Seen"]);
    vic.get(&format!("tasks/{hidden}?as_of={then}")).await.problem(404, "not_found");
    assert_eq!(vic.get(&format!("tasks/{seen}?as_of={then}")).await.expect(200)["dependsOn"], json!([]));
    for project in [&open, &closed] {
        ada.delete(&format!("projects/{project}")).await.expect(204);
        ada.delete(&format!("projects/{project}?purge=true")).await.expect(204);
    }
    assert_eq!(names().await, ["Seen"], "what is gone shows to who saw it");
    assert_eq!(column(&ada.get(&format!("tasks?as_of={then}")).await.expect(200), "title"), ["Seen", "Hidden"]);
    ada.make("roles", json!({"name": "None", "permissions": ["label:read"]})).await;
    ada.invite("Moe", "None").await.get(&format!("tasks?as_of={then}")).await.problem(403, "forbidden");
});

both!(what_was_purged_took_along_what_it_held, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Website").await;
    let root = ada.task(&project, "Root").await;
    let child = ada.make("tasks", json!({"projectId": project, "parentId": root, "title": "Child"})).await;
    let deep = ada.make("tasks", json!({"projectId": project, "parentId": child, "title": "Deep"})).await;
    let comment = ada.make("comments", json!({"task": deep, "content": "Said"})).await;
    let expense = ada.make("expenses", json!({"projectId": project, "amount": 3})).await;
    let stays = ada.task(&project, "Stays").await;
    let there = async |path: &str, id: &str, seq: i64| ada.get(&format!("{path}/{id}?as_of={seq}")).await.status == 200;
    let full = now(&ada).await;
    ada.delete(&format!("tasks/{root}")).await.expect(204);
    let trashed = now(&ada).await;
    ada.delete(&format!("tasks/{root}?purge=true")).await.expect(204);
    let purged = now(&ada).await;
    for (path, id) in [("tasks", &child), ("tasks", &deep), ("comments", &comment)] {
        for (seq, was) in [(full, true), (trashed, true), (purged, false)] {
            assert_eq!(there(path, id, seq).await, was, "{path} at {seq} of {full}, {trashed}, {purged}");
        }
        let page = ada.get(&format!("{path}?as_of={purged}")).await.expect(200);
        assert!(!page.to_string().contains(id.as_str()), "{page}");
    }
    assert!(there("tasks", &stays, purged).await);
    ada.delete(&format!("projects/{project}")).await.expect(204);
    ada.delete(&format!("projects/{project}?purge=true")).await.expect(204);
    let gone = now(&ada).await;
    for (path, id) in [("tasks", &stays), ("expenses", &expense)] {
        assert!(there(path, id, purged).await && !there(path, id, gone).await, "{path}");
    }
});
