//! A week of time as a whole.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(a_week_is_shown_submitted_and_decided_as_a_whole, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, carol) = (ada.invite("Bob", "Editor").await, ada.invite("Carol", "Editor").await);
    let project = ada.project("Here").await;
    let (first, second) = (ada.task(&project, "a").await, ada.task(&project, "b").await);
    let rate = json!({"userId": bob.id, "from": "2026-11-25", "hourlyRate": 100});
    ada.make("person-rates", rate).await;
    for (body, date, hours) in [
        (json!({"taskId": first}), "2026-11-23", 3.25),
        (json!({"taskId": first}), "2026-11-23", 1.0),
        (json!({"taskId": first}), "2026-11-29", 2.0),
        (json!({"taskId": second}), "2026-11-25", 4.0),
        (json!({"projectId": project}), "2026-11-26", 0.5),
        (json!({"projectId": project}), "2026-11-22", 8.0),
        (json!({"projectId": project}), "2026-11-30", 8.0),
    ] {
        let mut entry = body;
        (entry["kind"], entry["date"], entry["hours"]) = (json!("time"), json!(date), json!(hours));
        bob.make("expenses", entry).await;
    }
    bob.make("expenses", json!({"projectId": project, "date": "2026-11-24", "amount": 1, "hours": 1})).await;
    let sheet = bob.get("timesheet?week=2026-W48").await.expect(200);
    assert_eq!((&sheet["days"][0], &sheet["days"][6]), (&json!("2026-11-23"), &json!("2026-11-29")));
    assert_eq!(sheet["hours"], json!([4.25, 0, 4, 0.5, 0, 0, 2]));
    assert_eq!((&sheet["total"], &sheet["notPriced"]), (&json!(10.75), &json!(4.25)));
    let rows: Vec<(Value, Value, usize)> = sheet["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["taskTitle"].clone(), row["total"].clone(), row["entries"].as_array().unwrap().len()))
        .collect();
    assert_eq!(rows, [(Value::Null, json!(0.5), 1), (json!("a"), json!(6.25), 3), (json!("b"), json!(4), 1)]);
    let of_bob = format!("timesheet?week=2026-W48&userId={}", bob.id);
    carol.get(&of_bob).await.problem(403, "forbidden");
    let body = json!({"week": "2026-W48", "userId": bob.id});
    carol.post("timesheet/submit", body).await.problem(403, "forbidden");
    assert_eq!(ada.get(&of_bob).await.expect(200)["total"], 10.75);
    let sheet = bob.post("timesheet/submit", json!({"week": "2026-W48"})).await.expect(200);
    assert_eq!(sheet["byStatus"], json!({"draft": 0, "submitted": 10.75, "approved": 0, "rejected": 0}));
    let entry = text(&sheet["rows"][0]["entries"][0]["id"]);
    bob.patch(&format!("expenses/{entry}"), json!({"hours": 9})).await.problem(409, "locked");
    let decision = json!({"week": "2026-W48", "userId": bob.id, "status": "rejected"});
    carol.post("timesheet/decide", decision.clone()).await.problem(403, "forbidden");
    ada.post("timesheet/decide", decision.clone()).await.problem(422, "required");
    ada.post(&format!("expenses/{entry}/decide"), json!({"status": "draft"})).await.expect(200);
    let mut approved = decision;
    approved["status"] = json!("approved");
    let sheet = ada.post("timesheet/decide", approved).await.expect(200);
    assert_eq!(sheet["byStatus"], json!({"draft": 0.5, "submitted": 0, "approved": 10.25, "rejected": 0}));
    let budget = ada.get(&format!("projects/{project}/budget")).await.expect(200);
    let hours = json!({"estimate": 0, "actual": 10.25, "committed": 16.5, "notPriced": 12.25});
    assert_eq!(budget["total"]["hours"], hours);
    for (path, status) in [
        ("timesheet?week=2026-48", 400),
        ("timesheet?day=1", 400),
        ("timesheet", 200),
        ("timesheet?userId=0123456789abcdef01234567", 404),
    ] {
        assert_eq!(ada.get(path).await.status, status, "{path}");
    }
    bob.post("timesheet/submit", json!({"week": "2026-W60"})).await.problem(422, "format");
});

both!(a_rejected_week_is_submitted_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.project("Here").await;
    let entry = json!({"projectId": project, "kind": "time", "date": "2026-11-24", "hours": 3});
    let entry = bob.make("expenses", entry).await;
    let week = json!({"week": "2026-W48"});
    bob.post("timesheet/submit", week.clone()).await.expect(200);
    let decision = json!({"week": "2026-W48", "userId": bob.id, "status": "rejected", "reason": "too much"});
    ada.post("timesheet/decide", decision).await.expect(200);
    bob.patch(&format!("expenses/{entry}"), json!({"hours": 2})).await.expect(200);
    let sheet = bob.post("timesheet/submit", week).await.expect(200);
    assert_eq!(sheet["byStatus"], json!({"draft": 0, "submitted": 2, "approved": 0, "rejected": 0}));
});
