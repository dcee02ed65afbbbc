//! Amounts keep the currency that they were made in, and another currency is another amount.

use guildhall_tests::{Answer, Person, World, both, text};
use serde_json::{Value, json};

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

async fn undo(who: &Person<'_>) -> Answer {
    let last = who.get("events?order=desc&limit=1").await.expect(200)["data"][0].clone();
    let path = match last["batchId"].as_str() {
        Some(batch) => format!("batches/{batch}/undo"),
        None => format!("events/{}/undo", last["seq"]),
    };
    who.post(&path, json!({})).await
}

both!(another_currency_is_taken_back_also_when_the_number_stayed, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Paper", "budget": 50000, "currency": "EUR"})).await;
    let body = json!({"projectId": project, "title": "t", "actualCost": 500, "estimateCost": 9, "currency": "EUR"});
    let task = ada.make("tasks", body).await;
    let expense = ada.make("expenses", json!({"taskId": task, "amount": 5, "currency": "EUR"})).await;
    let deal = ada.make("deals", json!({"name": "d", "value": 5, "currency": "EUR"})).await;
    let rate = json!({"userId": ada.id, "hourlyRate": 80, "currency": "EUR", "from": "2026-01-01"});
    let rate = ada.make("person-rates", rate).await;
    for (path, change) in [
        (format!("tasks/{task}"), json!({"actualCost": 500, "estimateCost": 9, "currency": "USD"})),
        (format!("tasks/{task}"), json!({"actualCost": 600, "estimateCost": 9, "currency": "USD"})),
        (format!("projects/{project}"), json!({"budget": 50000, "currency": "USD"})),
        (format!("expenses/{expense}"), json!({"amount": 5, "currency": "USD"})),
        (format!("deals/{deal}"), json!({"value": 5, "currency": "USD"})),
        (format!("person-rates/{rate}"), json!({"hourlyRate": 80, "currency": "USD"})),
    ] {
        let figures = async || {
            let all = ada.get(&path).await.expect(200);
            json!(
                ["actualCost", "estimateCost", "budget", "amount", "value", "hourlyRate", "currency"]
                    .map(|name| &all[name])
            )
        };
        let before = figures().await;
        ada.patch(&path, change.clone()).await.expect(200);
        let done = figures().await;
        assert_ne!(done, before, "{path} {change}");
        for expected in [&before, &done, &before] {
            undo(&ada).await.expect(200);
            assert_eq!(&figures().await, expected, "{path} {change}");
        }
    }
});

both!(an_amount_is_not_taken_back_to_the_same_number_of_something_else, |world: World| async move {
    let ada = world.founder("Ada").await;
    let deal = ada.make("deals", json!({"name": "d", "value": 5, "currency": "EUR"})).await;
    let path = format!("deals/{deal}");
    let seq = async || ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    let refused = async |seq: &Value| {
        let answer = ada.post(&format!("events/{seq}/undo"), json!({})).await.problem(409, "undo_conflict");
        (answer["conflicts"][0]["field"].clone(), answer["conflicts"][0]["code"].clone())
    };
    ada.patch(&path, json!({"value": 6})).await.expect(200);
    let more = seq().await;
    ada.patch(&path, json!({"value": 6, "currency": "USD"})).await.expect(200);
    let other = seq().await;
    assert_eq!(refused(&more).await, (json!("currency"), json!("changed")));
    ada.patch(&path, json!({"value": 7})).await.expect(200);
    assert_eq!(refused(&other).await, (json!("value"), json!("changed")));
});

both!(a_time_entry_gets_its_rate_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let eve = ada.invite("Eve", "Editor").await;
    let task = ada.task(&ada.project("P").await, "t").await;
    let rate = |from: &str, rate: f64, currency: &str| json!({"userId": eve.id, "from": from, "hourlyRate": rate, "currency": currency});
    ada.make("person-rates", rate("2020-01-01", 33.3333, "EUR")).await;
    let entry = json!({"taskId": task, "kind": "time", "hours": 1.5, "date": "2026-11-01"});
    let id = text(&eve.post("expenses", entry).await.expect(201)["id"]);
    let path = format!("expenses/{id}");
    let priced = async || {
        let entry = ada.get(&path).await.expect(200);
        ["amount", "rate", "currency", "date", "hours"].map(|name| entry[name].clone())
    };
    let before = priced().await;
    assert_eq!(before[..3], [json!(50), json!(33.3333), json!("EUR")]);
    ada.make("person-rates", rate("2026-01-01", 50.0, "USD")).await;
    ada.patch(&path, json!({"date": "2026-11-02"})).await.expect(200);
    assert_eq!(priced().await[..3], [json!(75), json!(50), json!("USD")]);
    let events = ada.get("events?order=desc&limit=5").await.expect(200);
    let changed = events["data"].as_array().unwrap().iter().find(|one| one["model"] == "Expense").unwrap().clone();
    let undo = match changed["batchId"].as_str() {
        Some(batch) => format!("batches/{batch}/undo"),
        None => format!("events/{}/undo", changed["seq"]),
    };
    ada.post(&undo, json!({})).await.expect(200);
    assert_eq!(priced().await, before);
    ada.patch(&path, json!({"hours": 3})).await.expect(200);
    assert_eq!(priced().await[..2], [json!(99.9999), json!(33.3333)]);
});

both!(no_currency_is_no_currency, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let spent = |currency: &str| json!({"projectId": project, "amount": 5, "currency": currency});
    let refused = ada.post("expenses", spent("")).await.problem(422, "currency");
    assert_eq!(refused["errors"][0]["pointer"], "/currency");
    let path = format!("expenses/{}", ada.make("expenses", spent("USD")).await);
    ada.patch(&path, json!({"currency": "", "amount": 5})).await.problem(422, "currency");
});
