//! The tree: nesting, moving, ordering, links.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn child(ada: &Person<'_>, project: &str, parent: &str, title: &str) -> String {
    ada.make("tasks", json!({"projectId": project, "parentId": parent, "title": title})).await
}

async fn titles(ada: &Person<'_>, path: &str) -> Vec<String> {
    ada.all(path).await.iter().map(|t| text(&t["title"])).collect()
}

both!(a_subtree_moves_as_one_and_never_into_itself, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Tree").await;
    let a = ada.task(&project, "a").await;
    let b = child(&ada, &project, &a, "b").await;
    let c = child(&ada, &project, &b, "c").await;
    let d = ada.task(&project, "d").await;
    ada.post(&format!("tasks/{a}/move"), json!({"parentId": c})).await.problem(409, "cycle");
    ada.post(&format!("tasks/{a}/move"), json!({"parentId": a})).await.problem(409, "cycle");
    let moved = ada.post(&format!("tasks/{b}/move"), json!({"parentId": d})).await.expect(200);
    assert_eq!(moved["task"]["ancestors"], json!([d]));
    let deep = ada.get(&format!("tasks/{c}")).await.expect(200);
    assert_eq!((&deep["ancestors"], &deep["revision"]), (&json!([d, b]), &json!(1)), "a descendant's revision stays");
    assert_eq!(titles(&ada, &format!("tasks?ancestors={d}")).await, ["b", "c"]);
    assert_eq!(titles(&ada, "tasks?rootsOnly=true").await, ["a", "d"]);
    let events = ada.get("events?after=0&limit=200").await.expect(200);
    let moves = events["data"].as_array().unwrap().iter().filter(|e| e["action"] == "moved").count();
    assert_eq!(moves, 1, "one event per move");
});

both!(siblings_keep_the_order_they_are_given, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Order").await;
    let mut ids = Vec::new();
    for title in ["1", "2", "3", "4"] {
        ids.push(ada.task(&project, title).await);
    }
    let list = format!("tasks?projectId={project}&sort=rank");
    ada.post(&format!("tasks/{}/move", ids[3]), json!({"before": ids[0]})).await.expect(200);
    ada.post(&format!("tasks/{}/move", ids[0]), json!({"after": ids[2]})).await.expect(200);
    assert_eq!(titles(&ada, &list).await, ["4", "2", "3", "1"]);
    for round in 0..80 {
        let (mover, target) = if round % 2 == 0 { (&ids[2], &ids[1]) } else { (&ids[1], &ids[2]) };
        ada.post(&format!("tasks/{mover}/move"), json!({"before": target})).await.expect(200);
    }
    assert_eq!(titles(&ada, &list).await, ["4", "2", "3", "1"]);
});

both!(a_subtree_goes_to_the_trash_and_comes_back_whole, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Trash").await;
    let a = ada.task(&project, "a").await;
    let b = child(&ada, &project, &a, "b").await;
    let c = child(&ada, &project, &b, "c").await;
    let other = ada.task(&project, "other").await;
    ada.put(&format!("tasks/{other}/dependencies/{c}"), json!({"type": "SS", "lag": "2d"})).await.expect(200);
    let comment = ada.make("comments", json!({"task": c, "content": "**hello**"})).await;
    ada.delete(&format!("tasks/{c}")).await.expect(204);
    ada.post(&format!("tasks/{c}/restore"), json!({})).await.expect(200);
    ada.delete(&format!("tasks/{a}")).await.expect(204);
    assert_eq!(titles(&ada, "tasks").await, ["other"]);
    assert!(ada.all("comments").await.is_empty());
    let without = ada.get(&format!("tasks/{other}")).await.expect(200);
    assert_eq!(without["dependencies"], json!([]));
    ada.post(&format!("tasks/{a}/restore"), json!({})).await.expect(200);
    assert_eq!(titles(&ada, "tasks").await, ["a", "b", "c", "other"]);
    assert_eq!(ada.all("comments").await[0]["id"], json!(comment));
    let with = ada.get(&format!("tasks/{other}")).await.expect(200);
    assert_eq!(with["dependencies"], json!([{"taskId": c, "type": "SS", "lag": "2d"}]));
    // A child restored alone becomes a root while its parent stays in the trash.
    ada.delete(&format!("tasks/{a}")).await.expect(204);
    let alone = ada.post(&format!("tasks/{b}/restore"), json!({})).await.expect(200);
    assert_eq!((&alone["parentId"], &alone["ancestors"]), (&Value::Null, &json!([])));
    ada.delete(&format!("tasks/{a}?purge=true")).await.expect(204);
    ada.post("tasks", json!({"id": a, "projectId": project, "title": "again"})).await.problem(409, "taken");
});

