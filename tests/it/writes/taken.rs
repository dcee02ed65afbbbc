//! A value that only one may have: the error leads to the field that holds it.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// Where the error of a taken value leads.
async fn pointer(who: &Person<'_>, path: &str, body: Value) -> String {
    let problem = who.post(path, body).await.problem(409, "taken");
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(1), "{problem:#}");
    assert_eq!(problem["errors"][0]["code"], "taken");
    text(&problem["errors"][0]["pointer"])
}

both!(a_taken_value_is_pointed_at, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Here", "key": "HERE"})).await;
    assert_eq!(pointer(&ada, "projects", json!({"name": "There", "key": "HERE"})).await, "/key");
    assert_eq!(pointer(&ada, "projects", json!({"name": "There", "id": project})).await, "/id");
    ada.make("labels", json!({"name": "bug"})).await;
    assert_eq!(pointer(&ada, "labels", json!({"name": "bug"})).await, "/name");
    assert_eq!(pointer(&ada, "roles", json!({"name": "Admin", "permissions": ["task:read"]})).await, "/name");
    let rate = json!({"from": "USD", "to": "EUR", "date": "2026-01-01", "rate": "1"});
    ada.make("currency-rates", rate.clone()).await;
    assert_eq!(pointer(&ada, "currency-rates", rate).await, "/date");
    let rate = json!({"userId": ada.id, "from": "2026-01-01", "hourlyRate": 1});
    ada.make("person-rates", rate.clone()).await;
    assert_eq!(pointer(&ada, "person-rates", rate).await, "/from");
    let path = format!("projects/{project}/baselines");
    ada.post(&path, json!({"name": "First"})).await.expect(201);
    assert_eq!(pointer(&ada, &path, json!({"name": "First"})).await, "/name");
    let operation = json!({"op": "create", "data": {"name": "There", "key": "HERE"}});
    let bulk = ada.post("projects/bulk", json!({"operations": [operation]})).await.expect(422);
    assert_eq!(bulk["errors"][0]["pointer"], "/operations/0/data/key", "{bulk:#}");
});
