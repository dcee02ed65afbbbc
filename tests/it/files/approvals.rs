//! Reviews: who is asked, who decides, and what a new version does to them.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// A file in an open project.
async fn file(ada: &Person<'_>) -> (String, String) {
    let project = ada.project("Web").await;
    let made = ada.upload("files", &[("projectId", &project)], "logo.txt", "one").await.expect(201);
    (project, text(&made["id"]))
}

fn status(approval: &Value) -> &str {
    approval["status"].as_str().unwrap()
}

both!(only_who_was_asked_decides_and_only_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, file) = file(&ada).await;
    let (vic, ed) = (ada.invite("Vic", "Viewer").await, ada.invite("Ed", "Editor").await);
    let asked = ada.post("approvals", json!({"fileId": file, "reviewerId": vic.id})).await.expect(201);
    assert_eq!((status(&asked), &asked["versionNumber"]), ("pending", &json!(1)));
    assert_eq!((&asked["requestedBy"], &asked["can"]), (&json!(ada.id), &json!(["withdraw"])));
    ada.post("approvals", json!({"fileId": file, "reviewerId": vic.id})).await.problem(409, "already_asked");
    let path = format!("approvals/{}", text(&asked["id"]));
    assert_eq!(vic.get(&path).await.expect(200)["can"], json!(["decide"]));
    let decision = json!({"status": "approved_with_changes", "comments": "bolder"});
    for other in [&ada, &ed] {
        other.post(&format!("{path}/decide"), decision.clone()).await.problem(403, "forbidden");
    }
    vic.post(&format!("{path}/decide"), json!({"status": "fine"})).await.problem(422, "one_of");
    vic.post(&format!("{path}/decide"), json!({"status": "pending"})).await.problem(422, "one_of");
    let patched = ada.patch(&path, json!({"status": "approved"})).await.problem(422, "read_only");
    assert!(text(&patched["detail"]).contains("approvals/{id}/decide"));
    let deleted = ada.delete(&path).await.problem(405, "method_not_allowed");
    assert!(text(&deleted["detail"]).contains("withdraw"));
    ed.post(&format!("{path}/withdraw"), json!({})).await.problem(403, "forbidden");
    let decided = vic.post(&format!("{path}/decide"), decision.clone()).await.expect(200);
    assert_eq!((status(&decided), &decided["comments"]), ("approved_with_changes", &json!("bolder")));
    assert!(decided["reviewedAt"].is_string() && decided["can"] == json!([]));
    vic.post(&format!("{path}/decide"), decision).await.problem(409, "decided");
    ada.post(&format!("{path}/withdraw"), json!({})).await.problem(409, "decided");
    let again = ada.make("approvals", json!({"fileId": file, "reviewerId": vic.id})).await;
    let taken_back = ada.post(&format!("approvals/{again}/withdraw"), json!({})).await.expect(200);
    assert_eq!(status(&taken_back), "withdrawn");
    vic.post(&format!("approvals/{again}/decide"), json!({"status": "approved"})).await.problem(409, "decided");
    let events = ada.get(&format!("events?object={again}")).await;
    let events = if events.status == 200 { events } else { ada.get(&format!("events?objectId={again}")).await };
    let actions: Vec<_> = events.expect(200)["data"].as_array().unwrap().iter().map(|e| text(&e["action"])).collect();
    assert_eq!(actions, ["created", "withdrawn"]);
});