both!(a_circle_of_links_is_refused_by_name, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Links").await;
    let a = ada.task(&project, "a").await;
    let b = ada.task(&project, "b").await;
    let c = ada.task(&project, "c").await;
    ada.patch(&format!("tasks/{b}"), json!({"dependsOn": [a]})).await.expect(200);
    ada.patch(&format!("tasks/{c}"), json!({"dependencies": [{"taskId": b, "type": "FF", "lag": "1ed"}]}))
        .await
        .expect(200);
    let refused = ada.put(&format!("tasks/{a}/dependencies/{c}"), json!({})).await.problem(409, "cycle");
    assert!(text(&refused["detail"]).contains("LINK-1 →"), "{refused:#}");
    let unchanged = ada.get(&format!("tasks/{a}")).await.expect(200);
    assert_eq!((&unchanged["dependsOn"], &unchanged["revision"]), (&json!([]), &json!(1)));
    // Through parents: p holds c, and q waits for p; so c cannot wait for q.
    let p = ada.task(&project, "p").await;
    let q = ada.task(&project, "q").await;
    ada.post(&format!("tasks/{a}/move"), json!({"parentId": p})).await.expect(200);
    ada.patch(&format!("tasks/{q}"), json!({"dependsOn": [p]})).await.expect(200);
    ada.put(&format!("tasks/{a}/dependencies/{q}"), json!({})).await.problem(409, "cycle");
    ada.put(&format!("tasks/{a}/dependencies/{p}"), json!({})).await.problem(409, "cycle");
    // And a move must not close one either: b waits for a (in p), r holds b, p would go under r.
    let r = ada.task(&project, "r").await;
    ada.put(&format!("tasks/{a}/dependencies/{r}"), json!({})).await.expect(200);
    ada.post(&format!("tasks/{b}/move"), json!({"parentId": r})).await.problem(409, "cycle");
    let kept = ada.patch(&format!("tasks/{c}"), json!({"dependsOn": [b, a]})).await.expect(200);
    assert_eq!(
        kept["dependencies"][0],
        json!({"taskId": b, "type": "FF", "lag": "1ed"}),
        "those that stay keep type and lag"
    );
});

both!(a_move_to_another_project_maps_the_status_and_keeps_the_key, |world: World| async move {
    let ada = world.founder("Ada").await;
    let from = ada.project("Alpha").await;
    let statuses =
        json!([{"key": "idea", "name": "Idea", "kind": "open"}, {"key": "live", "name": "Live", "kind": "done"}]);
    let to = ada.make("projects", json!({"name": "Beta", "statuses": statuses})).await;
    let a = ada.make("tasks", json!({"projectId": from, "title": "a", "status": "in_progress"})).await;
    let b = ada.make("tasks", json!({"projectId": from, "parentId": a, "title": "b", "status": "done"})).await;
    let moved = ada.post(&format!("tasks/{a}/move"), json!({"projectId": to})).await.expect(200);
    assert_eq!((&moved["task"]["key"], &moved["task"]["status"]), (&json!("ALPH-1"), &json!("idea")));
    assert_eq!(moved["statusMapped"].as_array().map(Vec::len), Some(2));
    let below = ada.get(&format!("tasks/{b}")).await.expect(200);
    assert_eq!((&below["projectId"], &below["status"]), (&json!(to), &json!("live")));
});

