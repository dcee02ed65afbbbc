//! A change that would move many tasks is refused where the request allows few, so that somebody can look first.

use super::follow::{chain, moved, starts};
use guildhall_tests::{Person, World, both};
use reqwest::Method;
use serde_json::{Value, json};

async fn sent(who: &Person<'_>, method: Method, path: &str, body: Option<&Value>) -> guildhall_tests::Answer {
    let request = who.request(method, path);
    who.send(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

both!(what_moves_more_than_allowed_is_refused_and_changes_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, ids) = chain(&ada).await;
    let (project, _) = chain(&ada).await;
    let first = format!("tasks/{}", ids[0]);
    let longer = json!({"duration": 2});
    let refused = ada.patch(&format!("{first}?moveAtMost=1"), longer.clone()).await.problem(409, "large_cascade");
    assert!(refused["detail"].as_str().unwrap().starts_with("2 other tasks would move with it"), "{refused}");
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    let dry = ada.patch(&format!("{first}?dryRun=true"), longer.clone()).await.expect(200);
    assert_eq!(moved(&dry), ids[1..]);
    let done = ada.patch(&format!("{first}?moveAtMost=2"), longer).await.expect(200);
    assert_eq!(moved(&done), ids[1..]);
    // A task that moves itself is not one that moves with it.
    let later = json!({"startDate": "2026-03-09"});
    ada.patch(&format!("{first}?moveAtMost=1"), later.clone()).await.problem(409, "large_cascade");
    ada.patch(&format!("{first}?moveAtMost=2"), later).await.expect(200);
    let before = starts(&ada, &ids).await;
    let link = format!("tasks/{}/dependencies/{}", ids[1], ids[0]);
    let bulk = json!({"operations": [{"op": "update", "id": ids[0], "duration": 5}]});
    let none = "?moveAtMost=0";
    for (method, path, body) in [
        (Method::DELETE, format!("{first}{none}"), None),
        (Method::DELETE, format!("{link}{none}"), None),
        (Method::PUT, format!("{link}{none}"), Some(json!({"lag": "3d"}))),
        (Method::POST, format!("tasks/bulk{none}"), Some(bulk)),
        (Method::PATCH, format!("projects/{project}{none}"), Some(json!({"startDate": "2026-06-01"}))),
    ] {
        let answer = sent(&ada, method.clone(), &path, body.as_ref()).await;
        answer.problem(409, "large_cascade");
        assert_eq!(starts(&ada, &ids).await, before, "{method} {path}");
    }
    ada.patch(&format!("{first}?moveAtMost=few"), json!({"duration": 1})).await.problem(400, "bad_parameter");
    ada.post("contacts?moveAtMost=1", json!({"name": "Eve"})).await.problem(400, "unknown_parameter");
});
