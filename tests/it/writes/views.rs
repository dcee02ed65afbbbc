//! Saved views: private ones are their owner's alone, shared ones everybody's who sees their project.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(a_private_view_is_nobody_elses, |world: World| async move {
    let ada = world.founder("Ada").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let query =
        json!({"filter": "status = todo", "sort": "-dueDate", "columns": ["title"], "group": "status", "zoom": "week"});
    let view = vic.post("views", json!({"name": "Mine", "area": "tasks", "query": query})).await.expect(201);
    assert_eq!((&view["ownerId"], &view["shared"], &view["query"]), (&json!(vic.id), &json!(false), &query));
    assert_eq!(view["can"], json!(["update", "delete"]));
    let path = format!("views/{}", text(&view["id"]));
    for who in [&ada, &ada.invite("Ed", "Editor").await] {
        who.get(&path).await.expect(404);
        who.patch(&path, json!({"name": "x"})).await.expect(404);
        who.delete(&path).await.expect(404);
        assert_eq!(who.all("views").await.len(), 0);
        let log = who.get("events?after=0&limit=200").await.expect(200);
        assert!(!log.to_string().contains("Mine"), "nor in the log");
    }
    vic.patch(&path, json!({"shared": true})).await.problem(403, "forbidden");
    vic.patch(&path, json!({"query": {"sort": "title"}})).await.expect(200);
    vic.delete(&path).await.expect(204);
    vic.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert!(vic.get("events?after=0&limit=200").await.expect(200).to_string().contains("Mine"));
});

both!(a_shared_view_is_seen_and_changed_by_its_owner_and_admins, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (ed, other, vic) =
        (ada.invite("Ed", "Editor").await, ada.invite("Otto", "Editor").await, ada.invite("Vic", "Viewer").await);
    let path = format!("views/{}", ed.make("views", json!({"name": "Ours", "area": "tasks", "shared": true})).await);
    for who in [&other, &vic] {
        assert_eq!(who.get(&path).await.expect(200)["can"], json!([]));
        who.patch(&path, json!({"name": "x"})).await.problem(403, "forbidden");
        who.delete(&path).await.problem(403, "forbidden");
    }
    ed.patch(&path, json!({"name": "Still ours"})).await.expect(200);
    ada.patch(&path, json!({"name": "Everybody's"})).await.expect(200);
    vic.post("views", json!({"name": "x", "area": "tasks", "shared": true})).await.problem(403, "forbidden");
});

both!(a_view_goes_with_its_project, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let body = json!({"name": "Ours", "area": "tasks", "projectId": project, "shared": true});
    let path = format!("views/{}", ada.make("views", body).await);
    let ed = ada.invite("Ed", "Editor").await;
    ed.get(&path).await.expect(200);
    ada.patch(&format!("projects/{project}"), json!({"visibility": "private"})).await.expect(200);
    ed.get(&path).await.expect(404);
    ada.delete(&format!("projects/{project}")).await.expect(204);
    ada.get(&path).await.expect(404);
    ada.post(&format!("projects/{project}/restore"), json!({})).await.expect(200);
    ada.get(&path).await.expect(200);
    ada.delete(&format!("projects/{project}")).await.expect(204);
    ada.delete(&format!("projects/{project}?purge=true")).await.expect(204);
    assert_eq!(ada.all("views?deleted=true").await.len(), 0);
});

both!(a_view_has_a_shape, |world: World| async move {
    let ada = world.founder("Ada").await;
    let long = "x".repeat(4001);
    for (change, pointer) in [
        (json!({"area": "nonsense"}), "/area"),
        (json!({"query": {"nonsense": 1}}), "/query"),
        (json!({"query": {"filter": long}}), "/query/filter"),
        (json!({"query": {"filter": "title ="}}), "/query/filter"),
        (json!({"query": {"filter": "nope = 1"}}), "/query/filter"),
        (json!({"query": {"filter": "status = 'open'"}, "area": "contacts"}), "/query/filter"),
        (json!({"query": {"sort": "-nope"}}), "/query/sort"),
        (json!({"query": {"columns": vec!["x"; 201]}}), "/query/columns"),
        (json!({"query": {"columns": "title"}}), "/query"),
        (json!({"projectId": "0123456789abcdef01234567"}), "/projectId"),
        (json!({"ownerId": ada.id}), "/ownerId"),
    ] {
        let mut body = json!({"name": "x", "area": "tasks"});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let refused: Value = ada.post("views", body).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{change}");
    }
});