both!(a_child_that_comes_back_alone_brings_what_is_below_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Trash").await;
    let a = ada.task(&project, "a").await;
    let b = child(&ada, &project, &a, "b").await;
    let c = child(&ada, &project, &b, "c").await;
    let gone = child(&ada, &project, &b, "gone before").await;
    for task in [&b, &c] {
        ada.make("comments", json!({"task": task, "content": "hello"})).await;
    }
    ada.upload("attachments", &[("task", &c)], "a.txt", "words").await.expect(201);
    ada.delete(&format!("tasks/{gone}")).await.expect(204);
    ada.delete(&format!("tasks/{a}")).await.expect(204);
    ada.post(&format!("tasks/{b}/restore"), json!({})).await.expect(200);
    assert_eq!(titles(&ada, "tasks").await, ["b", "c"]);
    assert_eq!((ada.all("comments").await.len(), ada.all("attachments").await.len()), (2, 1));
    ada.post(&format!("tasks/{a}/restore"), json!({})).await.expect(200);
    assert_eq!(titles(&ada, "tasks").await, ["a", "b", "c"]);
    ada.post(&format!("tasks/{gone}/restore"), json!({})).await.expect(200);
    assert_eq!(ada.get(&format!("tasks/{gone}")).await.expect(200)["ancestors"], json!([b]));
});

both!(taking_a_move_to_another_project_back_gives_every_status_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let here = ada.project("Here").await;
    let statuses = json!([{"key": "n", "name": "New", "kind": "open"}, {"key": "d", "name": "Done", "kind": "done"}]);
    let there = ada.make("projects", json!({"name": "There", "statuses": statuses})).await;
    let a = ada.task(&here, "a").await;
    let [b, c] = [child(&ada, &here, &a, "b").await, child(&ada, &here, &a, "c").await];
    let d = child(&ada, &here, &a, "d").await;
    for (task, status) in [(&a, "in_review"), (&b, "cancelled")] {
        ada.patch(&format!("tasks/{task}"), json!({"status": status})).await.expect(200);
    }
    let now = async || {
        let all = ada.all("tasks?sort=title").await;
        all.iter().map(|task| text(&task["status"])).collect::<Vec<_>>()
    };
    let before = now().await;
    assert_eq!(before, ["in_review", "cancelled", "todo", "todo"]);
    ada.post(&format!("tasks/{a}/move"), json!({"parentId": null, "projectId": there})).await.expect(200);
    assert_eq!(now().await, ["n", "n", "n", "n"]);
    let last = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0].clone();
    assert_eq!(last["action"], "moved");
    let was = ada.get(&format!("tasks/{b}?as_of={}", last["seq"])).await.expect(200);
    assert_eq!((&was["status"], &was["statusKind"]), (&json!("n"), &json!("open")));
    let there_now = ada.get(&format!("tasks/{b}")).await.expect(200);
    assert_eq!((&was["revision"], &was["updatedAt"]), (&there_now["revision"], &there_now["updatedAt"]));
    // Not over what somebody has changed since, unless it is elsewhere by now.
    ada.post(&format!("tasks/{d}/move"), json!({"parentId": null})).await.expect(200);
    ada.patch(&format!("tasks/{d}"), json!({"status": "d"})).await.expect(200);
    ada.patch(&format!("tasks/{c}"), json!({"status": "d"})).await.expect(200);
    let undo = format!("events/{}/undo", last["seq"]);
    let refused = ada.post(&undo, json!({})).await.problem(409, "undo_conflict");
    assert_eq!(refused["conflicts"][0]["field"], "status");
    ada.patch(&format!("tasks/{c}"), json!({"status": "n"})).await.expect(200);
    ada.post(&undo, json!({})).await.expect(200);
    assert_eq!(now().await, ["in_review", "cancelled", "todo", "d"]);
    assert_eq!(ada.get(&format!("tasks/{b}")).await.expect(200)["statusKind"], "cancelled");
});

both!(a_circle_names_what_is_in_the_trash, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Circle").await;
    let mut ids = Vec::new();
    for title in ["a", "b", "c"] {
        ids.push(ada.task(&project, title).await);
    }
    for at in [1, 2] {
        let body = json!({"dependsOn": [ids[at - 1]]});
        ada.patch(&format!("tasks/{}", ids[at]), body).await.expect(200);
    }
    let key = text(&ada.get(&format!("tasks/{}", ids[1])).await.expect(200)["key"]);
    ada.delete(&format!("tasks/{}", ids[1])).await.expect(204);
    let body = json!({"type": "FS"});
    let refused = ada.put(&format!("tasks/{}/dependencies/{}", ids[0], ids[2]), body).await.problem(409, "cycle");
    assert!(text(&refused["detail"]).contains(&format!("{key} (in the trash)")), "{refused}");
});
