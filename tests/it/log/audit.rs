//! Who did what, when and from where; for those who may know.

use guildhall_tests::{World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

both!(the_audit_view_says_from_where, |world: World| async move {
    let ada = world.founder("Ada").await;
    let label = ada.request(Method::POST, "labels").json(&json!({"name": "=Urgent"}));
    let label = label.header("user-agent", "curl/8, \"quoted\"").header("x-forwarded-for", "203.0.113.9");
    let made = ada.send(label).await.expect(201);
    let page = ada.get("audit?model=Label").await.expect(200);
    let entry = &page["data"][0];
    assert_eq!(
        (&entry["actorId"], &entry["objectId"], &entry["action"]),
        (&json!(ada.id), &made["id"], &json!("created"))
    );
    assert_eq!((&entry["address"], &entry["agent"]), (&json!("203.0.113.9"), &json!("curl/8, \"quoted\"")));
    assert_eq!(text(&entry["requestId"]).len(), 24);
    assert_eq!(page["nextCursor"], Value::Null);
    let ordinary = ada.get("events?model=Label").await.expect(200);
    assert!(!ordinary.to_string().contains("203.0.113.9") && !ordinary.to_string().contains("curl"), "{ordinary:#}");
    let csv = ada.get("audit/export?model=Label").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let csv = text(&csv.expect(200));
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 2, "{csv}");
    assert!(lines[1].ends_with(",203.0.113.9,\"curl/8, \"\"quoted\"\"\""), "{csv}");
    for role in ["Editor", "Viewer", "Guest"] {
        let who = ada.invite("Who", role).await;
        who.get("audit").await.problem(403, "forbidden");
        who.get("audit/export").await.problem(403, "forbidden");
    }
});

both!(the_audit_view_pages_from_the_newest_on, |world: World| async move {
    let ada = world.founder("Ada").await;
    for number in 0..7 {
        ada.make("labels", json!({"name": format!("L{number}")})).await;
    }
    let (mut query, mut seen) = ("audit?limit=3".to_owned(), Vec::new());
    loop {
        let page = ada.get(&query).await.expect(200);
        seen.extend(page["data"].as_array().unwrap().iter().map(|entry| entry["seq"].as_i64().unwrap()));
        let Some(next) = page["nextCursor"].as_str() else { break };
        query = format!("audit?limit=3&cursor={next}");
    }
    let last = seen[0];
    assert_eq!(seen, (1..=last).rev().collect::<Vec<_>>(), "each once, none left out");
    ada.get("audit?cursor=x").await.problem(400, "bad_cursor");
    ada.get("audit?order=asc").await.problem(400, "unknown_parameter");
});
