//! Files and their versions.

use super::{download, sha256};
use guildhall_tests::{World, both, text};
use serde_json::json;

both!(a_file_keeps_every_version, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let texts = [("projectId", project.as_str()), ("note", "first try")];
    let made = ada.upload("files", &texts, "logo.txt", "one").await.expect(201);
    let path = format!("files/{}", text(&made["id"]));
    assert_eq!(
        (&made["projectId"], &made["taskId"], &made["currentVersion"]),
        (&json!(project), &json!(null), &json!(1))
    );
    let second = b"%PDF-1.7\n".to_vec();
    let now = ada.upload(&format!("{path}/versions"), &[("note", "as a PDF")], "x", second.clone()).await.expect(201);
    assert_eq!((&now["currentVersion"], &now["mimeType"]), (&json!(2), &json!("application/pdf")));
    assert_eq!(now["filename"], "logo.txt");
    let read = ada.get(&path).await.expect(200);
    let version = &read["versions"][1];
    assert_eq!((&version["versionNumber"], &version["note"]), (&json!(2), &json!("as a PDF")));
    assert_eq!((&version["sha256"], &version["size"]), (&json!(sha256(&second)), &json!(second.len())));
    assert_eq!(version["uploadedBy"], json!(ada.id));
    for (n, bytes) in [(0, &b"one"[..]), (1, &second)] {
        assert_eq!(download(&ada, &text(&read["versions"][n]["url"]), &[]).await.bytes, bytes);
    }
    let page = ada.get(&format!("{path}/versions?limit=1")).await.expect(200);
    assert_eq!((&page["data"][0]["versionNumber"], page["data"].as_array().unwrap().len()), (&json!(1), 1));
    let next = ada.get(&format!("{path}/versions?cursor={}", text(&page["nextCursor"]))).await.expect(200);
    assert_eq!(next["data"][0]["versionNumber"], 2);
    assert_eq!(ada.get(&format!("{path}/versions/1")).await.expect(200)["note"], "first try");
    for n in ["3", "0", "x"] {
        ada.get(&format!("{path}/versions/{n}")).await.expect(404);
        ada.get(&format!("{path}/versions/{n}/content")).await.expect(404);
    }
    ada.patch(&path, json!({"currentVersion": 1})).await.problem(422, "read_only");
    assert_eq!(ada.patch(&path, json!({"filename": "logo.pdf"})).await.expect(200)["filename"], "logo.pdf");
    let viewer = ada.invite("Vic", "Viewer").await;
    viewer.upload(&format!("{path}/versions"), &[], "x", "no").await.problem(403, "forbidden");
    assert_eq!(viewer.get(&path).await.expect(200)["can"], json!([]));
});

both!(a_file_belongs_to_a_project_or_to_a_task, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (web, shop) = (ada.project("Web").await, ada.project("Shop").await);
    let task = ada.task(&web, "Draft").await;
    ada.upload("files", &[], "x", "x").await.problem(422, "required");
    let both = [("projectId", shop.as_str()), ("taskId", task.as_str())];
    ada.upload("files", &both, "x", "x").await.problem(422, "disagrees");
    let of_task = ada.upload("files", &both[1..], "x", "x").await.expect(201);
    assert_eq!((&of_task["projectId"], &of_task["taskId"]), (&json!(web), &json!(task)));
    let child = ada.make("tasks", json!({"projectId": web, "parentId": task, "title": "Part"})).await;
    let of_child = ada.upload("files", &[("taskId", &child)], "x", "y").await.expect(201);
    ada.post(&format!("tasks/{task}/move"), json!({"projectId": shop})).await.expect(200);
    for made in [&of_task, &of_child] {
        let read = ada.get(&format!("files/{}", text(&made["id"]))).await.expect(200);
        assert_eq!(read["projectId"], json!(shop), "it follows its task");
    }
    assert_eq!(ada.all(&format!("files?projectId={shop}")).await.len(), 2);
    assert_eq!(ada.all(&format!("files?projectId={web}")).await.len(), 0);
});
