//! People who leave, and organizations that go to the trash.

use guildhall_tests::{World, both};
use serde_json::json;

both!(who_was_removed_can_do_nothing_and_what_they_did_stays, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = bob.project("Bob's").await;
    let task = bob.make("tasks", json!({"projectId": project, "title": "t", "assigneeId": bob.id})).await;
    bob.make("comments", json!({"task": task, "content": "mine"})).await;
    ada.delete(&format!("members/{}", bob.id)).await.expect(204);
    for (path, body) in [("labels", json!({"name": "x"})), ("tasks", json!({"projectId": project, "title": "x"}))] {
        bob.get(path).await.problem(404, "not_found");
        bob.post(path, body).await.problem(404, "not_found");
    }
    bob.get("").await.problem(404, "not_found");
    bob.patch(&format!("tasks/{task}"), json!({"title": "x"})).await.problem(404, "not_found");
    bob.get("events").await.problem(404, "not_found");
    let kept = ada.get(&format!("tasks/{task}?populate=createdBy")).await.expect(200);
    assert_eq!(kept["assigneeId"], json!(bob.id));
    assert_eq!(ada.all("comments").await[0]["user"], json!(bob.id));
    let left = ada.all("members?deleted=true").await;
    assert_eq!((left.len(), &left[0]["name"], &left[0]["role"]), (1, &json!("Bob"), &json!(null)));
    assert!(left[0]["leftAt"].is_string());
    assert_eq!(ada.all("members").await.len(), 1);
    // Nobody new is given to somebody who left, and only an invitation brings them back.
    let body = json!({"projectId": project, "title": "x", "assigneeId": bob.id});
    ada.post("tasks", body).await.problem(422, "not_found");
    ada.post("role-assignments", json!({"userId": bob.id, "role": "Admin"})).await.problem(422, "not_found");
    ada.post(&format!("members/{}/restore", bob.id), json!({})).await.problem(409, "left");
    ada.delete(&format!("members/{}?purge=true", bob.id)).await.problem(409, "kept");
    let invitation = ada.post("invitations", json!({"email": bob.email, "role": "Viewer"})).await.expect(201);
    let accept = format!("/api/v1/invitations/{}/accept", invitation["token"].as_str().unwrap());
    bob.post(&accept, json!({})).await.expect(200);
    bob.get(&format!("tasks/{task}")).await.expect(200);
    bob.patch(&format!("tasks/{task}"), json!({"title": "x"})).await.problem(403, "forbidden");
});

both!(an_organization_in_the_trash_is_gone_for_everybody_and_comes_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.project("Kept").await;
    bob.delete("").await.problem(403, "forbidden");
    ada.delete("").await.expect(204);
    for person in [&ada, &bob] {
        person.get("").await.problem(404, "not_found");
        person.get("projects").await.problem(404, "not_found");
        person.post("labels", json!({"name": "x"})).await.problem(404, "not_found");
    }
    let trash = |who: &str| format!("/api/v1/organizations?deleted=true&limit={who}");
    let listed = ada.get(&trash("10")).await.expect(200);
    assert_eq!(listed["data"][0]["id"], json!(ada.organization));
    assert_eq!(bob.get(&trash("10")).await.expect(200)["data"], json!([]), "only who may restore it sees it");
    bob.post("restore", json!({})).await.problem(403, "forbidden");
    ada.post("restore", json!({})).await.expect(200);
    assert_eq!(bob.all("projects").await[0]["id"], json!(project));
});

both!(a_person_changes_its_own_name_everywhere_and_nobody_elses, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Viewer").await;
    bob.patch("/api/v1/me", json!({"name": "Robert"})).await.expect(200);
    assert_eq!(ada.get(&format!("members/{}", bob.id)).await.expect(200)["name"], "Robert");
    let refused = ada.patch(&format!("members/{}", bob.id), json!({"name": "x"})).await;
    assert_eq!(refused.status, 405, "{:#}", refused.body);
});
