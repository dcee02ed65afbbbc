//! The owner hears of each threshold of a budget that is crossed, once.

use super::budget::spend;
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// What was told of a project's budget: the action, and the threshold since.
pub async fn told(who: &Person<'_>, project: &str) -> Vec<(String, Value)> {
    let log = who.get(&format!("events?objectId={project}&limit=200")).await.expect(200);
    let of = |event: &Value| (text(&event["action"]), event["after"]["budgetReached"].clone());
    let all = log["data"].as_array().unwrap().iter().map(of);
    all.filter(|(action, _)| action.starts_with("budget_")).collect()
}

both!(each_threshold_is_told_once_when_it_is_crossed, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project =
        ada.make("projects", json!({"name": "Here", "budget": 1000, "budgetThresholds": [50, 80, 100]})).await;
    let other = ada.project("There").await;
    let task = ada.task(&project, "t").await;
    let money = |amount: i64| json!({"taskId": task, "amount": amount});
    let first = bob.make("expenses", money(499)).await;
    assert_eq!(told(&ada, &project).await, []);
    bob.make("expenses", money(1)).await;
    bob.make("expenses", money(100)).await;
    let reached = |percent: i64| ("budget_reached".to_owned(), json!(percent));
    assert_eq!(told(&ada, &project).await, [reached(50)]);
    let big = bob.make("expenses", money(500)).await;
    assert_eq!(told(&ada, &project).await, [reached(50), reached(80), reached(100)], "one for each");
    let shown = ada.get(&format!("projects/{project}/budget")).await.expect(200);
    let budget = &shown["budget"];
    assert_eq!((&budget["spent"], &budget["percent"], &budget["reached"]), (&json!(1100), &json!(110), &json!(100)));
    bob.delete(&format!("expenses/{big}")).await.expect(204);
    let fell = |percent: Value| ("budget_fell".to_owned(), percent);
    assert_eq!(told(&ada, &project).await[3..], [fell(json!(50))]);
    bob.post(&format!("expenses/{big}/restore"), json!({})).await.expect(200);
    assert_eq!(told(&ada, &project).await[4..], [reached(80), reached(100)]);
    // Rejected, moved away, a larger budget, costs on the task itself.
    bob.post(&format!("expenses/{first}/submit"), json!({})).await.expect(200);
    let decision = json!({"status": "rejected", "reason": "twice"});
    ada.post(&format!("expenses/{first}/decide"), decision).await.expect(200);
    assert_eq!(told(&ada, &project).await[6..], [fell(json!(50))]);
    ada.post(&format!("tasks/{task}/move"), json!({"projectId": other})).await.expect(200);
    assert_eq!(told(&ada, &project).await[7..], [fell(Value::Null)]);
    ada.post(&format!("tasks/{task}/move"), json!({"projectId": project})).await.expect(200);
    assert_eq!(told(&ada, &project).await[8..], [reached(50)]);
    ada.patch(&format!("tasks/{task}"), json!({"actualCost": 300})).await.expect(200);
    assert_eq!(told(&ada, &project).await[9..], [reached(80)]);
    ada.patch(&format!("projects/{project}"), json!({"budget": 2000})).await.expect(200);
    assert_eq!(told(&ada, &project).await[10..], [fell(Value::Null)]);
    ada.patch(&format!("projects/{project}"), json!({"budget": null})).await.expect(200);
    assert_eq!(told(&ada, &project).await.len(), 11);
});

both!(a_batch_that_crosses_a_threshold_is_taken_back_as_one, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Here", "budget": 100})).await;
    let create: Vec<Value> = (0..10).map(|_| json!({"op": "create", "projectId": project, "amount": 9})).collect();
    let batch = ada.post("expenses/bulk", json!({"operations": create})).await.expect(200);
    assert_eq!(ada.get(&format!("projects/{project}")).await.expect(200)["budgetReached"], 80);
    ada.post(&format!("batches/{}/undo", text(&batch["batchId"])), json!({})).await.expect(200);
    assert_eq!(ada.get(&format!("projects/{project}")).await.expect(200)["budgetReached"], Value::Null);
    assert_eq!(told(&ada, &project).await.len(), 2);
});

both!(two_at_once_cross_a_threshold_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Here", "budget": 100})).await;
    let each = (0..8).map(|_| spend(&ada, json!({"projectId": project, "amount": 12}), "draft"));
    futures_util::future::join_all(each).await;
    assert_eq!(told(&ada, &project).await, [("budget_reached".to_owned(), json!(80))]);
});
