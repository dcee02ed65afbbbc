//! Attaching, and what a browser gets.

use super::{download, sha256, stored};
use guildhall_tests::{World, both, text};
use reqwest::Method;
use serde_json::json;

both!(what_is_attached_comes_back_as_it_was, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let bytes = b"hello, file\n".repeat(500);
    let made = ada.upload("attachments", &[("task", &task)], "../notes ü.txt", bytes.clone()).await;
    assert!(made.header("location").contains("/attachments/"));
    let made = made.expect(201);
    assert_eq!(made["task"], json!(task));
    assert_eq!(made["filename"], "notes ü.txt");
    assert_eq!((&made["fileType"], &made["fileSize"]), (&json!("text/plain"), &json!(bytes.len())));
    assert_eq!((&made["sha256"], &made["uploadedBy"]), (&json!(sha256(&bytes)), &json!(ada.id)));
    let path = text(&made["filepath"]);
    let whole = download(&ada, &path, &[("accept-encoding", "gzip")]).await;
    assert_eq!((whole.status, whole.bytes == bytes), (200, true));
    assert_eq!(whole.header("etag"), format!("\"{}\"", sha256(&bytes)));
    assert_eq!(whole.header("content-encoding"), "");
    assert_eq!(whole.header("cache-control"), "private, max-age=31536000, immutable");
    let part = download(&ada, &path, &[("range", "bytes=7-10")]).await;
    assert_eq!((part.status, part.bytes.as_slice()), (206, &b"file"[..]));
    assert_eq!(part.header("content-range"), format!("bytes 7-10/{}", bytes.len()));
    let end = download(&ada, &path, &[("range", "bytes=-5"), ("if-range", whole.header("etag"))]).await;
    assert_eq!((end.status, end.bytes.as_slice()), (206, &b"file\n"[..]));
    let changed = download(&ada, &path, &[("range", "bytes=0-1"), ("if-range", "\"other\"")]).await;
    assert_eq!((changed.status, changed.bytes.len()), (200, bytes.len()));
    let beyond = download(&ada, &path, &[("range", "bytes=99999-")]).await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, &*format!("bytes */{}", bytes.len())));
    let known = download(&ada, &path, &[("if-none-match", whole.header("etag"))]).await;
    assert_eq!((known.status, known.bytes.len()), (304, 0));
    let list = ada.get(&format!("attachments?task={task}&populate=task,uploadedBy")).await.expect(200);
    assert_eq!(list["data"][0]["task"]["title"], "Draft");
    let id = text(&made["id"]);
    ada.patch(&format!("attachments/{id}"), json!({"filename": "a/b"})).await.problem(422, "format");
    let renamed = ada.patch(&format!("attachments/{id}"), json!({"filename": "b.txt"})).await.expect(200);
    assert_eq!(renamed["filename"], "b.txt");
    assert!(download(&ada, &path, &[]).await.header("content-disposition").contains("b.txt"));
});

both!(an_uploaded_page_never_runs_here, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let svg = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    for (name, bytes, kind, shown) in [
        ("innocent.png", "<!doctype html><script>alert(1)</script>", "text/html", false),
        ("picture.svg", svg, "image/svg+xml", false),
        ("page.html", "plain words", "text/plain; charset=utf-8", true),
        ("x.pdf", "%PDF-1.7\n", "application/pdf", true),
    ] {
        let made = ada.upload("attachments", &[("task", &task)], name, bytes).await.expect(201);
        let path = text(&made["filepath"]);
        let got = download(&ada, &path, &[]).await;
        assert_eq!(got.header("content-type"), kind);
        assert_eq!(got.header("content-disposition").starts_with("inline"), shown, "{name}");
        assert!(got.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        let saved = download(&ada, &format!("{path}?download=true"), &[]).await;
        assert!(saved.header("content-disposition").starts_with("attachment"));
    }
});

both!(the_same_bytes_are_stored_once_an_organization, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    for name in ["a", "b", "c"] {
        ada.upload("attachments", &[("task", &task)], name, "the same").await.expect(201);
    }
    ada.upload("files", &[("taskId", &task)], "d", "the same").await.expect(201);
    assert_eq!(stored(&world), (1, 0));
    let eve = world.founder("Eve").await;
    let other = eve.task(&eve.project("Web").await, "Draft").await;
    eve.upload("attachments", &[("task", &other)], "a", "the same").await.expect(201);
    assert_eq!(stored(&world), (2, 0), "another organization has its own, and learns nothing");
});

both!(a_form_says_its_texts_first, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let send = |form| ada.send(ada.request(Method::POST, "attachments").multipart(form));
    let form = reqwest::multipart::Form::new;
    let late = form().text("file", "bytes").text("task", task.clone());
    let refused = send(late).await.problem(422, "required");
    assert_eq!(refused["errors"][0]["pointer"], "/task");
    send(form().text("task", task.clone())).await.problem(422, "required");
    send(form().text("task", task.clone()).text("colour", "red")).await.problem(422, "unknown_field");
    send(form().text("task", task.clone()).text("task", task.clone())).await.problem(422, "duplicate");
    let twice = form().text("task", task.clone()).text("file", "1").text("file", "2");
    send(twice).await.problem(422, "duplicate");
    send(form().text("task", "nonsense").text("file", "1")).await.problem(422, "not_found");
    ada.post("attachments", json!({"task": task})).await.problem(415, "unsupported_media_type");
    let chosen = "0123456789abcdef01234567";
    let texts = [("task", task.as_str()), ("id", chosen)];
    assert_eq!(ada.upload("attachments", &texts, "x", "x").await.expect(201)["id"], chosen);
    ada.upload("attachments", &texts, "x", "y").await.problem(409, "taken");
    let dry = ada.upload("attachments?dryRun=true", &texts[..1], "x", "only looking").await.expect(200);
    assert_eq!(dry["fileSize"], 12);
    assert_eq!(ada.all("attachments").await.len(), 1);
    assert_eq!(stored(&world), (1, 0), "what was refused leaves nothing");
});

both!(who_may_see_a_task_sees_its_files, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let task = ada.task(&project, "Draft").await;
    let path = text(&ada.upload("attachments", &[("task", &task)], "a.txt", "words").await.expect(201)["filepath"]);
    let (viewer, guest) = (ada.invite("Vic", "Viewer").await, ada.invite("Gus", "Guest").await);
    assert_eq!(download(&viewer, &path, &[]).await.status, 200);
    viewer.upload("attachments", &[("task", &task)], "b", "b").await.problem(403, "forbidden");
    assert_eq!(download(&guest, &path, &[]).await.status, 404);
    ada.put(&format!("projects/{project}/members/{}", guest.id), json!({})).await.expect(200);
    assert_eq!(download(&guest, &path, &[]).await.status, 200);
    ada.patch(&format!("projects/{project}"), json!({"visibility": "private"})).await.expect(200);
    assert_eq!(download(&viewer, &path, &[]).await.status, 404);
    let editor = ada.invite("Ed", "Editor").await;
    let unseen = editor.upload("attachments", &[("task", &task)], "b", "b").await.problem(422, "not_found");
    assert_eq!(unseen["errors"][0]["pointer"], "/task");
    let eve = world.founder("Eve").await;
    assert_eq!(download(&eve, &path, &[]).await.status, 404);
    let own = path.replace(&ada.organization, &eve.organization);
    assert_eq!(download(&eve, &own, &[]).await.status, 404);
    assert_eq!(world.request(Method::GET, &path).send().await.unwrap().status(), 401);
});
