//! What is submitted or approved does not leave its project by way of its task or its receipt.

use super::budget::spend;
use guildhall_tests::{Person, World, both};
use serde_json::json;

/// A role that may do all of it but manage expenses.
async fn cleaner<'a>(ada: &'a Person<'_>) -> Person<'a> {
    let permissions = [
        "project:read",
        "project:read-open",
        "project:update",
        "project:delete",
        "task:read",
        "task:create",
        "task:update",
        "task:delete",
        "file:read",
        "file:create",
        "file:delete",
        "expense:read",
        "expense:create",
        "expense:update",
        "expense:delete",
        "trash:purge",
        "event:read",
    ];
    ada.make("roles", json!({"name": "Cleaner", "permissions": permissions})).await;
    ada.invite("Bob", "Cleaner").await
}

both!(a_locked_entry_stays_in_its_project, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = cleaner(&ada).await;
    let (project, other) = (ada.project("Here").await, ada.project("There").await);
    let top = ada.task(&project, "top").await;
    let task = ada.make("tasks", json!({"projectId": project, "parentId": top, "title": "t"})).await;
    let entry = spend(&ada, json!({"taskId": task, "amount": 5}), "submitted").await;
    for id in [&top, &task] {
        let (path, away) = (format!("tasks/{id}"), json!({"projectId": other}));
        let before = ada.get(&path).await.expect(200);
        bob.delete(&path).await.problem(409, "locked");
        bob.post(&format!("{path}/move"), away.clone()).await.problem(409, "locked");
        bob.post("tasks/bulk", json!({"operations": [{"op": "delete", "id": id}]})).await.expect(422);
        assert_eq!(ada.get(&path).await.expect(200), before);
    }
    assert_eq!(ada.get(&format!("expenses/{entry}")).await.expect(200)["projectId"], json!(project));
    // Within the project it may move; what is open goes along; who manages expenses may do it.
    bob.post(&format!("tasks/{task}/move"), json!({"parentId": null})).await.expect(200);
    bob.delete(&format!("tasks/{top}")).await.expect(204);
    ada.delete(&format!("tasks/{task}")).await.expect(204);
    bob.delete(&format!("tasks/{task}?purge=true")).await.problem(409, "locked");
    bob.delete(&format!("projects/{project}")).await.expect(204);
    bob.delete(&format!("projects/{project}?purge=true")).await.problem(409, "locked");
    ada.post(&format!("projects/{project}/restore"), json!({})).await.expect(200);
    ada.post(&format!("tasks/{task}/restore"), json!({})).await.expect(200);
    ada.post(&format!("tasks/{task}/move"), json!({"projectId": other})).await.expect(200);
    assert_eq!(ada.get(&format!("expenses/{entry}")).await.expect(200)["projectId"], json!(other));
    ada.delete(&format!("expenses/{entry}")).await.expect(204);
    bob.delete(&format!("tasks/{task}")).await.expect(204);
    bob.delete(&format!("tasks/{task}?purge=true")).await.problem(409, "locked");
    ada.delete(&format!("tasks/{task}?purge=true")).await.expect(204);
});

both!(a_receipt_stays_under_a_locked_entry, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = cleaner(&ada).await;
    let (project, other) = (ada.project("Here").await, ada.project("There").await);
    let task = ada.task(&project, "t").await;
    let upload = bob.upload("files", &[("taskId", &task)], "receipt.txt", "paid").await.expect(201);
    let file = format!("files/{}", upload["id"].as_str().unwrap());
    let body = json!({"projectId": project, "amount": 5, "receiptFileId": upload["id"]});
    let entry = bob.make("expenses", body).await;
    bob.delete(&file).await.expect(204);
    bob.post(&format!("{file}/restore"), json!({})).await.expect(200);
    bob.post(&format!("expenses/{entry}/submit"), json!({})).await.expect(200);
    bob.delete(&file).await.problem(409, "locked");
    bob.delete(&format!("tasks/{task}")).await.problem(409, "locked");
    bob.post(&format!("tasks/{task}/move"), json!({"projectId": other})).await.problem(409, "locked");
    ada.delete(&file).await.expect(204);
    bob.delete(&format!("{file}?purge=true")).await.problem(409, "locked");
    ada.post(&format!("{file}/restore"), json!({})).await.expect(200);
    bob.post(&format!("expenses/{entry}/withdraw"), json!({})).await.expect(200);
    bob.delete(&file).await.expect(204);
    bob.delete(&format!("{file}?purge=true")).await.expect(204);
});
