//! How long the log is kept.

use super::super::rules::raw::Raw;
use guildhall_core::event::retention;
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Makes everything up to now older by some days.
async fn age(world: &World, days: i64) {
    let sql = format!("UPDATE events SET at = at - {}", days * DAY);
    Raw::open(world).await.rows(&sql).await.unwrap();
}

async fn log(who: &Person<'_>, query: &str) -> Vec<Value> {
    who.get(&format!("events?{query}")).await.expect(200)["data"].as_array().unwrap().clone()
}

both!(what_is_older_than_the_settings_say_is_trimmed, |world: World| async move {
    let ada = world.founder("Ada").await;
    let path = String::new();
    for days in [json!(0), json!(40000), json!("all")] {
        assert_eq!(ada.patch(&path, json!({"eventRetentionDays": days})).await.status, 422);
    }
    let label = ada.make("labels", json!({"name": "Old"})).await;
    ada.patch(&format!("labels/{label}"), json!({"name": "Older"})).await.expect(200);
    age(&world, 40).await;
    retention::prune(&world.app).await.unwrap();
    assert_eq!(log(&ada, "after=0").await[0]["seq"], 1, "nothing goes without a setting");
    ada.patch(&path, json!({"eventRetentionDays": 30})).await.expect(200);
    ada.patch(&format!("labels/{label}"), json!({"name": "New"})).await.expect(200);
    let kept = log(&ada, "order=desc&limit=2").await;
    assert!(retention::prune(&world.app).await.unwrap() > 3);
    assert_eq!(retention::prune(&world.app).await.unwrap(), 0);
    let first = kept[1]["seq"].as_i64().unwrap();
    assert_eq!(log(&ada, "limit=200").await[0]["seq"], json!(first));
    assert_eq!(log(&ada, &format!("after={}", first - 1)).await.len(), 2, "a cursor at the edge goes on");
    let gone = ada.get("events?after=1").await.problem(410, "gone");
    assert_eq!(log(&ada, &format!("after={}", text(&gone["cursor"]))).await, Vec::<Value>::new());
    ada.get(&format!("labels/{label}?as_of={}", first - 2)).await.problem(410, "gone");
    ada.get("labels?as_of=2").await.problem(410, "gone");
    let was = ada.get(&format!("labels/{label}?as_of={first}")).await.expect(200);
    assert_eq!(was["name"], "Older", "taken back from what it is now");
    let page = ada.get(&format!("labels?as_of={first}")).await.expect(200);
    assert_eq!((&page["data"][0]["name"], &page["data"][1]), (&json!("Older"), &Value::Null));
    assert_eq!(ada.get(&format!("labels?as_of={}", first + 1)).await.expect(200)["data"][0]["name"], "New");
    let next = ada.make("labels", json!({"name": "Next"})).await;
    assert_eq!(log(&ada, &format!("objectId={next}")).await[0]["seq"], json!(first + 2), "numbers go on");
});

both!(where_changes_came_from_is_forgotten_before_they_are, |world: World| async move {
    let ada = world.founder("Ada").await;
    ada.make("labels", json!({"name": "Old"})).await;
    age(&world, 40).await;
    ada.patch("", json!({"auditRetentionDays": 7})).await.expect(200);
    let entries = async || ada.get("audit").await.expect(200)["data"].as_array().unwrap().clone();
    assert!(entries().await.iter().all(|entry| entry["address"] == "127.0.0.1"));
    retention::prune(&world.app).await.unwrap();
    let entries = entries().await;
    assert!(entries[0]["address"] == "127.0.0.1" && entries[1..].iter().all(|entry| entry["address"].is_null()));
    assert!(entries.len() > 3);
});
