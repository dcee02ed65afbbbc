//! Files go and come back with their task and their project, and when they are purged their bytes follow.

use super::{download, stored};
use guildhall_server::sweep::sweep;
use guildhall_tests::{World, both, text};
use serde_json::json;
use std::time::Duration;

both!(files_go_and_come_back_with_their_task_and_project, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let task = ada.task(&project, "Draft").await;
    let child = ada.make("tasks", json!({"projectId": project, "parentId": task, "title": "Part"})).await;
    let attached = ada.upload("attachments", &[("task", &child)], "a", "attached").await.expect(201);
    let of_task = text(&ada.upload("files", &[("taskId", &child)], "b", "of a task").await.expect(201)["id"]);
    let of_project =
        text(&ada.upload("files", &[("projectId", &project)], "c", "of a project").await.expect(201)["id"]);
    ada.upload(&format!("files/{of_project}/versions"), &[], "c", "a second").await.expect(201);
    for id in [&of_task, &of_project] {
        ada.make("approvals", json!({"fileId": id, "reviewerId": ada.id})).await;
    }
    let attachment = format!("attachments/{}", text(&attached["id"]));
    let (of_task, of_project) = (format!("files/{of_task}"), format!("files/{of_project}"));
    for (gone, with) in [
        (format!("tasks/{task}"), vec![&attachment, &of_task]),
        (format!("projects/{project}"), vec![&attachment, &of_task, &of_project]),
    ] {
        ada.delete(&gone).await.expect(204);
        for path in &with {
            ada.get(path).await.expect(404);
            ada.post(&format!("{path}/restore"), json!({})).await.expect(409);
        }
        assert_eq!(download(&ada, &text(&attached["filepath"]), &[]).await.status, 404);
        ada.post(&format!("{gone}/restore"), json!({})).await.expect(200);
        for path in &with {
            ada.get(path).await.expect(200);
        }
    }
    sweep(&world.app, &world.objects, Duration::ZERO, true).await.unwrap();
    assert_eq!(stored(&world), (4, 0));
    ada.delete(&format!("tasks/{task}")).await.expect(204);
    ada.delete(&format!("tasks/{task}?purge=true")).await.expect(204);
    sweep(&world.app, &world.objects, Duration::ZERO, false).await.unwrap();
    assert_eq!(stored(&world), (2, 0));
    ada.delete(&format!("projects/{project}")).await.expect(204);
    ada.delete(&format!("projects/{project}?purge=true")).await.expect(204);
    sweep(&world.app, &world.objects, Duration::ZERO, false).await.unwrap();
    assert_eq!(stored(&world), (0, 0));
});

both!(bytes_that_something_else_shows_stay, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let texts = [("task", task.as_str())];
    let mut paths = Vec::new();
    for name in ["a", "b"] {
        let made = ada.upload("attachments", &texts, name, "shared").await.expect(201);
        paths.push((format!("attachments/{}", text(&made["id"])), text(&made["filepath"])));
    }
    for (left, (path, _)) in [1, 0].into_iter().zip(&paths) {
        ada.delete(path).await.expect(204);
        ada.delete(&format!("{path}?purge=true")).await.expect(204);
        sweep(&world.app, &world.objects, Duration::ZERO, true).await.unwrap();
        assert_eq!(stored(&world).0, left);
    }
    let again = ada.upload("attachments", &texts, "c", "shared").await.expect(201);
    assert_eq!(download(&ada, &text(&again["filepath"]), &[]).await.bytes, b"shared");
});

both!(a_purged_organization_takes_its_own_bytes_along, |world: World| async move {
    let (ada, eve) = (world.founder("Ada").await, world.founder("Eve").await);
    let mut paths = Vec::new();
    for who in [&ada, &eve] {
        let task = who.task(&who.project("Web").await, "Draft").await;
        let made = who.upload("attachments", &[("task", &task)], "a", "the same").await.expect(201);
        paths.push(text(&made["filepath"]));
    }
    ada.delete("").await.expect(204);
    ada.delete(&format!("/api/v1/organizations/{}?purge=true", ada.organization)).await.expect(204);
    sweep(&world.app, &world.objects, Duration::ZERO, true).await.unwrap();
    assert_eq!(stored(&world), (1, 0));
    assert_eq!(download(&eve, &paths[1], &[]).await.bytes, b"the same");
});