both!(a_new_version_asks_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, file) = file(&ada).await;
    let (vic, ed) = (ada.invite("Vic", "Viewer").await, ada.invite("Ed", "Editor").await);
    let open = ada.make("approvals", json!({"fileId": file, "reviewerId": vic.id})).await;
    let done = ada.make("approvals", json!({"fileId": file, "reviewerId": ed.id, "versionNumber": 1})).await;
    ed.post(&format!("approvals/{done}/decide"), json!({"status": "rejected"})).await.expect(200);
    ed.upload(&format!("files/{file}/versions"), &[], "x", "two").await.expect(201);
    let late = json!({"status": "approved"});
    vic.post(&format!("approvals/{open}/decide"), late.clone()).await.problem(409, "version_locked");
    assert_eq!(status(&ada.get(&format!("approvals/{open}")).await.expect(200)), "superseded");
    assert_eq!(status(&ada.get(&format!("approvals/{done}")).await.expect(200)), "rejected");
    let asked = ada.all(&format!("approvals?fileId={file}&versionNumber=2")).await;
    let of = |one: &Value| (one["reviewerId"].clone(), one["requestedBy"].clone(), text(&one["status"]));
    let asks = |who: &str| (json!(who), json!(ada.id), "pending".to_owned());
    assert_eq!(asked.iter().map(of).collect::<Vec<_>>(), [asks(&vic.id), asks(&ed.id)], "whatever they decided");
    vic.post(&format!("approvals/{}/decide", text(&asked[0]["id"])), late).await.expect(200);
    let old = json!({"fileId": file, "reviewerId": vic.id, "versionNumber": 1});
    ada.post("approvals", old).await.problem(409, "version_locked");
    let none = json!({"fileId": file, "reviewerId": vic.id, "versionNumber": 9});
    ada.post("approvals", none).await.problem(422, "not_found");
    // Whoever asked twice, or took the question back, asks once and not at all.
    let twice = ada.make("approvals", json!({"fileId": file, "reviewerId": vic.id})).await;
    let back = ada.all(&format!("approvals?fileId={file}&reviewerId={}&status=pending", ed.id)).await;
    ada.post(&format!("approvals/{}/withdraw", text(&back[0]["id"])), json!({})).await.expect(200);
    ada.upload(&format!("files/{file}/versions"), &[], "x", "three").await.expect(201);
    let asked = ada.all(&format!("approvals?fileId={file}&versionNumber=3")).await;
    assert_eq!(asked.iter().map(of).collect::<Vec<_>>(), [asks(&vic.id)]);
    assert_eq!(status(&ada.get(&format!("approvals/{twice}")).await.expect(200)), "superseded");
});

both!(only_who_sees_the_file_is_asked, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, file) = file(&ada).await;
    let (guest, ed) = (ada.invite("Gus", "Guest").await, ada.invite("Ed", "Editor").await);
    let eve = world.founder("Eve").await;
    let ask = |id: &str| ada.post("approvals", json!({"fileId": file, "reviewerId": id}));
    let unknown = ask("0123456789abcdef01234567").await.problem(422, "not_found");
    for id in [&guest.id, &eve.id] {
        assert_eq!(ask(id).await.problem(422, "not_found")["errors"], unknown["errors"]);
    }
    ada.put(&format!("projects/{project}/members/{}", guest.id), json!({})).await.expect(200);
    let asked = text(&ask(&guest.id).await.expect(201)["id"]);
    let of_ed = text(&ask(&ed.id).await.expect(201)["id"]);
    ada.patch(&format!("projects/{project}"), json!({"visibility": "private"})).await.expect(200);
    ed.post(&format!("approvals/{of_ed}/decide"), json!({"status": "approved"})).await.expect(404);
    assert_eq!(ed.all("approvals").await.len(), 0);
    ada.upload(&format!("files/{file}/versions"), &[], "x", "two").await.expect(201);
    let again = ada.all(&format!("approvals?fileId={file}&status=pending")).await;
    assert_eq!((again.len(), &again[0]["reviewerId"]), (1, &json!(guest.id)));
    assert_eq!(status(&guest.get(&format!("approvals/{asked}")).await.expect(200)), "superseded");
    ada.delete(&format!("files/{file}")).await.expect(204);
    ada.get(&format!("approvals/{asked}")).await.expect(404);
    ada.post(&format!("files/{file}/restore"), json!({})).await.expect(200);
    ada.get(&format!("approvals/{asked}")).await.expect(200);
});
