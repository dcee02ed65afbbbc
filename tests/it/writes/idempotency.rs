//! Idempotency-Key: the same request is done once, whoever asks how often, also when both ask at once.

use guildhall_core::idempotency;
use guildhall_core::{Caller, Error, Origin, crud};
use guildhall_tests::{Answer, Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;

async fn keyed(who: &Person<'_>, path: &str, key: &str, body: Value) -> Answer {
    who.send(who.request(Method::POST, path).header("Idempotency-Key", key).json(&body)).await
}

async fn names(who: &Person<'_>) -> Vec<String> {
    who.all("labels").await.iter().map(|label| text(&label["name"])).collect()
}

both!(the_first_answer_comes_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let first = keyed(&ada, "labels", "k", json!({"name": "red"})).await;
    let again = keyed(&ada, "labels", "k", json!({"name": "red"})).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.body, again.body);
    for name in ["location", "etag", "content-type"] {
        assert_eq!(first.header(name), again.header(name));
    }
    assert_eq!(
        (first.header("idempotent-replayed"), again.header("idempotent-replayed")),
        (String::new(), "true".into())
    );
    assert_ne!(first.header("x-request-id"), again.header("x-request-id"));
    let label = text(&first.body["id"]);
    ada.patch(&format!("labels/{label}"), json!({"name": "blue"})).await.expect(200);
    let again = keyed(&ada, "labels", "k", json!({"name": "red"})).await.expect(201);
    assert_eq!(again["name"], "red", "the answer is the first one, not what is there now");
    assert_eq!(names(&ada).await, ["blue"]);
});

both!(another_request_needs_another_key, |world: World| async move {
    let ada = world.founder("Ada").await;
    keyed(&ada, "labels", "k", json!({"name": "red"})).await.expect(201);
    keyed(&ada, "labels", "k", json!({"name": "blue"})).await.problem(422, "idempotency_mismatch");
    keyed(&ada, "labels?dryRun=false", "k", json!({"name": "red"})).await.problem(422, "idempotency_mismatch");
    keyed(&ada, "labels", "l", json!({"name": "blue"})).await.expect(201);
    keyed(&ada, "projects", "k", json!({"name": "Another path"})).await.expect(201);
    let ed = ada.invite("Ed", "Editor").await;
    keyed(&ed, "labels", "k", json!({"name": "green"})).await.expect(201);
    assert_eq!(names(&ada).await, ["red", "blue", "green"], "keys of others are others");
    for bad in ["", &"x".repeat(256), "a\tb"] {
        keyed(&ada, "labels", bad, json!({"name": "x"})).await.problem(400, "bad_idempotency_key");
    }
    let twice = ada.request(Method::POST, "labels").header("Idempotency-Key", "a").header("Idempotency-Key", "b");
    ada.send(twice.json(&json!({"name": "x"}))).await.problem(400, "bad_idempotency_key");
});

both!(what_was_refused_is_not_kept, |world: World| async move {
    let ada = world.founder("Ada").await;
    keyed(&ada, "labels", "k", json!({"name": ""})).await.expect(422);
    keyed(&ada, "labels", "k", json!({"name": "red"})).await.expect(201);
    keyed(&ada, "labels?dryRun=true", "dry", json!({"name": "dry"})).await.expect(200);
    keyed(&ada, "labels", "dry", json!({"name": "dry"})).await.expect(201);
    let bad = json!({"operations": [{"op": "create", "name": "a"}, {"op": "create", "name": ""}]});
    keyed(&ada, "labels/bulk", "b", bad).await.expect(422);
    let good = json!({"operations": [{"op": "create", "name": "a"}]});
    let first = keyed(&ada, "labels/bulk", "b", good.clone()).await.expect(200);
    assert_eq!(keyed(&ada, "labels/bulk", "b", good).await.expect(200), first);
});

both!(a_secret_is_said_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    let body = json!({"email": "new@example.com", "role": "Viewer"});
    let first = keyed(&ada, "invitations", "k", body.clone()).await.expect(201);
    let again = keyed(&ada, "invitations", "k", body).await.problem(409, "already_done");
    assert!(!again.to_string().contains(&text(&first["token"])));
    let tokens = "/api/v1/me/tokens";
    keyed(&ada, tokens, "k", json!({"name": "script"})).await.expect(201);
    keyed(&ada, tokens, "k", json!({"name": "script"})).await.problem(409, "already_done");
    assert_eq!(ada.get(tokens).await.expect(200)["data"].as_array().unwrap().len(), 1);
    let organizations = "/api/v1/organizations";
    let founded = keyed(&ada, organizations, "k", json!({"name": "Second"})).await.expect(201);
    assert_eq!(keyed(&ada, organizations, "k", json!({"name": "Second"})).await.expect(201), founded);
    assert_eq!(ada.get(organizations).await.expect(200)["data"].as_array().unwrap().len(), 2);
});

