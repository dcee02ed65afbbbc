//! A timer: one of a person, stopped by the next, an entry of time in the end.

use guildhall_tests::{World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

both!(a_timer_becomes_an_entry_of_time, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let viewer = ada.invite("Vic", "Viewer").await;
    let project = ada.project("Here").await;
    let (first, second) = (ada.task(&project, "first").await, ada.task(&project, "second").await);
    ada.make("person-rates", json!({"userId": bob.id, "from": "2020-01-01", "hourlyRate": 36000})).await;
    assert_eq!(bob.get("timer").await.expect(200)["running"], Value::Null);
    bob.post("timer/stop", json!({})).await.problem(409, "not_running");
    bob.post("timer/start", json!({})).await.problem(422, "required");
    bob.post("timer/start", json!({"taskId": bob.id})).await.problem(422, "not_found");
    viewer.post("timer/start", json!({"taskId": first})).await.problem(403, "forbidden");
    let started = bob.post("timer/start", json!({"taskId": first, "description": "Thinking"})).await.expect(200);
    assert_eq!((&started["running"]["projectId"], &started["stopped"]), (&json!(project), &Value::Null));
    assert_eq!(bob.get("timer").await.expect(200)["running"]["taskId"], json!(first));
    assert_eq!(ada.get("timer").await.expect(200)["running"], Value::Null, "everybody has their own");
    let dry = bob.post("timer/stop?dryRun=true", json!({})).await.expect(200);
    assert_eq!(dry["kind"], "time");
    let next = bob.post("timer/start", json!({"taskId": second})).await.expect(200);
    let stopped = &next["stopped"];
    assert_eq!(
        (&stopped["kind"], &stopped["taskId"], &stopped["description"], &stopped["userId"], &stopped["status"]),
        (&json!("time"), &json!(first), &json!("Thinking"), &json!(bob.id), &json!("draft"))
    );
    assert!(stopped["hours"].as_f64().unwrap() > 0.0 && stopped["amount"].as_f64().unwrap() > 0.0, "{stopped}");
    let answer = bob.post("timer/stop", json!({})).await;
    assert!(answer.header("location").ends_with(&text(&answer.body["id"])), "{:?}", answer.headers);
    assert_eq!(answer.expect(201)["taskId"], json!(second));
    bob.post("timer/start", json!({"projectId": project})).await.expect(200);
    bob.send(bob.request(Method::DELETE, "timer")).await.expect(204);
    assert_eq!(bob.get("timer").await.expect(200)["running"], Value::Null);
    assert_eq!(bob.all("expenses?kind=time").await.len(), 2);
});

both!(a_timer_outlives_its_task_but_not_its_project, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let task = ada.task(&project, "t").await;
    ada.post("timer/start", json!({"taskId": task})).await.expect(200);
    ada.delete(&format!("tasks/{task}")).await.expect(204);
    let made = ada.post("timer/stop", json!({})).await.expect(201);
    assert_eq!((&made["taskId"], &made["projectId"]), (&Value::Null, &json!(project)));
    ada.post("timer/start", json!({"projectId": project})).await.expect(200);
    ada.delete(&format!("projects/{project}")).await.expect(204);
    ada.post("timer/stop", json!({})).await.problem(409, "gone");
    ada.delete(&format!("projects/{project}?purge=true")).await.expect(204);
    ada.post("timer/stop", json!({})).await.problem(409, "not_running");
});

both!(of_many_timers_at_once_one_runs, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let all = (0..6).map(|_| ada.post("timer/start", json!({"projectId": project})));
    let answers = futures_util::future::join_all(all).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    assert_eq!(ada.all("expenses").await.len(), 5);
    ada.post("timer/stop", json!({})).await.expect(201);
    assert_eq!(ada.all("expenses").await.len(), 6);
});
