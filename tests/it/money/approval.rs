//! Expenses are submitted, taken back, approved, rejected, handed back.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(a_manager_decides_on_what_was_submitted_and_nobody_on_their_own, |world: World| async move {
    let ada = world.founder("Ada").await;
    let permissions = json!([
        "expense:read",
        "expense:create",
        "expense:update",
        "expense:delete",
        "expense:manage",
        "project:read",
        "project:read-open",
        "task:read",
        "member:read"
    ]);
    ada.make("roles", json!({"name": "Controller", "permissions": permissions})).await;
    let (bob, carl) = (ada.invite("Bob", "Editor").await, ada.invite("Carl", "Controller").await);
    let project = ada.project("Here").await;
    let made = bob.post("expenses", json!({"projectId": project, "amount": 7})).await.expect(201);
    assert_eq!(made["can"], json!(["update", "delete", "submit"]));
    let path = format!("expenses/{}", text(&made["id"]));
    let (submit, withdraw, decide) = (format!("{path}/submit"), format!("{path}/withdraw"), format!("{path}/decide"));
    for name in ["status", "decidedBy", "decisionReason"] {
        bob.patch(&path, json!({name: "approved"})).await.problem(422, "read_only");
    }
    carl.post(&decide, json!({"status": "approved"})).await.problem(409, "not_submitted");
    bob.post(&withdraw, json!({})).await.problem(409, "not_submitted");
    let asked = bob.post(&submit, json!({})).await.expect(200);
    assert_eq!((&asked["status"], &asked["can"]), (&json!("submitted"), &json!(["withdraw"])));
    assert!(asked["submittedAt"].is_string());
    bob.post(&submit, json!({})).await.problem(409, "not_draft");
    bob.patch(&path, json!({"amount": 8})).await.problem(409, "locked");
    bob.delete(&path).await.problem(409, "locked");
    bob.post(&decide, json!({"status": "approved"})).await.problem(403, "forbidden");
    assert_eq!(bob.post(&withdraw, json!({})).await.expect(200)["status"], "draft");
    bob.post(&submit, json!({})).await.expect(200);
    carl.post(&decide, json!({"status": "submitted"})).await.problem(422, "one_of");
    carl.post(&decide, json!({"status": "rejected"})).await.problem(422, "required");
    let refused = carl.post(&decide, json!({"status": "rejected", "reason": "No receipt"})).await.expect(200);
    assert_eq!(
        (&refused["status"], &refused["decidedBy"], &refused["decisionReason"]),
        (&json!("rejected"), &json!(carl.id), &json!("No receipt"))
    );
    bob.patch(&path, json!({"description": "Receipt follows"})).await.expect(200);
    let again = bob.post(&submit, json!({})).await.expect(200);
    assert_eq!((&again["decidedBy"], &again["decisionReason"]), (&Value::Null, &Value::Null));
    let approved = carl.post(&decide, json!({"status": "approved"})).await.expect(200);
    assert_eq!((&approved["status"], &approved["decidedBy"]), (&json!("approved"), &json!(carl.id)));
    bob.post(&withdraw, json!({})).await.problem(409, "not_submitted");
    carl.patch(&path, json!({"amount": 8})).await.problem(409, "locked");
    carl.post(&decide, json!({"status": "draft"})).await.expect(200);
    bob.patch(&path, json!({"amount": 8})).await.expect(200);
    // Their own.
    for (who, status) in [(&carl, 403), (&ada, 200)] {
        let own = who.make("expenses", json!({"projectId": project, "amount": 1})).await;
        who.post(&format!("expenses/{own}/submit"), json!({})).await.expect(200);
        let answer = who.post(&format!("expenses/{own}/decide"), json!({"status": "approved"})).await;
        assert_eq!(answer.status, status, "{}", who.name);
    }
    let log = ada.get(&format!("events?objectId={}&limit=200", text(&made["id"]))).await.expect(200);
    let actions: Vec<String> = log["data"].as_array().unwrap().iter().map(|event| text(&event["action"])).collect();
    assert_eq!(actions.iter().filter(|action| *action == "decided").count(), 3, "{actions:?}");
});

both!(estimates_are_for_those_who_may_set_them, |world: World| async move {
    let ada = world.founder("Ada").await;
    let names =
        json!(["task:read", "task:create", "task:update", "project:read", "project:read-open", "project:update"]);
    ada.make("roles", json!({"name": "Doer", "permissions": names})).await;
    let (editor, doer) = (ada.invite("Ed", "Editor").await, ada.invite("Dora", "Doer").await);
    let project = ada.project("Here").await;
    let task = editor.make("tasks", json!({"projectId": project, "title": "t", "estimateHours": 2})).await;
    let path = format!("tasks/{task}");
    for field in ["estimateHours", "estimateCost"] {
        doer.patch(&path, json!({field: 3})).await.problem(403, "forbidden");
        let body = json!({"projectId": project, "title": "t", field: 3});
        doer.post("tasks", body).await.problem(403, "forbidden");
        editor.patch(&path, json!({field: 4})).await.expect(200);
    }
    doer.patch(&path, json!({"actualHours": 3, "title": "done", "estimateHours": 4})).await.expect(200);
    doer.patch(&format!("projects/{project}"), json!({"budget": 10})).await.problem(403, "forbidden");
    let told = editor.patch(&format!("projects/{project}"), json!({"budget": 10})).await.expect(200);
    assert_eq!((&told["budget"], &told["currency"]), (&json!(10), &json!("EUR")));
    editor.patch(&format!("projects/{project}"), json!({"currency": "CHF"})).await.problem(422, "amounts");
    for thresholds in [json!([0]), json!([80, 80]), json!([100, 80]), json!([1001]), json!([1.5]), json!(["80"])] {
        let answer = editor.patch(&format!("projects/{project}"), json!({"budgetThresholds": thresholds})).await;
        assert_eq!(answer.status, 422, "{thresholds}");
    }
});
