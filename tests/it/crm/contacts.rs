//! Contacts and what was said with them.

use guildhall_tests::{World, both};
use serde_json::{Value, json};

both!(a_contact_is_found_however_its_address_is_written, |world: World| async move {
    let ada = world.founder("Ada").await;
    let body = json!({"name": " Grace Hopper ", "email": " Grace@Example.COM ", "phone": "+1 (202) 555-0123",
        "company": "  ", "source": "Fair"});
    let made = ada.post("contacts", body).await.expect(201);
    assert_eq!(
        (&made["name"], &made["email"], &made["phone"], &made["company"], &made["ownerId"]),
        (&json!("Grace Hopper"), &json!("grace@example.com"), &json!("+12025550123"), &Value::Null, &json!(ada.id))
    );
    ada.make("contacts", json!({"name": "Alan", "email": "alan@example.com", "phone": "030 901820"})).await;
    for query in
        ["email=GRACE@example.com", "email[in]=Grace@Example.com,x@y.z", "email[contains]=GRACE", "name[contains]=hopp"]
    {
        let found = ada.all(&format!("contacts?{query}")).await;
        assert_eq!((found.len(), &found[0]["id"]), (1, &made["id"]), "{query}");
    }
    assert!(ada.all("contacts?email=race@example.com").await.is_empty());
    assert_eq!(ada.all("contacts?email[ne]=GRACE@EXAMPLE.COM").await.len(), 1);
    assert_eq!(ada.all("contacts?phone=030 901820").await.len(), 1);
});

both!(every_value_of_a_contact_is_checked, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = world.founder("Bob").await;
    let contact = ada.make("contacts", json!({"name": "Grace"})).await;
    for (body, pointer, code) in [
        (json!({"name": " "}), "/name", "required"),
        (json!({"email": "nonsense"}), "/email", "email"),
        (json!({"email": "a@b@c"}), "/email", "email"),
        (json!({"phone": "030\n901820"}), "/phone", "format"),
        (json!({"phone": "1".repeat(65)}), "/phone", "too_long"),
        (json!({"company": "x".repeat(201)}), "/company", "too_long"),
        (json!({"ownerId": bob.id}), "/ownerId", "not_found"),
        (json!({"ownerId": null}), "/ownerId", "not_found"),
        (json!({"nope": 1}), "/nope", "unknown_field"),
    ] {
        let told = body.to_string();
        let refused = ada.patch(&format!("contacts/{contact}"), body).await.problem(422, code);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{told}");
    }
    ada.post("contacts", json!({"email": "a@example.com"})).await.problem(422, "required");
    let guest = ada.invite("Gus", "Guest").await;
    guest.get("contacts").await.problem(403, "forbidden");
    let viewer = ada.invite("Vic", "Viewer").await;
    assert_eq!(viewer.all("contacts").await.len(), 1);
    viewer.post("contacts", json!({"name": "x"})).await.problem(403, "forbidden");
});

both!(a_contact_in_the_trash_reads_null_and_comes_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let contact = ada.make("contacts", json!({"name": "Grace"})).await;
    let deal = ada.make("deals", json!({"name": "Compiler", "contactId": contact})).await;
    let log = ada.make("comm-logs", json!({"contactId": contact, "dealId": deal, "type": "call"})).await;
    let (deal, log) = (format!("deals/{deal}"), format!("comm-logs/{log}"));
    let seen = || async {
        let deal = ada.get(&format!("{deal}?populate=contactId")).await.expect(200);
        let log = ada.get(&log).await.expect(200);
        (deal["contactId"]["name"].clone(), log["contactId"].clone())
    };
    assert_eq!(seen().await, (json!("Grace"), json!(contact)));
    let path = format!("contacts/{contact}");
    ada.delete(&path).await.expect(204);
    assert_eq!(seen().await, (Value::Null, Value::Null));
    // A change of something else leaves the reference alone, and the trashed contact cannot be named anew.
    ada.patch(&deal, json!({"name": "COBOL"})).await.expect(200);
    ada.patch(&log, json!({"notes": "called back"})).await.expect(200);
    ada.patch(&log, json!({"contactId": contact})).await.problem(422, "not_found");
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(seen().await, (json!("Grace"), json!(contact)));
    ada.delete(&path).await.expect(204);
    ada.delete(&format!("{path}?purge=true")).await.expect(204);
    assert_eq!(seen().await, (Value::Null, Value::Null));
});

both!(a_log_is_about_somebody_or_something, |world: World| async move {
    let ada = world.founder("Ada").await;
    let other = world.founder("Other").await;
    let theirs = other.make("contacts", json!({"name": "Theirs"})).await;
    let contact = ada.make("contacts", json!({"name": "Grace"})).await;
    for (body, code) in [
        (json!({"type": "call"}), "required"),
        (json!({"contactId": null, "type": "call"}), "required"),
        (json!({"contactId": contact}), "required"),
        (json!({"contactId": contact, "type": "fax"}), "one_of"),
        (json!({"contactId": contact, "type": "call", "timestamp": "yesterday"}), "format"),
        (json!({"contactId": theirs, "type": "call"}), "not_found"),
        (json!({"contactId": contact, "dealId": contact, "type": "call"}), "not_found"),
    ] {
        ada.post("comm-logs", body).await.problem(422, code);
    }
    let log = ada.post("comm-logs", json!({"contactId": contact, "type": "meeting"})).await.expect(201);
    assert_eq!((&log["timestamp"], &log["createdBy"]), (&log["createdAt"], &json!(ada.id)));
    let path = format!("comm-logs/{}", log["id"].as_str().unwrap());
    ada.patch(&path, json!({"contactId": null})).await.problem(422, "required");
    let then = "2026-03-01T09:00:00.000Z";
    assert_eq!(ada.patch(&path, json!({"timestamp": then})).await.expect(200)["timestamp"], then);
    assert_eq!(ada.all("comm-logs?sort=-timestamp&type=meeting").await.len(), 1);
});
