//! Amounts keep the currency that they were made in, and another currency is another amount.

use guildhall_tests::{World, both};
use serde_json::json;

both!(another_currency_is_another_estimate, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Paper", "budget": 1000, "currency": "EUR"})).await;
    let body = json!({"projectId": project, "title": "t", "estimateCost": 100, "currency": "EUR"});
    let task = ada.make("tasks", body).await;
    let held = ["project:read", "project:read-open", "project:update", "task:read", "task:update"];
    ada.make("roles", json!({"name": "Plain", "permissions": held})).await;
    let bob = ada.invite("Bob", "Plain").await;
    let (task, project) = (format!("tasks/{task}"), format!("projects/{project}"));
    for (path, body) in [
        (&task, json!({"estimateCost": 200})),
        (&task, json!({"currency": "JPY", "estimateCost": 100})),
        (&project, json!({"budget": 2000})),
        (&project, json!({"currency": "JPY", "budget": 1000})),
        (&project, json!({"budgetThresholds": [1000]})),
    ] {
        bob.patch(path, body).await.problem(403, "forbidden");
    }
    bob.patch(&task, json!({"title": "u"})).await.expect(200);
    bob.patch(&project, json!({"name": "Card"})).await.expect(200);
    ada.patch(&task, json!({"currency": "JPY", "estimateCost": 100})).await.expect(200);
});

both!(a_frozen_cost_stays_in_its_currency, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Frozen").await;
    let body = json!({"projectId": project, "title": "t", "estimateCost": 100, "currency": "EUR", "percentComplete": 50,
        "startDate": "2026-01-05", "duration": 2});
    let task = ada.make("tasks", body).await;
    let baseline = ada.post(&format!("projects/{project}/baselines"), json!({"name": "First"})).await.expect(201);
    ada.patch(&format!("tasks/{task}"), json!({"currency": "JPY", "estimateCost": 16000})).await.expect(200);
    ada.make("currency-rates", json!({"from": "JPY", "to": "EUR", "date": "2026-01-01", "rate": "0.00625"})).await;
    let budget = ada.get(&format!("projects/{project}/budget?statusDate=2026-02-01")).await.expect(200);
    let amounts = &budget["total"]["amounts"];
    let of =
        |at: usize| json!([amounts[at]["currency"], amounts[at]["estimate"], amounts[at]["bac"], amounts[at]["ev"]]);
    assert_eq!((of(0), of(1)), (json!(["EUR", 0, 100, 50]), json!(["JPY", 16000, 0, 0])), "{amounts:#}");
    let converted = &budget["total"]["converted"];
    assert_eq!((&converted["bac"], &converted["estimate"]), (&json!(100), &json!(100)), "{converted:#}");
    let path = format!("projects/{project}/baselines/{}/variance", baseline["id"].as_str().unwrap());
    let compared = ada.get(&path).await.expect(200)["tasks"][0].clone();
    assert_eq!((&compared["costVariance"], &compared["baseline"]["currency"]), (&json!(null), &json!("EUR")));
});

both!(a_threshold_is_looked_at_in_the_new_currency, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Paper", "budget": 100, "currency": "EUR"})).await;
    ada.make("currency-rates", json!({"from": "EUR", "to": "JPY", "date": "2026-01-01", "rate": "160"})).await;
    ada.make("expenses", json!({"projectId": project, "amount": 90, "date": "2026-02-01"})).await;
    let path = format!("projects/{project}");
    assert_eq!(ada.get(&path).await.expect(200)["budgetReached"], 80);
    ada.patch(&path, json!({"currency": "JPY", "budget": 100})).await.expect(200);
    assert_eq!(ada.get(&path).await.expect(200)["budgetReached"], 100);
});