both!(many_at_once_do_it_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let body = json!({"projectId": project, "title": "one"});
    let all = (0..12).map(|_| keyed(&ada, "tasks", "k", body.clone()));
    let all = futures_util::future::join_all(all).await;
    for answer in &all {
        assert!(answer.status == 201 || answer.body["code"] == "in_progress", "{answer:?}");
    }
    assert!(all.iter().any(|answer| answer.status == 201));
    keyed(&ada, "tasks", "k", body).await.expect(201);
    assert_eq!(ada.all("tasks").await.len(), 1);
});

both!(who_has_left_gets_no_answer_from_the_past, |world: World| async move {
    let ada = world.founder("Ada").await;
    let ed = ada.invite("Ed", "Editor").await;
    keyed(&ed, "labels", "k", json!({"name": "red"})).await.expect(201);
    ada.delete(&format!("members/{}", ed.id)).await.expect(204);
    keyed(&ed, "labels", "k", json!({"name": "red"})).await.expect(404);
});

both!(an_effect_whose_answer_was_lost_is_not_repeated, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (user, organization) = (ada.id.parse().unwrap(), ada.organization.parse().unwrap());
    let asker = idempotency::Asker { user, organization: Some(organization), limit: None };
    let path = format!("/api/v1/organizations/{}/labels", ada.organization);
    let body = br#"{"name":"red"}"#;
    let claim = || Arc::new(idempotency::Claim::new(asker, ["POST", &path], "k", [b"", body]));
    let make = |claim| {
        let origin = Origin { claim: Some(claim), ..Origin::default() };
        let caller = Caller { user, organization, limit: None, origin };
        let label = json!({"name": "red"}).as_object().unwrap().clone();
        let app = world.app.clone();
        async move {
            let write = app.write(&caller, move |cx| {
                let label = label.clone();
                Box::pin(async move { crud::create::<guildhall_core::work::Label>(cx, &label).await })
            });
            write.await
        }
    };
    // The change is committed, and the server is gone before it has answered.
    make(claim()).await.unwrap();
    // Another node that has not heard of it yet.
    let refused = make(claim()).await;
    assert!(matches!(refused, Err(Error::Conflict { code: "in_progress", .. })), "{refused:?}");
    keyed(&ada, "labels", "k", json!({"name": "red"})).await.problem(409, "already_done");
    assert_eq!(names(&ada).await, ["red"]);
});

both!(after_a_day_a_key_is_new, |world: World| async move {
    let ada = world.founder("Ada").await;
    for n in 0..30 {
        keyed(&ada, "labels", &format!("k{n}"), json!({"name": format!("l{n}")})).await.expect(201);
    }
    let raw = crate::rules::raw::Raw::open(&world).await;
    raw.rows("UPDATE idempotency_keys SET expires_at = 1").await.unwrap();
    keyed(&ada, "labels", "k0", json!({"name": "other"})).await.expect(201);
    assert_eq!(names(&ada).await.len(), 31);
    let left = raw.texts("SELECT count(*) FROM idempotency_keys").await;
    assert_eq!(left, [["11"]], "each new key clears away twenty old ones");
});

/// An upload under a key.
async fn keyed_upload(who: &Person<'_>, path: &str, key: &str, texts: &[(&str, &str)], content: &[u8]) -> Answer {
    let form = reqwest::multipart::Form::new();
    let form = texts.iter().fold(form, |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()));
    let file = reqwest::multipart::Part::bytes(content.to_vec()).file_name("a.bin");
    let request = who.request(Method::POST, path).header("Idempotency-Key", key);
    who.send(request.multipart(form.part("file", file))).await
}

both!(an_upload_is_compared_by_all_that_it_holds, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Files").await;
    let [task, other] = [ada.task(&project, "t").await, ada.task(&project, "u").await];
    // More than one piece, so that a boundary may lie across two of them.
    let content = vec![b'-'; 300_000];
    let first = keyed_upload(&ada, "attachments", "k", &[("task", &task)], &content).await;
    // Each try has a boundary of its own.
    let again = keyed_upload(&ada, "attachments", "k", &[("task", &task)], &content).await;
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body));
    assert_eq!(again.header("idempotent-replayed"), "true");
    let mut changed = content.clone();
    changed[299_999] = b'x';
    for (task, content) in [(&task, &changed[..]), (&other, &content[..]), (&task, &content[1..])] {
        let answer = keyed_upload(&ada, "attachments", "k", &[("task", task)], content).await;
        answer.problem(422, "idempotency_mismatch");
    }
    assert_eq!(ada.all("attachments").await.len(), 1);
    let file = ada.upload("files", &[("projectId", &project)], "a.bin", "one").await.expect(201);
    let versions = format!("files/{}/versions", text(&file["id"]));
    keyed_upload(&ada, &versions, "v", &[], b"two").await.expect(201);
    keyed_upload(&ada, &versions, "v", &[], b"three").await.problem(422, "idempotency_mismatch");
    assert_eq!(keyed_upload(&ada, &versions, "w", &[], b"three").await.expect(201)["currentVersion"], 3);
});
